"""The words of a local page of London’s report of 2024/25: what is told, at which words, and what is left alone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import trial
from london import copy_workspace
from tables import labelled, table

from reportgen.check import prose
from reportgen.check.abbreviations import unexplained_abbreviations
from reportgen.check.report import check_report
from reportgen.core.diagnostic import Diagnostic, whole_file
from reportgen.core.names import ReportKey
from reportgen.read.edition import EditionNote
from reportgen.read.edition_shapes import PartShape, ProseShape, PublicationShape
from reportgen.read.pages import Page
from reportgen.read.source import ReportSource, read_source
from reportgen.read.workspace import Workspace
from reportgen.read.workspace_files import find_workspace

PAGE = "content/annual-report/2024/london/30-trial.md"
FORMER = "content/annual-report/2023/london/30-training-and-research.md"
LONG = "word " * 40


@pytest.fixture(scope="module")
def london(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the repository's reports, to which each test adds one page."""
    workspace = find_workspace(copy_workspace(tmp_path_factory.mktemp("london"))).value
    assert workspace is not None
    return workspace


def said_of(london: Workspace, text: str) -> list[Diagnostic]:
    """What is said of a page with this text."""
    (london.root / PAGE).write_text(f"---\ntitle: Trial\n---\n{text}\n", encoding="utf-8")
    source = read_source(london, ReportKey("annual-report", 2024, "london"))
    assert source.value is not None
    said = (*source.diagnostics, *check_report(source.value).diagnostics)
    assert {one.place.file.path for one in said} <= {PAGE}
    return list(said)


def marked(diagnostic: Diagnostic) -> str:
    """The words that a diagnostic underlines."""
    place = diagnostic.place
    return (place.source_line or "")[place.column - 1 :][: place.length]


