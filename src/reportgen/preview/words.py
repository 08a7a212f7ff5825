"""A look in the words of the preview's page.

Comes in: a Look. Goes out: what the page's script puts in its places, as values for JSON; every word is made safe for HTML here.
"""

from html import escape

from reportgen.core.catalogue import CATALOGUE
from reportgen.core.diagnostic import Diagnostic, Place
from reportgen.preview.fields import as_sentence, message_of
from reportgen.preview.places import Finding, Kind, KnownFigure, Spot, text_of
from reportgen.preview.state import PreviewState

_MOST_SHOWN = 110
_ALL_WELL = "Nothing is missing, and nothing is wrong."
_ASK = "Choose a figure in the report to see where it was typed, and what it was last year."
_FORMER = "This is the report as it was before. What is written now cannot be shown, for the reasons in the list."
_NOTHING = "There is no report to show yet. The list says what is missing or wrong."
_FAULT = "reportgen failed by a fault of its own, so this is the report as it was before. Please report it: "


def words_of(look: PreviewState) -> dict[str, object]:
    """Everything around the report. Shape: `figures` by name; `notice` is empty where the report is that of now."""
    return {
        "title": look.title,
        "summary": summary(look),
        "notice": _notice(look),
        "lists": "".join(_list(kind, look) for kind in Kind) or f"<p>{_ASK}</p>",
        "canBegin": look.can_begin,
        "figures": {str(known.name): _about(known, look) for known in look.figures},
    }


def report_of(look: PreviewState) -> str:
    """The page of the report, or one that says why there is none."""
    return look.page or _page(look.title, f"<p>{_NOTHING}</p>")


def summary(look: PreviewState) -> str:
    """How many things there are to do: “2 to fill in, 1 to put right”."""
    kinds = [finding.kind for finding in look.findings]
    parts = [f"{kinds.count(kind)} {kind.value.lower()}" for kind in Kind if kind in kinds and kind is not Kind.KNOW]
    return f"{', '.join(parts)}." if parts else _ALL_WELL


def reason_of(diagnostic: Diagnostic) -> str:
    """One thing that keeps something from being made, in one line."""
    place = f"{diagnostic.place}: " if diagnostic.place.line else ""
    return f"{place}{message_of(diagnostic)}"


def refusal_of(look: PreviewState, reasons: tuple[str, ...]) -> str:
    """The page in the place of what was asked for and cannot be made."""
    items = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    return _page(f"{look.title}: this cannot be made now", f"<ul>{items}</ul>")


def _page(title: str, html: str) -> str:
    """A small page in the place of a report, in the colours that the browser has."""
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>body {{ font: 1.125rem/1.5 system-ui, sans-serif; margin: 2rem }}</style>"
        f"</head><body><main><h1>{escape(title)}</h1>{html}</main></body></html>"
    )


def _notice(look: PreviewState) -> str:
    if look.fault:
        return _FAULT + look.fault
    return _FORMER if look.is_former else "" if look.page else _NOTHING


def _list(kind: Kind, look: PreviewState) -> str:
    """The findings of one kind, below their heading; nothing where there are none."""
    found = [finding for finding in look.findings if finding.kind is kind]
    if not found:
        return ""
    items = "".join(map(_item, found))
    return (
        f'<h3>{kind.value} <span class="count">({len(found)})</span></h3><ul class="{kind.name.lower()}">{items}</ul>'
    )


def _item(finding: Finding) -> str:
    """One finding: what it is, where it was typed, what to do."""
    diagnostic = finding.diagnostic
    entry = CATALOGUE[diagnostic.slug]
    words = escape(as_sentence(diagnostic.message))
    related = "; ".join(_related(text, place, diagnostic.place) for text, place in diagnostic.related)
    parts = [
        f'<button type="button" class="show"{_attributes(finding.spot)}>{words}</button>'
        if finding.spot
        else f'<p class="said">{words}</p>',
        _where(diagnostic.place),
        _change(finding),
        f"<p>Compare: {escape(related)}.</p>" if related else "",
        f"<p>{escape(as_sentence(diagnostic.hint))}</p>" if diagnostic.hint else "",
        f"<details><summary>{escape(entry.title)}</summary><p>{escape(entry.why)}</p><p>{escape(entry.mend)}</p></details>",
    ]
    return f"<li>{''.join(parts)}</li>"


def _change(finding: Finding) -> str:
    """The button that leads to where it is written, where that is in a form."""
    place = finding.diagnostic.place
    if finding.figure:
        return f'<button type="button" class="change" data-figure="{escape(str(finding.figure))}">Type it here</button>'
    if not place.file.path.startswith("content/") or not place.file.path.endswith(".md"):
        return ""
    page = place.file.path.rpartition("/")[2].removesuffix(".md")
    at = f'data-line="{place.line}" data-column="{place.column}" data-length="{place.length}"'
    return f'<button type="button" class="change" data-page="{escape(page)}" {at}>Write it here</button>'


def _attributes(spot: Spot) -> str:
    named = (("figure", spot.figure), ("anchor", spot.anchor), ("words", spot.words))
    return "".join(f' data-{name}="{escape(value)}"' for name, value in named if value)


def _where(place: Place) -> str:
    """The file, line and column, and the line itself with a mark on what is meant."""
    named = f'<p class="place"><code>{escape(place.file.path)}</code>{_position(place)}</p>'
    line = place.source_line
    if line is None or not line.strip():
        return named
    at = place.column - 1
    start = max(0, min(at - _MOST_SHOWN // 2, len(line) - _MOST_SHOWN))
    end = start + _MOST_SHOWN
    before, marked, after = (
        escape(part)
        for part in (line[start:at].lstrip(), line[at : at + place.length][:_MOST_SHOWN], line[at + place.length : end])
    )
    shown = f"{'…' if start else ''}{before}<mark>{marked}</mark>{after}{'…' if end < len(line) else ''}"
    return f'{named}<p class="typed"><code>{shown}</code></p>'


def _position(place: Place) -> str:
    return f", line {place.line}, column {place.column}" if place.line else ""


def _related(text: str, place: Place | None, main: Place) -> str:
    if place is None:
        return text
    file = "" if place.file.path == main.file.path else place.file.path
    return f"{text} ({f'{file}{_position(place)}'.removeprefix(', ')})"


def _about(known: KnownFigure, look: PreviewState) -> str:
    """What is known of a figure, once it is asked about."""
    cell, former = known.cell, known.former
    text = "to fill in" if cell.is_gap else text_of(cell)
    how = "To be typed in" if cell.is_gap else "Added up at" if cell.is_computed else "Typed in"
    messages = [finding.diagnostic.message for finding in look.findings if finding.figure == known.name]
    parts = [
        f"<h2>{escape(known.label)}: {escape(text)}</h2><p>{escape(known.table)}</p>",
        *(f'<p class="wrong">{escape(as_sentence(message))}</p>' for message in messages),
        f"<h3>{how}</h3>{_where(cell.place)}",
    ]
    if former:
        change = f" ({known.change})" if known.change else ""
        parts.append(
            f"<h3>Last year, {known.year_before}: {escape(text_of(former))}{change}</h3>{_where(former.place)}"
        )
    elif known.year_before:
        parts.append(f"<p>{known.year_before} has no such figure by itself.</p>")
    else:
        parts.append("<p>There are no figures of last year to compare with.</p>")
    return "".join(parts)
