"""What an edition may ask for: its file, and the front matter of its sections and notes.

Comes in: values without places. Goes out: a typed shape. Why: apart from what every command reads, since a report that is up to
date needs no edition.
"""

from typing import Literal

from pydantic import Field

from reportgen.read.shapes import Day, Key, Number, Shape, Slug, Words


class SectionShape(Shape):
    """The front matter of a section of national wording."""

    title: Words


class NoteShape(Shape):
    """The front matter of a note on the tables."""

    term: Words


class RowShape(Shape):
    """One row of a table."""

    label: Words
    notes: tuple[Key, ...] = ()
    at_most: Key | None = Field(None, description="A row of the same table that this one cannot exceed")
    formerly: Key | None = Field(None, description="The row that had this figure in earlier editions")
    breaks: Words | None = Field(
        None, description="Why it is not compared with the figure of its former row: a sentence"
    )
    gloss: Words | None = Field(None, description="The label in plain words, printed below it")
    joins: tuple[Key, ...] = Field((), description="The rows of earlier editions that this one adds up")
    group: Words | None = Field(None, description="The sub-heading that it stands below, with the rows next to it")

    @property
    def full_label(self) -> str:
        """The label with the sub-heading before it, as it is told where no sub-heading stands above it."""
        return f"{self.group}, {self.label}" if self.group else self.label


class ColumnShape(Shape):
    """One column of a table."""

    label: Words
    notes: tuple[Key, ...] = ()
    formerly: Key | None = Field(None, description="The column that had these figures in earlier editions")


class TotalsShape(Shape):
    """Which row and which column are totals of the others."""

    row: Key | None = None
    column: Key | None = None


class RateShape(Shape):
    """A row that is worked out from a figure and the population, to a whole number."""

    row: Key
    of: Words = Field(description="The figure that is counted, as table.row.column")
    per: Number = Field(ge=1)


class ChangeShape(Shape):
    """How large a change on last year is worth a second look. Both bounds must be passed."""

    percent: Number = Field(ge=1)
    at_least: Number = Field(ge=1)


class DisclosureShape(Shape):
    """What an edition asks so that a figure that is held back stays so. A change is a new edition."""

    fewest_values: Number = Field(
        default=3, ge=2, le=20, description="How many figures must be possible in the place of one that is held back"
    )
    warn_on_small: Number | None = Field(
        default=None, ge=2, le=100, description="Counts of fewer people than this, but not 0, give a warning"
    )


class TableShape(Shape):
    """One table of an edition."""

    caption: Words
    shows_caption: bool = Field(
        True, description="false where the heading above the table says the same; it is then its name alone"
    )
    notes: tuple[Key, ...] = ()
    time: Literal["snapshot", "year"] = Field(description="Counted on the last day, or over the year")
    row_header: Words = Field(description="What the rows are, at the head of the first column")
    rows: dict[Key, RowShape] = Field(min_length=1, max_length=100)
    columns: dict[Key, ColumnShape] = Field(min_length=1, max_length=30)
    totals: TotalsShape = TotalsShape()
    not_applicable: tuple[Words, ...] = ()
    at_least: Key | None = Field(None, description="A table whose figures these cannot fall below")
    at_most: Key | None = Field(None, description="A table whose figures these cannot exceed")
    rate: RateShape | None = None
    may_be_pending: bool = False


class HeadlineShape(Shape):
    """One of the figures at the head of the statistics."""

    figure: Words
    label: Words


class FindingShape(Shape):
    """A figure that may become a key finding."""

    figure: Words = Field(description="The figure, as table.row.column")
    says: Words = Field(description="What it counts, as it follows the figure in a sentence; without a full stop")
    says_one: Words | None = Field(
        None, description="The same for the figure 1, in the singular; without it, as for others"
    )
    always: bool = Field(False, description="Told every year, however little it changed")


class FindingsShape(Shape):
    """Which figures may be told first; those that changed most are."""

    most: Number = Field(5, ge=3, le=5, description="How many findings there are at most")
    figures: tuple[FindingShape, ...] = Field(min_length=1, max_length=40)


class SeriesShape(Shape):
    """One row of bars in a chart."""

    figure: Words = Field(description="The figure that is shown over the years, as table.row.column")
    label: Words