TOLD = [
    ("outdated-word", "Most offenders comply.", "offenders", "write “individuals”"),
    ("outdated-word", "An offender’s plan.", "offender", "write “individual”"),
    ("outdated-word", "An offender who came, went.", "offender", "write “individual”"),
    ("outdated-word", "The offender lives here.", "offender", "write “individual”"),
    ("outdated-word", "Offenders come to meetings.", "Offenders", "write “Individuals”"),
    ("outdated-word", "## Work with juveniles\n\nText.", "juveniles", "write “children”"),
    ("outdated-word", "The youth\noffending teams help.", "youth", "write “youth justice services”"),
    (
        "outdated-word",
        "Table: Groups\n\n| Group | Number |\n|---|---|\n| Offenders | 7 |",
        "Offenders",
        "write “Individuals”",
    ),
    (
        "outdated-word",
        "The National Probation Service works with us.",
        "National Probation Service",
        "write “Probation Service”",
    ),
    (
        "outdated-word",
        "The Testshire Clinical Commissioning Group pays.",
        "Clinical Commissioning Group",
        "write “Integrated care board”",
    ),
    ("outdated-word", "It is Her Majesty’s Prison Service.", "Her Majesty", "write “His Majesty”"),
    ("outdated-word", "Most Offenders comply.", "Offenders", "write “Individuals”"),
    ("outdated-word", "## Other Offender Work\n\nText.", "Offender", "write “Individual”"),
    ("misspelt-term", "MAPAA meetings are held.", "MAPAA", "write “MAPPA”"),
    ("misspelt-term", "They use Visor daily.", "Visor", "write “ViSOR”"),
    ("misspelt-term", "- our **Lay Advisors** help", "Lay Advisors", "write “Lay Advisers”"),
    ("misspelt-term", "> the Senior Management Board said so", "Senior Management Board", "Strategic"),
    ("misspelt-term", "A [Lay Advisor](https://x.example/) spoke.", "Lay Advisor", "Lay Adviser"),
    ("abbreviation-unexplained", "The LSCB met.", "LSCB", "write its words, and (LSCB) behind them"),
    ("abbreviation-unexplained", "The LSCBs met. The Local Boards (LSCBs) met.", "LSCBs", "(LSCBs)"),
    ("abbreviation-unexplained", "- the LSCB’s plan\n- the LSCB", "LSCB", "(LSCB)"),
    ("abbreviation-unexplained", "The ZQTW40 scheme began.", "ZQTW40", "(ZQTW40)"),
    ("abbreviation-unexplained", "A local youth team came.\n\nThe LYT met.", "LYT", "(LYT)"),
    (
        "abbreviation-unexplained",
        "The local plan was made long ago by many people, and it is kept by LP staff.",
        "LP",
        "(LP)",
    ),
    ("abbreviation-unexplained", "LSCB-led work (see there) goes on.", "LSCB", "(LSCB)"),
    ("sentence-too-long", f"Short. A {LONG}end. Short.", f"A {LONG}end. ", "two sentences"),
    ("sentence-too-long", f"- {LONG}end", f"{LONG}end", "list"),
    ("link-text", "Read more [here](https://x.example/).", "[here]", "name what the reader finds"),
    ("link-text", "Read more [**Click here**](https://x.example/).", "[**Click here**]", "name what"),
    ("link-text", "[Find out more …][1]\n\n[1]: https://x.example/", "[Find out more …]", "name what"),
    ("link-text", "[https://x.example/a](https://x.example/a)", "[https://x.example/a]", "name what"),
    ("link-text", "See <https://x.example/a>.", "<https://x.example/a>", "name what"),
    ("date-of-last-year", "We met on 14 May 2023.", "14 May 2023", "2024/25"),
    ("date-of-last-year", "We met in March 2024.", "March 2024", "2024/25"),
    ("date-of-last-year", "## Summer 2023\n\nText.", "2023", "left over"),
    ("date-of-last-year", "We met 4 times in 2023.", "2023", "left over"),
    ("personal-data", "Write to j.doe@met.example.uk.", "j.doe@met.example.uk", "data/areas.yaml"),
    ("personal-data", "[Write](mailto:j.doe@met.example.uk) to us.", "j.doe@met.example.uk", "contacts"),
    ("personal-data", "Ring 020 7946 0000 by day.", "020 7946 0000", "contacts"),
    ("personal-data", "Ring (01632) 960 001.", "(01632) 960 001", "contacts"),
    ("personal-data", "Ring +44 (0)7700 900123.", "+44 (0)7700 900123", "contacts"),
    ("personal-data", "[Ring](tel:+442079460000) us.", "+442079460000", "contacts"),
    ("personal-data", "Our office, London SW1A 1AA.", "SW1A 1AA", "contacts"),
    ("personal-data", "He was born on 3 May 1990.", "born on 3 May 1990", "roles"),
    ("personal-data", "Date of birth: 03/05/1990.", "Date of birth: 03/05/1990", "roles"),
    ("personal-data", "Number AB123456C is his.", "AB123456C", "roles"),
    ("personal-data", "Patient 943 476 5919 came.", "943 476 5919", "roles"),
    ("personal-data", "Prisoner A1234BC came.", "A1234BC", "roles"),
    ("personal-data", "Write to j.doe [at] met.example.uk.", "j.doe [at] met.example.uk", "roles"),
    ("personal-data", "Write to doe(at)met(dot)example.", "doe(at)met(dot)example", "roles"),
    ("personal-data", "Write to doe at met dot uk.", "doe at met dot uk", "roles"),
    ("personal-data", "He is ViSOR reference 12345678.", "ViSOR reference 12345678", "roles"),
    ("personal-data", "File 123456/12A is closed.", "123456/12A", "roles"),
    ("personal-data", "File SF39/12345A is closed.", "SF39/12345A", "roles"),
    ("wrong-area", "The people of Norfolk can be proud.", "Norfolk", "write London"),
    ("wrong-area", "Kent MAPPA works well.", "Kent", "write London"),
    ("wrong-area", "It protects people living in Essex.", "Essex", "write London"),
    ("wrong-area", "The work of Surrey’s Responsible Authority goes on.", "Surrey", "write London"),
    ("figure-disagrees", "We managed 11,108 people.", "11,108", "write {{ eligible_on_31_march.total.total }}"),
    ("figure-disagrees", "Formally, 786 were managed.", "786", "write {{ managed_in_year.total.total }}"),
    ("figure-disagrees", "At Level 3 there were 87 cases.", "87", "write {{ managed_in_year.level_3.total }}"),
    ("figure-disagrees", "The courts made 487 SHPOs.", "487", "write {{ restrictive_orders.shpo }}"),
    ("figure-disagrees", "A total of 11,202 are eligible.", "11,202", "write {{ eligible_on_31_march.total.total }}"),
    ("figure-disagrees", "Of Category 1, 7386 are at Level 1.", "7386", "write {{ eligible_on_31_march.level_1.cat"),
    (
        "figure-disagrees",
        "In Category 2 there were 274 people at Level 2.",
        "274",
        "write {{ managed_in_year.level_2.category_2 }}",
    ),
]


