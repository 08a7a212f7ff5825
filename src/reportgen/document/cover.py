"""The cover of a document, and what the document says of itself in its properties.

Comes in: a report, its wording, and the two parts of its title. Goes out: blocks, the author and a description.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from reportgen.check.report import Report
from reportgen.core import messages
from reportgen.core.wording import long_date
from reportgen.document.markup_faults import markup_faults
from reportgen.document.tables import figure_of
from reportgen.document.templating.templates import Templates, WordingError
from reportgen.read.located_yaml import find_place
from reportgen.tree.markdown_reader import read_markdown
from reportgen.tree.nodes import Blocks, FigureReference, Heading, LineBreak, Paragraph, Strong, Text
from reportgen.tree.walk import transform

# An edition's own cover is a template with these blocks.
OWN_COVER = "report.html.j2"


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover. Shape: `author` is an organisation, `description` a sentence."""

    blocks: Blocks
    author: str
    description: str


def cover_blocks(report: Report, wording: Templates, names: Mapping[str, object], kind: str, subject: str) -> Cover:
    """The cover of a report: the edition's own where it has one. Raises: WordingError."""
    period = f"{long_date(report.period.start)} to {long_date(report.period.end)}"
    draft = (Paragraph((Text(messages.DRAFT),), "cover-draft"),) if report.is_draft else ()
    publisher = Paragraph((Text(report.settings.organisation),), "cover-publisher")
    blocks: Blocks = (*_title(report, wording, names, kind, subject, period), *draft, publisher)
    plain = Cover(blocks, report.settings.organisation, f"{kind}: {subject}, {period}.")
    if report.edition.cover is None:
        return plain
    own = {**names, "kind": kind, "subject": subject}
    filled = {block: wording.fill_block(OWN_COVER, block, own) for block in ("cover", "author", "description")}
    words = {block: Markup(text).unescape().strip() for block, text in filled.items() if text is not None}
    return Cover(
        _read(filled["cover"], report) if filled["cover"] is not None else blocks,
        words.get("author", plain.author),
        words.get("description", plain.description),
    )


def _title(
    report: Report, wording: Templates, names: Mapping[str, object], kind: str, subject: str, period: str
) -> Blocks:
    """What a document is: its kind above its title; or, where the edition has a cover, the area first and one figure last."""
    shape = report.edition.shape.cover
    dates = Paragraph((Text(period),), "cover-period")
    if shape is None:
        return (Paragraph((Text(kind),), "cover-kind"), Heading(1, "", (Text(subject),)), dates)

    def words(name: str) -> str:
        return wording.fill_words(getattr(shape, name), find_place(report.edition.tree, "cover", name), names)

    title = Heading(1, "", (Strong((Text(words("name")),)), LineBreak(), Text(words("title"))))
    name, cell = figure_of(report, shape.figure)
    figure = Strong((FigureReference(str(name), cell.printed),))
    told = Paragraph((figure, Text(f" {words('label')}")), "cover-figure")
    # One that is not available would say nothing at such a place.
    return (title, Paragraph((Text(subject),), "cover-subject"), dates, *([] if cell.value is None else [told]))


def _read(html: str, report: Report) -> Blocks:
    """The HTML of an edition's own cover as blocks. Raises: WordingError."""
    file = report.edition.cover
    assert file is not None  # noqa: S101 - the caller has looked
    one_block = "\n".join(line for line in html.split("\n") if line.strip())
    read = read_markdown(f"<div>\n{one_block}\n</div>", "cover", file, trusted=True)
    for fault in markup_faults(read):
        raise WordingError(fault)

    def titled(node: object) -> object:
        return replace(node, level=1, anchor="") if isinstance(node, Heading) else node

    found: Blocks = transform(read.blocks, titled)
    return found
