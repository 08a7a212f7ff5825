"""What people may type into each YAML file and front matter.

Comes in: values without places. Goes out: a typed shape, or each value that does not fit. The home of pydantic, with the shapes of an edition.
"""

import re
from datetime import date
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from reportgen.core.day import NO_SUCH_DAY, NotADayError, parse_day


def _has_words(typed: str) -> str:
    """Why: a dash in the place of words would be printed."""
    if typed.strip() and not any(c.isalnum() for c in typed):
        raise PydanticCustomError("no_words", "not written as expected")
    return typed


Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(_has_words)
]
OneOrMore = Annotated[
    tuple[Words, ...],
    Field(max_length=8),
    BeforeValidator(
        lambda typed: (typed,) if isinstance(typed, str) else typed, json_schema_input_type=Words | tuple[Words, ...]
    ),
]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Year = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
EditionName = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]+$", max_length=12)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"']+$", max_length=200)]
Typed = TypeVar("Typed", bound="Shape")
Value = TypeVar("Value")
# One value that does not fit: the way to it, a kind, and what the message of that kind names.
Fault = ErrorDetails


def _number(typed: object) -> object:
    """Why: the library takes 1_000 and +5 for whole numbers."""
    if isinstance(typed, str) and not re.fullmatch(r"0|[1-9][0-9]{0,11}", typed):
        raise PydanticCustomError("int_parsing", "not written as expected")
    return typed


Number = Annotated[int, BeforeValidator(_number)]


def _day(typed: object) -> object:
    try:
        return parse_day(typed) if isinstance(typed, str) else typed
    except NotADayError as problem:
        kind = "no_such_day" if problem.clause == NO_SUCH_DAY else "date_parsing"
        raise PydanticCustomError(kind, "not written as expected") from None


Day = Annotated[date, BeforeValidator(_day)]


class Shape(BaseModel):
    """A group of named values; a name that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class ContactShape(Shape):
    """Whom to ask for another format."""

    name: Words
    email: Email


class PublishingShape(Shape):
    """What the publishing form is told of every document of a kind, in the words of the publishing system."""

    document_type: Words | None = Field(default=None, description="As which kind of document a report is published")
    organisations: OneOrMore = Field(
        default=(), description="The organisations that publish it; without them, the one above"
    )
    topics: OneOrMore = Field(default=(), description="The topics under which readers find it")
    collections: OneOrMore = Field(default=(), description="The collections of documents that it belongs to")


class WorkspaceShape(Shape):
    """reportgen.yaml: marks the root of the workspace."""

    organisation: Words = Field(description="Who publishes the reports")
    language: Literal["en-GB"] = Field("en-GB", description="The language of the reports")
    default_kind: Slug = Field("annual-report", description="The kind of document that commands mean by themselves")
    contact: ContactShape = Field(description="Whom to ask for another format")
    publishing: dict[Slug, PublishingShape] = Field(
        default_factory=dict, description="What the publishing form is told, by the kind of document"
    )
    contacts: tuple[Words, ...] = Field(
        (),
        description="Helplines and other contacts that the pages of every area may print, each in words with its number",
    )


class AreaShape(Shape):
    """One area in data/areas.yaml."""

    name: Words
    country: Literal["England", "Wales"]
    other_names: tuple[Words, ...] = ()
    welsh_name: Words | None = None
    contacts: tuple[Words, ...] = Field(
        (), description="Mailboxes, telephone numbers and postcodes of teams that the area's pages may print"
    )


class AreasShape(Shape):
    """data/areas.yaml: every area once."""

    areas: dict[Slug, AreaShape]


class Population(Shape):
    """The estimate that the rate is worked out with."""

    estimate: Words = Field(description="Which estimate, such as “mid-2024 estimated resident population”")
    publisher: Words
    published: Day = Field(description="When the estimate was published")


class NationalRate(Shape):
    """The rate of England and Wales, to hold an area's against."""

    rate: Number = Field(ge=1, description="For as many people as the area's rate")
    source: Words = Field(description="Where it is published")


class YearShape(Shape):
    """year.yaml: what is the same for all areas in one year."""

    edition: EditionName = Field(description="Which edition of the national wording is used")
    published: Day = Field(description="The day of publication")
    population: Population | None = None
    national_rate: NationalRate | None = None
    next_release: Words | None = Field(default=None, description="When the next report comes out, such as October 2026")


class WaiverShape(Shape):
    """A warning that is right and stands all the same: for one cell, one page, or the file as a whole."""

    warning: Words = Field(description="The word in the brackets of the warning, such as large-change")
    cell: Words | None = Field(None, description="The figure that it is about, as table.row.column")
    page: Words | None = Field(None, description="The name of the page in which it is told")
    words: Words | None = Field(None, description="The words of the page that are marked, where others are not meant")
    reason: Words = Field(description="Why it may stand")
    role: Words = Field(description="The role of the person who looked; never a name")
    date: Day = Field(description="The day on which it was looked at")