@pytest.mark.parametrize(("slug", "text", "words", "hint"), TOLD, ids=[f"{case[0]}: {case[2][:30]}" for case in TOLD])
def test_a_fault_is_told_at_its_words(slug: str, text: str, words: str, hint: str, london: Workspace) -> None:
    """One fault gives one diagnostic, which underlines the very words and says what to write."""
    said = said_of(london, text)
    assert [one.slug for one in said] == [slug]
    assert marked(said[0]) == words
    assert hint in said[0].hint


LEFT_ALONE = [
    "Offender managers look after registered sex offenders. Re-offending and ex-offenders are other words.",
    "MAPPA’s Lay Adviser and the Strategic Management Board use ViSOR.",
    "`offender` and [the guidance](https://offender.example/MAPAA/visor) are no words of the text.",
    "The Local Safeguarding Children Board (LSCB) met. The LSCB agreed.",
    "LSCB (the Local Safeguarding Children Board) met. The LSCB agreed.",
    "The NHS, the UK and GOV.UK are known. So are SHPO and SRO, which the national text explains. Part II is a numeral.",
    "The work of HM Prison and Young Offender Institution Isis. The Offender Personality Disorder pathway helps.",
    "The London Local Safeguarding Boards (London LSB) met. Their duty (‘DOB’) holds. DC Brook’s team and AT&T did R&D.".replace(
        "DC Brook", "DC North"
    ),
    "LYTA – local youth travel aid – is new. RSVQ = rapid survey of visits and queries. The Lake Park Quiet Board, LPQB for short.",
    "## LYTA\n\nLocal Youth Travel Aid is new.\n\nLYTA is old.",
    "Tags (alcohol tests and monitoring at night, ATMN) help. ATMN helps. The LYTA man (Local Youth Travel Aid) came.",
    "The LYTS2 (Local Youth Travel Survey) is new. LYTS helps. Local plan, LP, and HMP & YOI Testford in PO Box 9.",
    "**ATMN.** Alcohol tests and monitoring at night help.",
    "The scheme known as ZQTW40 began. A form called the “QRST” helps.",
    "## Local Youth Travel Aid\n\nAll of it helps. LYTA is old.",
    "The AQM7 model (Assess, Question, Move) helps. AQM7 and WebTOP, RiQ and DfE (the Department for Education) too.",
    "AB was a 40-year-old man. AB came. We took part alongside Kent Police, and with Essex Police.",
    "People from Kent MAPPA came. Kent, Surrey and Sussex Probation met. London’s board told Kent Police.",
    "At Level 2 there is a Schedule 87 offence in Category 2, and Level 3 has Schedule 87.",
    "A Notification Order is old, and a Notification Notice is new. I had to look up the jargon: LYQB, and LZQB.",
    "An offender supervisor came. The Offenders (Day of Rest) Act 2020 and the Offenders Order hold.",
    "The LYTQ man came. (LYTQ is the Local Youth Travel Queue.) They said: “My LZTQ came.” Testford FC came.",
    "People must NOT come, if they do not want to. It has 4 TB and 20GB. INTERPOL came at 9 PM.",
    "Numbers of sex offenders are small. The chair said: “Offenders come.” Read *The work of offenders*, or go.",
    "The trusts were abolished in 2014. The National Probation Service had the gravest cases. Some call it a ‘clinical commissioning group’.",
    "They have a duty to co-operate, the Duty to Co-operate.",
    "COVID, GPS, CCTV, an MP, a GP and the NSPCC. There is a duty to cooperate. HMP Isis has a PIN.",
    f"{'word ' * 40}. {'Word ' * 40}",
    "Read [the guidance here](https://x.example/) or [write to us](https://y.example/). A table stands here.",
    "Since June 2024, and until March 2025. The Online Safety Act 2023. Work began in 2020. We plan for 2026.",
    "The course of 1 April 2024 had 12 people, and that of 31 March 2025 had 14.",
    "Write to [the team](mailto:accessible.formats@example.gov.uk). Ring 999, or 101.",
    "We trained with Kent and Essex. A conference took place in Kent. A colleague from Surrey spoke.",
    "Meet us at the 2nd door, at noon. It has 3 μm and 5 Ω. 16/24 of us came. The Γ sign. Українська мова.",
    "It cost £7,946,000 in 2024, or 0.123456789 of all. [So it says](https://x.example/02079460000/a).",
    "Nobody was born in 2024. The parts V100, B12 and MK1 4 stay. The sum 943 476 5918 is no number of a patient.",
    "We managed 11,220 people, and 831 over the year, 79 of them at Level 3. There were 559 SHPOs.",
    "There were 831 people, and 786 the year before. Of 786 there came 831. It rose from 786.",
    "We managed {{ managed_in_year.total.total }} people; it was 786 until now.",
    "About 11,200 people, nearly 11,000 and over 7,000 at Level 1. See page 786. It grew by 487% for £786.",
    "We trained 87 people, 43 of them online, and 102 came on foot.",
    "In 2023 Street lies 1999 and 1,300 houses; 786th, 786.5 and 786/787 are other numbers.".replace(
        "In 2023", "At 2023"
    ),
]