class ChartShape(Shape):
    """One chart of figures over the years."""

    measure: Words = Field(description="What is measured and when; printed below the title")
    counted: Words = Field(description="What the first series counts, after “More” or “Fewer” in the title")
    row_header: Words = Field(description="What the series are, at the head of the first column of the chart's table")
    series: tuple[SeriesShape, ...] = Field(min_length=1, max_length=6)
    years: Number = Field(5, ge=2, le=10, description="How many years the chart goes back, with its own")


class PartShape(Shape):
    """One part of the report, in order: a section, a page that must be there, or a place of other local pages."""

    section: Slug | None = None
    page: Slug | None = None
    pages: Words | None = Field(
        None, description="“others”, or what a place is called that pages ask for, such as “before statistics”"
    )


class DetailShape(Shape):
    """Words that each area's file must give."""

    label: Words


class CoverShape(Shape):
    """The cover: the area's name, what the document is called below it, and one figure of the year."""

    name: Words
    title: Words
    figure: Words
    label: Words = Field(description="What the figure counts, as words that follow it")


class PublicationShape(Shape):
    """What the publishing form and the published files are called, with the edition's own words filled in."""

    file_name: Slug | None = Field(None, description="What the document is, at the head of each file's name")
    title: Words | None = Field(None, description="Under 65 characters, also for the area with the longest name")
    summary: Words | None = Field(None, description="Under 160 characters; ends with a full stop")
    abbreviations: dict[Words, Words] = Field(
        default_factory=dict, description="Those that the text uses without explaining them, with their words"
    )


class EditionWaiverShape(Shape):
    """A warning about an edition that is right and stands all the same."""

    warning: Words = Field(description="The word in the brackets of the warning, such as note-order")
    words: Words | None = Field(None, description="The words that are marked, where others are not meant")
    reason: Words = Field(description="Why it may stand")
    role: Words = Field(description="The role of the person who looked; never a name")
    date: Day = Field(description="The day on which it was looked at")


class ProseShape(Shape):
    """What local pages are looked through for. Matched without regard to capitals, also in the plural."""

    outdated: dict[Words, Words] = Field(
        default_factory=dict, description="Words that the edition no longer uses, each with what it says instead"
    )
    still_used: tuple[Words, ...] = Field(default=(), description="Names and titles in which such a word stays")
    misspelt: dict[Words, Words] = Field(
        default_factory=dict, description="Terms as they are often misspelt, each with its right spelling"
    )
    known_abbreviations: tuple[Words, ...] = Field(
        default=("AI", "EU", "IT", "NHS", "PDF", "TV", "UK", "USB"), description="Abbreviations that every reader knows"
    )
    longest_sentence: Number = Field(default=40, ge=15, le=200, description="A sentence of more words gives a warning")


class EditionShape(Shape):
    """edition.yaml: what an edition asks for. Facts only; no condition and no expression."""

    title: Words
    subject: Words = Field(description="The full title on the cover")
    cover: CoverShape | None = None
    period: Literal["reporting year", "calendar year"] = "reporting year"
    theme: Slug
    words: dict[Key, Words] = Field(default_factory=dict)
    parts: tuple[PartShape, ...] = Field(min_length=1)
    details: dict[Key, DetailShape] = Field(default_factory=dict)
    tables: dict[Key, TableShape] = Field(default_factory=dict)
    notes: tuple[Key, ...] = ()
    headlines: tuple[HeadlineShape, ...] = ()
    findings: FindingsShape | None = None
    numbered: bool = Field(False, description="Tables and charts are numbered in the order of the document")
    last_year_in_tables: bool = Field(False, description="Tables show last year's figure and the change")
    charts: dict[Key, ChartShape] = Field(default_factory=dict)
    warn_on_change: ChangeShape | None = None
    disclosure: DisclosureShape = DisclosureShape()
    publication: PublicationShape | None = None
    prose: ProseShape = ProseShape()
    signed_by: Words | None = Field(None, description="The role that signs a report off before it is published")
    waivers: tuple[EditionWaiverShape, ...] = Field(
        (), max_length=100, description="Warnings about the edition itself that stand, each with its reason"
    )
