"""One YAML file, read as what may stand in it.

Comes in: a path inside the workspace, and a shape. Goes out: the shape with its tree, or every reason why there is none.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic

from reportgen.core.diagnostic import Diagnostic, Emit, SourceFile, whole_file
from reportgen.read.located_yaml import Mapping, parse_yaml
from reportgen.read.shape_reader import read_shape
from reportgen.read.shapes import Typed
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