@pytest.mark.parametrize("text", LEFT_ALONE, ids=[text[:40] for text in LEFT_ALONE])
def test_what_is_right_is_left_alone(text: str, london: Workspace) -> None:
    """Names, titles, explained abbreviations, comparisons and numbers that mean something else give no diagnostic."""
    assert [(one.slug, marked(one)) for one in said_of(london, text)] == []


def paragraphs_of_last_year() -> list[str]:
    """The paragraphs of one of last year's pages."""
    text = (Path(__file__).parents[2] / FORMER).read_text(encoding="utf-8")
    return [
        block
        for block in text.split("---\n", 2)[2].split("\n\n")
        if block[0].isupper() and not block.startswith("Table: ")
    ]


def test_a_paragraph_of_last_year_is_told() -> None:
    """The page that is compared with has at least 4 paragraphs."""
    assert len(paragraphs_of_last_year()) >= 4


def test_an_unchanged_paragraph_names_the_place_in_last_years_page(london: Workspace) -> None:
    """A paragraph that is the same but for its line breaks is told, with the place where it stood."""
    same = paragraphs_of_last_year()[1].replace(" ", "\n", 3)
    said = said_of(london, f"Something that is altogether new stands here, and it has as many words.\n\n{same}")
    assert [one.slug for one in said] == ["unchanged-paragraph"]
    assert said[0].place.line == 6
    assert str(said[0].related[0][1]).startswith(f"{FORMER}:12:")


def test_an_unchanged_page_is_told_once(london: Workspace) -> None:
    """Of a page in which nothing is new, one diagnostic tells how many paragraphs it has."""
    (said,) = said_of(london, "\n\n".join(paragraphs_of_last_year()[1:4]))
    assert said.slug == "unchanged-paragraph"
    assert "all 3 paragraphs of this page are those of 2023/24" in said.message


def test_a_paragraph_that_differs_in_one_word_is_new(london: Workspace) -> None:
    """One word more or less, and nothing is told."""
    assert said_of(london, f"And {paragraphs_of_last_year()[1]}") == []


