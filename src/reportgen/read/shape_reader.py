"""From a tree with places to a typed shape, and how it is told what does not fit.

Comes in: what was typed, and the shape that is expected. Goes out: the shape, or diagnostics in a coordinator's words.
"""

import re
from collections.abc import Iterator

from reportgen.core.day import NO_SUCH_DAY, NOT_A_DAY, day_hint
from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, Emit, Place
from reportgen.core.names import did_you_mean
from reportgen.read.located_yaml import Listing, Mapping, Node, Scalar
from reportgen.read.shapes import Fault, Shape, Typed, fit, names_at, required_names


def read_shape(
    shape: type[Typed], node: Node | None, place: Place, emit: Emit, *, leaving: tuple[str, ...] = ()
) -> Typed | None:
    """The values of a mapping as a shape, or None with a diagnostic for each that does not fit.

    Shape: `leaving` are names that are read elsewhere.
    Errors: empty-file, wrong-value, missing-key, unknown-key.
    """
    if node is None or (isinstance(node, Scalar) and node.is_empty):
        emit(Diagnostic("empty-file", place, f"{place.file.path} holds no values", _expected(shape)))
        return None
    if not isinstance(node, Mapping):
        emit(Diagnostic("wrong-value", node.place, "names with values are expected here", _expected(shape)))
        return None
    kept = Mapping(tuple(entry for entry in node.entries if entry[0].text not in leaving), node.place)
    fitted = fit(shape, _plain(kept))
    if isinstance(fitted, Shape):
        return fitted
    for fault in fitted[:MOST_TOLD]:
        emit(_told(shape, kept, place, fault, leaving))
    return None


def _expected(shape: type[Shape]) -> str:
    return "write at least: " + ", ".join(f"“{name}: …”" for name in required_names(shape))


def _plain(node: Node) -> object:
    """The tree without places; every scalar stays the text that was typed."""
    if isinstance(node, Scalar):
        return None if node.is_empty else node.text
    if isinstance(node, Listing):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.entries}


def _steps(node: Node, location: tuple[int | str, ...]) -> Iterator[tuple[Node, Scalar | None]]:
    """The node at each step of the way that can still be gone, with its name."""
    current: Node | None = node
    yield node, None
    for step in location:
        if isinstance(current, Mapping):
            key = current.key(str(step))
            current = current.get(str(step))
        elif isinstance(current, Listing) and isinstance(step, int) and step < len(current.items):
            key, current = None, current.items[step]
        else:
            return
        if current is None:
            return
        yield current, key


_KINDS = {
    "string_type": "words are expected here",
    "no_words": "words are expected here",
    "string_too_short": "nothing stands here; words are expected",
    "string_too_long": "this text is too long",
    "int_parsing": "a whole number is expected here",
    "int_type": "a whole number is expected here",
    "no_such_day": NO_SUCH_DAY,
    "date_parsing": NOT_A_DAY,
    "date_type": NOT_A_DAY,
    "bool_parsing": "true or false is expected here",
    "tuple_type": "a list is expected here, such as [one, two]",
    "dict_type": "names with values are expected here",
    "model_type": "names with values are expected here",
}
_HINTS = {
    "int_parsing": "write it in digits alone, such as 2457",
}
_PATTERNS = {
    r"^[0-9]{4}\.[0-9]+$": "the name of an edition is expected here, such as 2024.1",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and hyphens are expected here, such as south-wales",
    r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$": "small letters, digits and underscores are expected here, such as level_1",
}


def _told(shape: type[Shape], node: Mapping, place: Place, fault: Fault, leaving: tuple[str, ...]) -> Diagnostic:
    """One finding of the library as a diagnostic, by its kind and never by its English."""
    location, kind, context = fault.location, fault.kind, fault.context
    steps = list(_steps(node, location))
    found, key = steps[-1]
    where = key.place if key is not None and not isinstance(found, Scalar) else found.place
    if where.line == 0:
        where = place
    name = str(location[-1]) if location else ""
    if kind == "missing":
        first = found.entries[0][0].place if isinstance(found, Mapping) and found.entries else place
        parent = key.place if key is not None else first
        inside = f" in “{key.text}”" if key is not None else ""
        described = names_at(shape, location[:-1]).get(name, "")
        meaning = f" ({described[:1].lower()}{described[1:]})" if described else ""
        return Diagnostic("missing-key", parent, f"“{name}” is missing{inside}", f"add a line “{name}: …”{meaning}")
    if kind == "extra_forbidden":
        key_place = key.place if key is not None else where
        known = [*names_at(shape, location[:-1]), *(leaving if len(location) == 1 else ())]
        hint = did_you_mean(name, known)
        if isinstance(found, Scalar) and found.is_empty and (" " in name or name.isdecimal()):
            hint = "between braces a comma ends a value; put words that hold one in quotation marks"
        return Diagnostic("unknown-key", key_place, f"“{name}” is not a name that is used here", hint)
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "")
        hint = did_you_mean(found.text, re.split(", | or ", expected)) if isinstance(found, Scalar) else ""
        return Diagnostic("wrong-value", where, f"expected here: {expected}", hint)
    if kind == "string_pattern_mismatch":
        message = _PATTERNS.get(
            str(context.get("pattern")), "this is not written as expected, such as name@example.gov.uk"
        )
        return Diagnostic("wrong-value", where, message)
    if kind in ("greater_than_equal", "less_than_equal"):
        word, bound = (
            ("at least", context.get("ge")) if kind == "greater_than_equal" else ("at most", context.get("le"))
        )
        return Diagnostic("wrong-value", where, f"a number of {word} {bound} is expected here")
    if kind in ("too_short", "too_long"):
        many = f"has more than {context.get('max_length')} entries"
        what = many if kind == "too_long" else "is empty; at least one entry is expected"
        return Diagnostic("wrong-value", where, f"“{name}” {what}")
    hint = day_hint(found.text) if kind == "date_parsing" and isinstance(found, Scalar) else _HINTS.get(kind, "")
    if kind == "string_type" and (where.source_line or "")[where.column - 1 :].lstrip().startswith("#"):
        hint = "a # begins a remark; put words that begin with one in quotation marks"
    return Diagnostic("wrong-value", where, _KINDS.get(kind, "this value is not of the kind expected here"), hint)
