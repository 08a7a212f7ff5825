"""From a YAML file, or a tree with places, to a typed shape, and how it is told what does not fit.

Comes in: what was typed, and the shape that is expected. Goes out: the shape, or diagnostics in a coordinator's words.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Generic

from reportgen.core.day import NO_SUCH_DAY, NOT_A_DAY, day_hint
from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, Emit, Place, SourceFile, whole_file
from reportgen.core.names import did_you_mean
from reportgen.read.located_yaml import Mapping, Node, Scalar, find_steps, parse_yaml, plain_values
from reportgen.read.shapes import Fault, Shape, Typed, fit, names_at, required_names
from reportgen.read.text import read_text


@dataclass(frozen=True, slots=True)
class YamlFile(Generic[Typed]):
    """A file as it was typed and what it means. Shape: `tree` has a place for each value."""

    shape: Typed
    tree: Mapping
    file: SourceFile


def read_yaml(
    root: Path, path: str, shape: type[Typed], emit: Emit, *, leaving: tuple[str, ...] = ()
) -> YamlFile[Typed] | None:
    """A file that fits its shape, or None with a diagnostic for each reason.

    Shape: `leaving` are names that are read elsewhere.
    Errors: those of reading text, a YAML tree and a shape; a file that holds nothing is empty-file.
    """
    file = read_text(root, path, emit)
    if file is None:
        return None
    found: list[Diagnostic] = []
    tree = parse_yaml(file, found.append)
    value = None if found else read_shape(shape, tree, whole_file(path), found.append, leaving=leaving)
    for diagnostic in found:
        emit(diagnostic)
    return YamlFile(value, tree, file) if value is not None and isinstance(tree, Mapping) else None


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
    fitted = fit(shape, plain_values(kept))
    if isinstance(fitted, Shape):
        return fitted
    for fault in fitted[:MOST_TOLD]:
        emit(_diagnostic(shape, kept, place, fault, leaving))
    return None


def _expected(shape: type[Shape]) -> str:
    return "write at least: " + ", ".join(f"“{name}: …”" for name in required_names(shape))


# What is told of each kind of fault, or of a pattern that was not met, with what the library says of it filled in.
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
    "literal_error": "expected here: {expected}",
    "greater_than_equal": "a number of at least {ge} is expected here",
    "less_than_equal": "a number of at most {le} is expected here",
    "too_short": "“{name}” is empty; at least one entry is expected",
    "too_long": "“{name}” has more than {max_length} entries",
    "string_pattern_mismatch": "this is not written as expected, such as name@example.gov.uk",
    r"^[0-9]{4}$": "the year in which it begins is expected here, such as 2023",
    r"^[0-9]{4}\.[0-9]+$": "the name of an edition is expected here, such as 2024.1",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and hyphens are expected here, such as south-wales",
    r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$": "small letters, digits and underscores are expected here, such as level_1",
}


def _diagnostic(shape: type[Shape], node: Mapping, place: Place, fault: Fault, leaving: tuple[str, ...]) -> Diagnostic:
    """One finding of the library as a diagnostic, by its kind and never by its English."""
    location, kind = fault["loc"], fault["type"]
    key, found = [(None, node), *find_steps(node, *location)][-1]
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
    details = {"name": name} | {word: str(value).replace("'", "") for word, value in fault.get("ctx", {}).items()}
    told = _KINDS.get(kind, "this value is not of the kind expected here")
    message = _KINDS.get(details.get("pattern", ""), told).format(**details)
    hint = "write it in digits alone, such as 2457" if kind == "int_parsing" else ""
    if kind == "literal_error" and isinstance(found, Scalar):
        hint = did_you_mean(found.text, re.split(", | or ", details["expected"]))
    elif kind == "date_parsing" and isinstance(found, Scalar):
        hint = day_hint(found.text)
    elif kind == "string_type" and (where.source_line or "")[where.column - 1 :].lstrip().startswith("#"):
        hint = "a # begins a remark; put words that begin with one in quotation marks"
    return Diagnostic("wrong-value", where, message, hint)