def test_a_team_named_as_a_contact_may_be_printed(london: Workspace) -> None:
    """What stands under the contacts of the area is allowed, however it is written."""
    text = "Ring 020 7946 0000 or write to Mappa@Met.example.uk, London SW1A 1AA."
    assert [one.slug for one in said_of(london, text)] == ["personal-data"] * 3
    contacts = ("mappa@met.example.uk", "+44 20 7946 0000", "SW1A1AA")
    areas = london.areas | {"london": replace(london.areas["london"], contacts=contacts)}
    assert said_of(replace(london, areas=areas), text) == []


def test_helplines_may_be_printed_in_every_area(london: Workspace) -> None:
    """What stands under the contacts of the workspace is allowed, and the usual helplines stand there."""
    assert said_of(london, "Ring Crimestoppers on 0800 555111, or Childline on 0800 1111.") == []
    assert [one.slug for one in said_of(london, "Ring 020 7946 0112.")] == ["personal-data"]


def test_numbers_that_only_organisations_have_may_be_printed(london: Workspace) -> None:
    """A number that costs nothing, or of the 03 range, is nobody’s own; one of a place or a mobile telephone can be."""
    assert said_of(london, "Ring 0808 802 0300 or 0300 123 4567.") == []
    assert [one.slug for one in said_of(london, "Ring 07700 900123.")] == ["personal-data"]


def test_a_comparison_with_last_year_is_right(london: Workspace) -> None:
    """The year before is named to compare; told is one that stands there by itself."""
    assert said_of(london, "There were 3,120 requests, up from 2,870 in 2023/24. Work on this began in 2023.") == []
    assert [one.slug for one in said_of(london, "In 2023/24 we trained many chairs.")] == ["wrong-year"]


def test_personal_data_is_not_repeated(london: Workspace) -> None:
    """The message, which may be kept in a log, does not hold what was found."""
    (said,) = said_of(london, "Write to j.doe@met.example.uk.")
    assert "doe" not in said.message + said.hint


def test_what_an_edition_does_not_ask_for_is_not_looked_for(london: Workspace) -> None:
    """The report of 2021/22, whose edition says “offenders”, has no outdated words."""
    source = read_source(london, ReportKey("annual-report", 2021, "london"))
    assert source.value is not None
    assert any("offenders" in page.file.text for page in source.value.pages.values())
    assert check_report(source.value).diagnostics == ()


# The rules by themselves, on pages that are held in memory.

SECTION = replace(trial.london().edition.sections["statistics"], name="middle", template="The Council (TPL) met. TPA.")
MIDDLE = {
    "first": labelled(table("row", "column", caption="Caption (CPT)"), row="Row RWS", column="COL column"),
    "second": labelled(table("row", "column", caption="Caption CPU"), row="Row RWT", column="COM column"),
}


def in_the_middle(*pages: Page) -> ReportSource:
    """Pages named first, second and so on, between which stands a section with two tables and a note."""
    source = trial.with_edition(
        trial.with_pages(*pages),
        parts=(
            PartShape(page="missing"),
            PartShape(page="first"),
            PartShape(section="middle"),
            PartShape(page="last"),
            PartShape(pages="others"),
        ),
        tables=MIDDLE,
        publication=PublicationShape(abbreviations={"PBL": "Public"}),
        prose=ProseShape(known_abbreviations=("KNW",), misspelt={"MSP": "MsP"}),
    )
    note = EditionNote("note", "a", "NTT", "A note on NTX.", whole_file("note.md").file, 1)
    edition = replace(source.edition, sections={"middle": SECTION}, notes={"note": note})
    return replace(source, figures=replace(source.figures, edition=edition))


USED = "TPL, TPA, CPT, RWS, COL, CPU, RWT, COM, NTT and NTX"


def test_an_abbreviation_is_told_at_the_first_page_that_uses_it(worded: Callable[..., None]) -> None:
    """Pages are read in the order of the report; what the national text before them uses is known, with all its tables."""
    pages = [
        trial.trial_page("zebra", f"{USED} and LST. The OTH and PBL, KNW and MSP."),
        trial.trial_page("another", "The OTH came."),
        trial.trial_page("last", f"{USED}. The LST came."),
        trial.trial_page("first", "The FST came. The TPL and COM came."),
    ]
    worded(unexplained_abbreviations(trial.checked(in_the_middle(*pages))))
    worded(unexplained_abbreviations(trial.checked(in_the_middle(trial.trial_page("first", f"{USED}.")))))