class TickShape(Shape):
    """That somebody looked at each figure beside the file it was read from. Written by the preview."""

    role: Words = Field(description="The role of the person who looked; never a name")
    date: Day = Field(description="The day on which the figures were looked at")
    file: Words = Field(description="The name of the file")
    sha256: Words = Field(description="The digest of the file")
    figures: Number = Field(ge=1, description="How many figures were looked at")


class FormerShape(Shape):
    """A year without a report, under `former` in a figures file."""

    source: Words = Field(description="Where the figures of that year come from")
    figures: dict[Words, object] = Field(description="The figures of that year, by table.row.column")


class AreaFileShape(Shape):
    """An area's figures file, but for its figures."""

    source: Words = Field(description="Where the figures come from")
    status: Literal["draft", "final"] = Field("draft", description="A draft says DRAFT on every page")
    population: Number | None = Field(None, ge=1, description="People aged 10 and over in the area")
    details: dict[Key, Words] = Field(default_factory=dict, description="Further words that the edition asks for")
    revisions: dict[Words, Words] = Field(
        default_factory=dict, description="Why figures marked [r] were revised, by table.row.column"
    )
    remarks: dict[Words, Words] = Field(
        default_factory=dict, description="A sentence of reason by the name of a figure or a table"
    )
    left_out: dict[Words, Words] = Field(
        default_factory=dict, description="Rows that the area did not publish, as table.row, each with its reason"
    )
    former: dict[Year, FormerShape] = Field(
        default_factory=dict, description="Figures of years that have no report here, by the year in which they begin"
    )
    waivers: tuple[WaiverShape, ...] = Field(
        (), max_length=100, description="Warnings that stand, each with its reason"
    )
    ticks: tuple[TickShape, ...] = Field(
        (), max_length=100, description="Who looked at the figures beside the file that they were read from"
    )


class PageShape(Shape):
    """The front matter of a Markdown page."""

    title: Words
    byline: Words | None = Field(None, description="The role of the author; never a person's name")
    organisation: Words | None = None
    order: Number | None = Field(None, ge=0, le=9999, description="Where the page stands; without it, by file name")
    place: Words | None = Field(None, description="A place that the edition has, such as “before statistics”")
    lead: Words | None = Field(None, description="A sentence in larger type that opens the page")
    notice: Words | None = Field(None, description="A remark to the reader, set apart")
    signature: OneOrMore | None = Field(
        None, description="Who signs the page, at its end: a role and bodies, one for each line; never a person's name"
    )


class MappedCell(Shape):
    """A cell of a return that holds a figure, with the words that stood beside and above it when it was named."""

    cell: Words = Field(description="Where it is, such as Stats!C12")
    row: Words = Field(description="The words beside it")
    column: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = Field(
        "", description="The words above it"
    )


class MappingShape(Shape):
    """return.yaml: which cell of the return holds which figure."""

    figures: dict[Words, MappedCell]


class SealShape(Shape):
    """seal.yaml: what the files of a published edition and its theme held, as sha256 by path."""

    files: dict[Words, Words]


class EarlierSignOffShape(Shape):
    """A sign-off that another one followed."""

    role: Words
    date: Day
    seen: Words


class SignOffShape(Shape):
    """signoff.yaml: who agreed to publish what, and when. Written by `reportgen sign-off`."""

    role: Words = Field(description="The role of the person who agreed; never a name")
    date: Day
    seen: Words = Field(description="The digest of the report as it was seen")
    earlier: tuple[EarlierSignOffShape, ...] = Field((), description="The sign-offs before this one, the last first")
    files: dict[Words, Words] = Field(description="The digest of each file that the report was made of")


def fit(shape: type[Typed], typed: object) -> Typed | list[Fault]:
    """What was typed as a shape, or all that does not fit, as the library has it."""
    try:
        return shape.model_validate(typed)
    except ValidationError as problem:
        return problem.errors(include_url=False)


def value_of(kind: type[Value], data: object) -> Value:
    """A value of dataclasses from plain data, as another process gives it. Raises: ValueError for data of another shape."""
    return TypeAdapter(kind).validate_python(data)


def required_names(shape: type[Shape]) -> tuple[str, ...]:
    """The values that cannot be left out."""
    return tuple(name for name, field in shape.model_fields.items() if field.is_required())


def names_at(shape: type[Shape], location: tuple[int | str, ...]) -> dict[str, str]:
    """The values that a shape knows at a place, each with its description, found through its fields' types."""
    current: object = shape
    for step in location:
        if isinstance(current, type) and issubclass(current, Shape):
            field = current.model_fields.get(str(step))
            current = _without_none(field.annotation) if field else None
        else:
            # A step to one of a list, or to one of a group of named values.
            current = next((part for part in reversed(get_args(current)) if part is not ...), None)
    if not isinstance(current, type) or not issubclass(current, Shape):
        return {}
    return {name: field.description or "" for name, field in current.model_fields.items()}


def _without_none(annotation: object) -> object:
    """The type of a value that may be left out."""
    parts = get_args(annotation)
    return next((part for part in parts if part is not type(None)), None) if type(None) in parts else annotation
