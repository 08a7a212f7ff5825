"""Every kind of thing that the tool may say, declared once.

Goes out: for each slug its severity, what it means and how to mend it, as `reportgen explain` and the documentation print it.
"""

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """An error stops everything; a warning stops with --strict; a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of diagnostic, in a coordinator's words."""

    severity: Severity
    title: str
    why: str
    mend: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE: dict[str, Entry] = {
    # Finding and reading files
    "no-workspace": Entry(
        _E,
        "No workspace here",
        "Reports live in a folder that holds the file reportgen.yaml. None was found.",
        "Go to that folder, or name it with --workspace.",
    ),
    "unknown-area": Entry(
        _E,
        "No such area",
        "Areas are listed in data/areas.yaml, each with a short name such as west-midlands.",
        "Use the short name, or add the area to the list.",
    ),
    "missing-file": Entry(
        _E,
        "A file is missing",
        "The report needs this file.",
        "Write the file in this place, or correct the area or year that you asked for.",
    ),
    "not-begun": Entry(
        _E,
        "A report or a year that is not begun",
        "A report begins with a figures file, and a year with the file year.yaml. Neither is made by itself, since a year or "
        "an area may be a slip.",
        "Look whether the area and the year are those that you mean. Then type the command that the message names.",
    ),
    "unreadable-file": Entry(
        _E,
        "A file cannot be read",
        "The file is there, but the system does not let it be read, or it is not a file.",
        "Close it in other programs, and look at its permissions.",
    ),
    "outside-workspace": Entry(
        _E,
        "A link leads out of the workspace",
        "Everything in a report comes from its workspace, so that it can be made again anywhere.",
        "Put the file itself in the place of the link.",
    ),
    "too-large": Entry(
        _E,
        "A file is too large",
        "A text file of more than a million bytes is not a page or a table of figures.",
        "Look whether the right file is in this place.",
    ),
    "not-text": Entry(
        _E,
        "Not UTF-8 text",
        "Text is read as UTF-8. Another encoding would turn letters into wrong ones in print.",
        "Save the file again as UTF-8.",
    ),
    "odd-character": Entry(
        _E,
        "An invisible character",
        "Some characters cannot be seen but change what is read, often after copying from a web page or a PDF.",
        "Delete it, and type the words around it again.",
    ),
    "empty-file": Entry(_E, "An empty file", "The file is there but holds nothing.", "Fill it in, or take it away."),
    "yaml-syntax": Entry(
        _E,
        "Not written as YAML",
        "YAML is “name: value” on each line, with groups set in by spaces.",
        "Correct the line that is named; often it is a bracket, a quotation mark, a colon or a space.",
    ),
    "yaml-unsupported": Entry(
        _E,
        "A feature of YAML that is not used",
        "References, tags, several documents in one file and very deep nesting have no use here and can hide mistakes.",
        "Type the value itself.",
    ),
    "duplicate-key": Entry(
        _E, "A name stands twice", "If one name has two values, one of them would be lost.", "Keep one of the two."
    ),
    "missing-key": Entry(_E, "A value is missing", "This value is needed.", "Add the line that is named."),
    "unknown-key": Entry(
        _E,
        "A name that is not used",
        "The name may be misspelt; what stands under it would be ignored.",
        "Correct the name, or remove the line.",
    ),
    "wrong-value": Entry(
        _E,
        "A value of the wrong kind",
        "Something else is expected here, such as a date or a whole number.",
        "Write it as the message says.",
    ),
    # Editions
    "edition-missing": Entry(
        _E,
        "No such edition",
        "The year asks for an edition of the national wording that is not in templates/.",
        "Correct the edition in year.yaml.",
    ),
    "edition-inconsistent": Entry(
        _E,
        "An edition contradicts itself",
        "The edition names a table, row, note or section that it does not have.",
        "Correct edition.yaml. This is for those who own the national wording.",
    ),
    "seal-broken": Entry(
        _E,
        "A sealed edition changed",
        "Once an edition is published it stays as it is, so that a report of years ago can be made again to the letter.",
        "Put the file back as it was. New wording is a new edition.",
    ),
    "template-error": Entry(
        _E,
        "A template cannot be filled in",
        "A section of national wording uses a word that is not known, or is not written as expected.",
        "Correct the template at the line named. This is for those who own the national wording.",
    ),
    "unknown-markup": Entry(
        _E,
        "Markup that not every format can show",
        "A section, a note or a cover of the national wording holds an HTML element that Word, the PDF or GOV.UK have nothing for.",
        "Write it in Markdown. HTML may be a paragraph, a list, a table, a quotation, a signature or an address.",
    ),
    "theme-outdated": Entry(
        _E,
        "A theme of an earlier reportgen",
        "Since version 0.2 a theme has a small template for each kind of thing on a page, such as paragraph.html.j2, and page.html.j2 around them.",
        "Move the folder of the theme out of templates/. For the house-1 of an earlier reportgen, that of this one then takes its place. "
        "For a look of your own, begin a copy in the new form, such as reportgen new theme house-2, name it in edition.yaml, and "
        "bring your changes into it, style sheets too.",
    ),
    "reference-unusable": Entry(
        _E,
        "A Word file that gives no styles",
        "The reference.docx of a theme says how Word files look. It is taken only if it is whole, of a moderate size, without macros, and leads nowhere out of itself.",
        "Take the reference.docx of the theme house-1, and change its styles in Word.",
    ),
    "style-missing": Entry(
        _E,
        "A style that Word files need is missing",
        "Each part of a Word file is written in a style of its theme’s reference.docx, which is found by its name.",
        "Take the reference.docx of the theme house-1, and change its styles in Word. Their names stay as they are.",
    ),
    "table-not-shown": Entry(
        _E,
        "A table stands nowhere",
        "The edition asks for figures in this table, but no section shows it, or it is shown twice.",
        'Place it once, with table("name"), in a section of the edition.',
    ),
    "chart-not-shown": Entry(
        _E,
        "A chart stands nowhere",
        "The edition describes this chart, but no section shows it, or it is shown twice.",
        'Place it once, with chart("name"), in a section of the edition; or take it out of edition.yaml.',
    ),
    # Figures
    "unknown-table": Entry(
        _E,
        "A table that the edition does not have",
        "Tables are exactly those of the edition.",
        "Correct the name, or remove the table.",
    ),
    "unknown-row": Entry(
        _E,
        "A row that the edition does not have",
        "Rows are exactly those of the edition; they differ from year to year.",
        "Correct the name, or remove the row.",
    ),
    "unknown-column": Entry(
        _E,
        "A column that the edition does not have",
        "Columns are exactly those of the edition.",
        "Correct the name, or remove the figure.",
    ),
    "missing-figure": Entry(
        _E,
        "A figure is missing",
        "Every cell that the edition asks for holds a figure or shorthand. Only totals may be left out.",
        "Type the figure, or [z], [c] or [x].",
    ),
    "bad-figure": Entry(
        _E,
        "Not a figure",
        "Figures are whole numbers in digits, without comma, sign, space or leading zero, so that nothing has to be guessed.",
        "Write it in digits alone, such as 2457.",
    ),
    "bad-shorthand": Entry(
        _E,
        "Shorthand that is not used",
        "Shorthand is [z] not applicable, [c] confidential, [x] not available; flags beside a figure are [r] revised and [p] provisional.",
        "Use one of these.",
    ),
    "category-4": Entry(
        _E,
        "A figure for Category 4",
        "Figures for Category 4 are never published for an area: the numbers are low and could point to a person.",
        "Remove it.",
    ),
    "not-applicable": Entry(
        _E,
        "A figure where none can be",
        "Some cells cannot hold a figure: nobody is in Category 3 at Level 1.",
        "Write [z].",
    ),
    "unexpected-not-applicable": Entry(
        _E,
        "[z] where a figure applies",
        "[z] says that nothing could be counted, which is not so for this cell.",
        "Write the figure; 0 if it is nought; [x] if it is not available.",
    ),
    "total-mismatch": Entry(
        _E,
        "A total does not add up",
        "The parts of a row or column do not make its total. Where changing one cell would make both its row and its column right, that cell is named.",
        "Compare the figures with your return, and correct the one that is wrong.",
    ),
    "total-computed": Entry(
        _N,
        "A total was added up",
        "The total was left out of the figures file, so the report shows the sum of its parts.",
        "Nothing needs doing.",
    ),
    "bound-broken": Entry(
        _E,
        "A figure that cannot be",
        "Some figures cannot exceed others: those managed over the year are at least those on its last day, those returned to custody are at most those managed, orders with a restriction are at most all such orders.",
        "Compare both figures with your return.",
    ),
    "rate-mismatch": Entry(
        _E,
        "A rate that the figures do not make",
        "The rate is Category 1 on 31 March, divided by the population aged 10 and over, times 100,000, to a whole number.",
        "Correct the rate, the count or the population.",
    ),
    "population-missing": Entry(
        _E,
        "A rate without its population",
        "The report says which population estimate the rate was worked out with, and year.yaml does not name one.",
        "Add the estimate, its publisher and its date to year.yaml, or write the rate as pending in a draft.",
    ),
    "figure-pending": Entry(
        _E,
        "A final report with a pending figure",
        "The rate may wait for the population estimate only in a draft.",
        "Fill in the rate, or write “status: draft”.",
    ),
    "confidential-derivable": Entry(
        _E,
        "A confidential figure that anyone can work out",
        "A figure held back with [c] follows from what is printed: from totals, from another table, or from the rate and the population.",
        "Hold back more of the figures that the message names, in the same row and in the same column, or print the figure.",
    ),
    "confidential-narrowed": Entry(
        _E,
        "A confidential figure that is nearly told",
        "What is printed leaves only a few figures that could stand in the place of [c]. How many there must be is said in the edition; without a word there, 3.",
        "Hold back more of the figures that the message names, or print the figure.",
    ),
    "small-count": Entry(
        _W,
        "A small count",
        "The edition asks for a warning on counts of very few people. Small counts are published in annual reports, so this stops nothing.",
        "Look whether the figure could point to a person. If so, hold it back with [c].",
    ),
    "large-change": Entry(
        _W,
        "Far from last year's figure",
        "The figure differs from last year's by more than the edition's bounds. It may well be right.",
        "Compare it with your return. If it is right, waive the warning, and say why.",
    ),
    "same-as-last-year": Entry(
        _W,
        "All figures are those of last year",
        "Not one figure differs from last year's. The file may be a copy of last year's in which the figures were not typed.",
        "Compare the file with your return.",
    ),
    "wrong-area": Entry(
        _W,
        "Another area is named",
        "The line that says where the figures come from names another area, or a page says of it what is meant of this one. "
        "The file may be a copy of that area's.",
        "Look whether this is the file of this area, and correct the line. What a page says of a neighbour may stand.",
    ),
    "former-year-unreadable": Entry(
        _W,
        "An earlier year is left out",
        "Figures are compared with earlier years. One of these years has an error in it.",
        "Mend that year; until then it is left out of the comparison.",
    ),
    "former-year-twice": Entry(
        _W,
        "A year is typed twice",
        "Under “former” stand figures of years that have no report here. Of a year that has one, the report’s own figures are used.",
        "Take the year away under “former”.",
    ),
    "revision-unexplained": Entry(
        _E,
        "A revision without its reason",
        "A figure marked [r] is explained below its table, and an explanation needs its mark.",
        "Add the line under “revisions:”, or the mark [r].",
    ),
    "unknown-figure": Entry(
        _E, "No figure of that name", "Figures are named table.row.column, as in the figures file.", "Correct the name."
    ),
    # Figures of other files
    "cannot-import": Entry(
        _E,
        "A file that cannot be read for its figures",
        "Figures are read from a PDF with text in it, a Word file, a workbook, a CSV file, a web page or a text. Each is opened "
        "behind a wall, with bounds on time and memory, so that no file can hold the computer up.",
        "Do what the message says; most often, the program that made the file can save it in another way.",
    ),
    "import-other-report": Entry(
        _E,
        "A file of another report",
        "The sums of another area's report hold too, and so do those of another year's, so nothing else would show the mistake.",
        "Look whether it is the right file, and name the area and the year that it is of.",
    ),
    "figure-differs": Entry(
        _W,
        "A figure that another file has otherwise",
        "The figures file holds one figure, and the file that was read another. What somebody typed is never changed.",
        "Look which is right. If it is the other one, type it.",
    ),
    "other-edition": Entry(
        _N,
        "A file that was begun for another edition",
        "The first line of the figures file tells editors which edition's rows to complete and to check. The year uses another one, in which rows may be new, or gone, or have other names.",
        "Run “reportgen update” with the area and the year. It shows what it would change, and asks.",
    ),
    "row-left-out": Entry(
        _N,
        "A row that is not published",
        "The figures file says under “left_out” that the area did not publish this row. It stands in no format, and the reason is printed below the table. What is worked out with it cannot be checked.",
        "Nothing, if the reason still holds.",
    ),
    "left-out-and-typed": Entry(
        _E,
        "A row that is left out cannot be",
        "A row under “left_out” has no figures, so none may be typed; and a table keeps at least one row.",
        "Take away either the figures or the line under “left_out”.",
    ),
    # Pages
    "missing-page": Entry(_E, "A page is missing", "The edition asks each area for this page.", "Write the page."),
    "page-unused": Entry(
        _W,
        "A page without a place",
        "The edition shows no local pages but those it names.",
        "Remove the page, or ask for a place in the edition.",
    ),
    "unknown-place": Entry(
        _E,
        "A place that the edition does not have",
        "A page can ask for a place in the report with the line “place: …” at its head. Which places there are, the edition says.",
        "Write one of the places that the message names, or take the line away: the page then stands with the others.",
    ),
    "page-name-taken": Entry(
        _E,
        "Two parts of one name",
        "The name of a page's file becomes its address in the report, so no two can be the same. Numbers at the beginning of the name do not count.",
        "Give the file another name.",
    ),
    "front-matter": Entry(
        _E,
        "No front matter",
        "A page begins with a few values between two lines of three hyphens.",
        "Begin the page with ---, title: …, ---.",
    ),
    "empty-page": Entry(
        _E, "An empty page", "The page has a title but no text.", "Write the page, or remove its file."
    ),
    "wording-too-late": Entry(
        _W,
        "Wording of a later year",
        "A report that tells of a law or an event from after its year was most likely made with the wording of another year.",
        "Look which edition the year asks for in its year.yaml. What was known already may stand.",
    ),
    "note-order": Entry(
        _W,
        "Notes that are out of order",
        "Readers look for a note by its letter, and expect (a) before (b) where they first meet them. A note to which nothing "
        "leads is read by nobody.",
        "Order the notes in edition.yaml as the message says; letters and links follow.",
    ),
    "branch-untried": Entry(
        _W,
        "Wording that was never tried",
        "An edition is tried on made-up reports. What stands below a condition that none of them meets may be wrong without "
        "anybody knowing, until the first report comes to it.",
        "Ask for something that is known, or look at it with care when a report comes to it.",
    ),
    "placeholder": Entry(
        _E,
        "Something left to be filled in",
        "Words such as TBC or “Area name here” have reached publication in real reports.",
        "Write what belongs there.",
    ),
    "wrong-year": Entry(
        _W,
        "Another year is named",
        "A page that names another reporting year may be last year's page.",
        "Look whether this year is meant.",
    ),
    "date-out-of-order": Entry(
        _E,
        "A date that cannot be",
        "The year ends, then the population estimate is published, then the report.",
        "Correct the date in year.yaml.",
    ),
    "raw-html": Entry(
        _E,
        "HTML in a page",
        "Pages are Markdown. HTML would look different in each format, and can be unsafe.",
        "Write it in Markdown, or leave it out.",
    ),
    "unsafe-link": Entry(
        _E,
        "A link that goes nowhere safe",
        "Links go to a web address, an e-mail address or a telephone number. Others break when the report is published. "
        "Some work for the author alone, since they lead into a network of the organisation; some tell others who reads the report.",
        "Write the whole address, beginning with https://, of a page that everybody can open.",
    ),
    "template-syntax": Entry(
        _E,
        "Braces that are not a figure's name",
        "Pages are never evaluated. {{ table.row.column }} prints a figure; nothing else in such braces has a meaning.",
        "Write the name of a figure, or remove the braces.",
    ),
    "markdown-slip": Entry(
        _E,
        "Words that Markdown does not set as they look",
        "Lists, tables and end notes have their own signs in Markdown. What is pasted from Word often has others, and would be printed as one run of words. "
        "So would the signs of tracked changes, and what git writes around two versions.",
        "Write it as the message says, with an empty line before each list and table.",
    ),
    "file-left-out": Entry(
        _W,
        "A file that is not in the report",
        "Only figures files and folders that are named as their areas and years are, pages whose names end in .md, and the "
        "pictures that they show become part of a report.",
        "Give the file or folder the right name, show the picture in a page, or take it away.",
    ),
    "heading-level": Entry(
        _E,
        "A heading out of order",
        "People who hear the report move about it by its headings, so no level is left out.",
        "Begin with ##, and use ### only below it.",
    ),
    "table-shape": Entry(
        _E,
        "A table that is not whole",
        "A row with too many cells would lose them in print; a column without a heading cannot be read aloud.",
        "Give every row the same number of cells, and every column a heading.",
    ),
    "page-too-hard": Entry(
        _E,
        "A page that is too long or too tangled",
        "A page has bounds on its length, and a paragraph or table on its lines and brackets, far above what anybody would "
        "read. Beyond them, a report could take hours to make.",
        "Split the page, the paragraph or the table; or look whether it got there by mistake.",
    ),
    "linked-picture": Entry(
        _E,
        "A picture that is a link",
        "In the PDF, such a link cannot be followed by keyboard or read aloud.",
        "Put the link into the words beside the picture.",
    ),
    "picture-without-alt": Entry(
        _E,
        "A picture without words",
        "Those who cannot see a picture need its content in words.",
        "Write them between the square brackets.",
    ),
    "picture-alt-is-file-name": Entry(
        _E,
        "A picture with the name of a file as its words",
        "Those who cannot see a picture hear the words between the square brackets. A file name, or the word “picture”, tells "
        "them nothing.",
        "Write what the picture tells.",
    ),
    "picture-missing": Entry(
        _E,
        "A picture is missing",
        "The page names a picture that is not beside it.",
        "Put the file beside the page, with this very name.",
    ),
    "picture-unusable": Entry(
        _E,
        "A picture that cannot be used",
        "Pictures are PNG or JPEG, whole, of a sensible size, and stand beside the page.",
        "Save it again as PNG or JPEG.",
    ),
    # Words of pages
    "personal-data": Entry(
        _E,
        "Something that points to one person",
        "A report names roles, never people. A mailbox, a telephone number or a postcode may be a person’s own; a date of birth "
        "or a personal number always is.",
        "Take it out. If it belongs to a team that the public may write to, add it to the “contacts” of the area in "
        "data/areas.yaml, or as a helpline for all to those in reportgen.yaml.",
    ),
    "person-named": Entry(
        _W,
        "The name of a person",
        "A report names roles, never people: a name is personal data, and who works with dangerous people may be in danger. "
        "Names are looked for after a rank or a title, and at the beginning of a byline, a signature or a detail; no others are found.",
        "Write the role in its place. If it is the name of a body or a building, the warning can be waived.",
    ),
    "outdated-word": Entry(
        _W,
        "A word of another year",
        "The national wording changes, and with it what people, orders and agencies are called. Pages are often carried over "
        "with the words of an earlier year.",
        "Write what this year’s edition says. The names and titles that keep the old word stand in edition.yaml.",
    ),
    "misspelt-term": Entry(
        _W,
        "A term that is misspelt",
        "Some terms and abbreviations are often misspelt, and no spelling checker knows them.",
        "Write it as the message says.",
    ),
    "table-without-caption": Entry(
        _N,
        "A table of a page without a caption",
        "Those who hear a page go from table to table by their captions. Without one, the heads of the columns are read.",
        "Write its name in a line above the table that begins with “Table:”, with an empty line between them.",
    ),
    "abbreviation-unexplained": Entry(
        _W,
        "An abbreviation that is not explained",
        "Readers outside the agencies do not know the abbreviations. They are explained where the text first uses them.",
        "Write the words, then the abbreviation in brackets: Strategic Management Board (SMB).",
    ),
    "sentence-too-long": Entry(
        _W,
        "A sentence that is far too long",
        "People lose the thread of very long sentences, above all when they hear them. How long one may be is said in the "
        "edition; without a word there, 40 words.",
        "Make two of it, or set its points as a list.",
    ),
    "link-text": Entry(
        _W,
        "A link that does not say where it goes",
        "People who hear a page often go through its links alone. “Here” or a web address tells them nothing.",
        "Name what the reader finds there.",
    ),
    "date-of-last-year": Entry(
        _W,
        "A date of last year",
        "A day, month or year before the report’s own may be left over from last year’s page.",
        "Look whether it is meant.",
    ),
    "no-such-day": Entry(
        _W,
        "A day that cannot be",
        "The month has fewer days, the day falls on another day of the week than is written, or it ends a time that begins later.",
        "Look which day is meant.",
    ),
    "page-total": Entry(
        _W,
        "A total of a page’s own table that does not add up",
        "The last row of the table is called its total, and is not what the rows above add up to.",
        "Look which is right. Where some count in several rows, the total may stand.",
    ),
    "unchanged-paragraph": Entry(
        _W,
        "A paragraph of last year",
        "The paragraph stands in last year’s report, word for word. It may have been carried over without being looked at.",
        "Look whether it still holds, and write what is new.",
    ),
    "figure-disagrees": Entry(
        _W,
        "A number in the text that disagrees with the tables",
        "The number is last year’s figure, or differs from this year’s in one digit or in the order of two. Numbers are compared "
        "with the figures whose row and column the sentence names; those of a thousand and more, with all of last year’s.",
        "Print the figure by its name, such as {{ table.row.column }}; then it always agrees. A number that means something "
        "else may stand.",
    ),
    # Waivers
    "waiver-refused": Entry(
        _E,
        "A waiver that cannot be",
        "A waiver lets one warning stand: by its name, for one cell, one page or the file, looked at after the year’s end and at "
        "the latest on the day of publication. Errors cannot be waived.",
        "Correct what the message names, or remove the waiver.",
    ),
    "waiver-unused": Entry(
        _W,
        "A waiver for nothing",
        "The warning that was waived is not told any more. The waiver may be last year’s, or what it was about was put right.",
        "Remove the waiver. It cannot be waived itself.",
    ),
    # Publishing
    "not-signed-off": Entry(
        _N,
        "Nobody has signed off the report",
        "A bundle that is to be published needs a sign-off. Without it, every page says DRAFT.",
        "When the report has been read and agreed: reportgen sign-off AREA YEAR --role ROLE --date DATE.",
    ),
    "sign-off-refused": Entry(
        _E,
        "A sign-off that cannot be",
        "A report is signed off when it is finished: after its year, and at the latest on the day of publication; by the role "
        "that its edition names.",
        "Finish the report, or correct the date or the role.",
    ),
    "example-contact": Entry(
        _E,
        "A contact that is an example",
        "A report tells readers where to ask for another format. Nobody gets what is sent to an address such as "
        "name@example.gov.uk.",
        "Type an address that is answered.",
    ),
    "changed-since-sign-off": Entry(
        _E,
        "The report changed after it was signed off",
        "What is published must be what was agreed.",
        "Have it read again and sign it off again, or put back what changed.",
    ),
    # Comparing
    "no-counterpart": Entry(
        _E,
        "Nothing to compare with",
        "A comparison needs both sides. The other year, version or bundle of this report is not there.",
        "Name a year, version or bundle that is there; “reportgen list” shows the years.",
    ),
    "bundle-unreadable": Entry(
        _E,
        "The bundle is not as it was published",
        "A report is compared with what readers were given. A file of the bundle is missing, changed since, or was made by a "
        "version of the program that wrote it in another way.",
        "Put back the bundle as it was published.",
    ),
    "no-git": Entry(
        _E,
        "No earlier versions are kept",
        "Earlier versions of files are known only where the folder is kept in git, and git is installed.",
        "Compare with another year or with the published bundle, or ask whoever looks after the folder.",
    ),
    "unknown-revision": Entry(
        _E,
        "No such version in git",
        "The word after --since is no commit, tag or branch that git knows here.",
        "Name one that it knows, such as HEAD~3, main or v1.0.",
    ),
    # Making files
    "pdf-unavailable": Entry(
        _E,
        "No PDF can be made on this computer",
        "Making a PDF needs Pango and a few other libraries. One of them is not there, is of another version, or cannot be "
        "loaded. A PDF was asked for by name, so nothing was made.",
        "Run “reportgen doctor” to see how to get it. Without “--format”, all that can be made here is made.",
    ),
    "pdf-waits": Entry(
        _W,
        "The web page is made, and the PDF waits",
        "Making a PDF needs Pango and a few other libraries, and this computer lacks one of them. Nothing is wrong with the "
        "report: its web page is complete.",
        "Run “reportgen doctor” to see how to get it, then make the report again. Or make the PDF on another computer.",
    ),
    "pdf-bytes-differ": Entry(
        _W,
        "The bytes of the PDF can differ from those made elsewhere",
        "The library HarfBuzz-Subset puts into a PDF only the letters that it uses. Without it another library does so: the "
        "pages look and read the same, but a comparison of the files, byte by byte, finds a difference.",
        "Run “reportgen doctor” to see how to get it. Nothing needs to be done where bytes do not matter.",
    ),
    "missing-glyph": Entry(
        _E,
        "A character that cannot be printed",
        "The typeface of the printed report does not have this character. Another typeface would look different on every "
        "computer, and a screen reader might say something else.",
        "Write it in words, or use another character. Letters of Western and Central European languages, Greek and "
        "Cyrillic are all there; emoji are not.",
    ),
    "pdf-fault": Entry(
        _E,
        "The PDF would be faulty",
        "While the PDF was made, something was missing or not understood, or would not be read aloud as it stands on the page.",
        "Correct what the message names.",
    ),
    "pdf-too-hard": Entry(
        _E,
        "The PDF took too long or too much",
        "A PDF is made behind a wall, with bounds on time and memory, so that no page can hold the computer up. This report "
        "went beyond them, or the process that makes PDFs came to its end over it.",
        "Leave out one page after another until the PDF is made; the last one left out has a table, list or word without end. "
        "The other formats are not affected.",
    ),
    "publication-missing": Entry(
        _E,
        "Nothing to tell the publishing form",
        "GOV.UK asks for a title and a summary. They are the same for all areas but for the name, so the edition has them.",
        "Add “publication:” with “title: …” and “summary: …” to edition.yaml.",
    ),
    "title-too-long": Entry(
        _E,
        "A title that search engines would cut",
        "A title on GOV.UK is under 65 characters. The name of the area counts too.",
        "Shorten the title under “publication:” in edition.yaml.",
    ),
    "summary-too-long": Entry(
        _E,
        "A summary that search engines would cut",
        "A summary on GOV.UK is under 160 characters. The name of the area counts too.",
        "Shorten the summary under “publication:” in edition.yaml.",
    ),
    "summary-without-stop": Entry(
        _E,
        "A summary that is no sentence",
        "A summary on GOV.UK ends with a full stop.",
        "Write it as a sentence.",
    ),
    "cannot-write": Entry(
        _E,
        "A file cannot be written",
        "The folder cannot be written to, there is no room left, or something else stands in its place. A link in place "
        "of a folder is not followed, since the report could then take the place of what people wrote.",
        "Look at the folder's permissions and the free space, and close the report in other programs. What was there "
        "before is unchanged.",
    ),
    "no-tables": Entry(
        _E,
        "A format of tables for a report without tables",
        "ods and csv hold the tables of a report and nothing else. This kind of document has no tables.",
        "Make it in another format, such as html, pdf or docx.",
    ),
    "not-made-anew": Entry(
        _W,
        "A file of another format may be of an earlier version",
        "A format made earlier stays while it is of the same sources, and is made anew where it is not. This one is not as it "
        "was made: somebody changed it, or it came from elsewhere. Or it could not be made anew. So it stays as it is.",
        "Make the report in that format, too. Give a file that you changed yourself another name, or delete it.",
    ),
    "already-there": Entry(
        _E,
        "A file is there already",
        "What “reportgen new” makes never takes the place of a file that is there, so nothing was made.",
        "Go on with the file that is there. To begin it again, take it away first, or give it another name.",
    ),
    "already-begun": Entry(
        _E,
        "A year or a report is begun already",
        "“reportgen new” never replaces what somebody has begun, so nothing was made.",
        "Go on with what is there: “reportgen todo” tells what is left to do. The message names the command for another area.",
    ),
    "changed-meanwhile": Entry(
        _E,
        "A file was changed while the report was made",
        "Files are read one after another. If one is saved in between, figures of now could stand beside a page of a moment "
        "ago, and nobody would know. So nothing is written.",
        "Save all files that belong together, then type the command again.",
    ),
    "build-locked": Entry(
        _E,
        "Another command is making this report",
        "Of two commands that make the same report at once, the slower one could put an older report in place of a newer "
        "one. So the second waits a little, and then stops.",
        "Wait until the other command is done, then run yours again. A lock never outlives its command.",
    ),
    "report-lost": Entry(
        _E,
        "A report was lost on the way",
        "Several processes share many reports. One of them was ended from outside or broke down, for instance because the "
        "computer had no memory left. Only the report that it was making is missing.",
        "Run the command again. Should it happen again, add “--jobs 1”, so that one process makes all.",
    ),
    "own-fault": Entry(
        _E,
        "A fault of the program",
        "The program failed over this report, or a library that it uses does not do what is expected of it. No file of yours "
        "is at fault. The other reports are not touched by that, and the command ends with 3.",
        "Pass on the message and your command to those who look after the program. “reportgen doctor” tells whether the "
        "libraries on this computer work.",
    ),
}

# Warnings that nobody can waive: one on a waiver itself.
NEVER_WAIVED = frozenset({"waiver-unused"})