@pytest.mark.parametrize(
    "text",
    [
        *("Q (QAB) met. QAB.", "The “Local Board” (LBB), which met.", "The Board’s (LBB; see there)", "*Board* (LBB)"),
        *(
            "The Board (LBB met).",
            "LBB, or the board.",
            "The (see the LBB), it.",
            "LBB (of a board)",
            "LBB (the Board)",
        ),
        *("LBBs (Local Boards) met. LBB.", "The TBCs, XXs and TBC.", "X", "ABCDEFGHI and ABCDEFGHIJ", "B1B and BaB"),
        *("LBB@x.example, LBB.org, LBB-1, a/LBB, a-LBB and &LBB.", "VI, IX and IXB.", "## LBB\n\n| LBB |\n|---|\n"),
    ],
)
def test_how_an_abbreviation_is_explained(text: str, worded: Callable[..., None]) -> None:
    """It stands in brackets behind its words, or its words in brackets behind it; a remark in brackets explains nothing."""
    worded(unexplained_abbreviations(trial.checked(in_the_middle(trial.trial_page("first", text)))))


def test_a_notice_and_a_lead_are_text(worded: Callable[..., None]) -> None:
    """Abbreviations and long sentences are told there too, and not in a title, a heading, a row or the name of a body."""
    long = "word " * 40
    front = (f"lead: A LBA {long}.", f"notice: A LBB {long}.", f"organisation: A LBC {long}.", f"byline: A LBD {long}.")
    page = trial.trial_page("first", f"## A LBE {long}\n\n| A LBF {long} |\n|---|\n\n![LBG {long}](a.png)", *front)
    worded(unexplained_abbreviations(trial.checked(in_the_middle(page))))
    worded(prose.in_pages(prose.long_sentences)(trial.checked(in_the_middle(page))))


def test_a_sentence_of_as_many_words_as_are_allowed_is_not_long() -> None:
    """Forty words may stand; one more is told with the number of its words."""
    assert (
        list(prose.in_pages(prose.long_sentences)(trial.checked(trial.with_page(f"Short. {'Word ' * 39}end. Short."))))
        == []
    )
    (said,) = prose.in_pages(prose.long_sentences)(trial.checked(trial.with_page(f"Short. {'Word ' * 40}end. Short.")))
    assert said.message == "this sentence has 41 words; 40 are as many as people follow"


def test_words_are_as_large_and_as_many_as_those_that_they_replace(worded: Callable[..., None]) -> None:
    """Capitals and plurals are kept; the longest term counts, and what is spelt right already is left alone."""
    text = """Juveniles and juvenile staff, a JUVENILE. A notification
order, and Notification Orders. Sexual Offences Prevention Orders.
Re-offenders, offenderless, offenders-to-be. Violent Offenders and other dangerous
offenders, and an offender manager and offenders.

ViSOR and ViSORs, Visors and VISOR. lay advisors and Lay Advisers."""
    worded(
        (
            *prose.in_pages(prose.outdated_words)(trial.checked(trial.with_page(text))),
            *prose.in_pages(prose.misspelt_terms)(trial.checked(trial.with_page(text))),
        )
    )


def test_every_link_of_a_passage_is_looked_at(worded: Callable[..., None]) -> None:
    """Links that say where they go, by any of the ways to write a link, stand before those that do not."""
    text = """[The plan](https://a.example) is [here](https://b.example), [**Read more …**][1] » and [_this_][2].
See [www.a.example](https://a.example), <https://a.example/x> and [*Yma*:](https://c.example).
![here](a.png) [a note][^1] [here] [Http://a.example with words](https://a.example) [Click](#a) [→ More](#a)

[1]: https://a.example"""
    worded(prose.in_pages(prose.link_texts)(trial.checked(trial.with_page(text))))
