"""A new edition or theme made from another, and a new kind of document with its first edition.

Comes in: a workspace. Goes out: a plan of the files to be made.
"""

from string import Template

from reportgen.commands.new.plan import STARTER, Plan, as_bytes
from reportgen.commands.new.reports import blank_report
from reportgen.commands.new.years import first_year_lines
from reportgen.commands.schemas import schema_line
from reportgen.core.diagnostic import Collector, Emit, collecting, whole_file
from reportgen.core.names import ReportKey
from reportgen.read.edition import REFERENCE, USUAL_REFERENCE, Edition, ReferenceFile, read_edition
from reportgen.read.edition_shapes import EditionShape
from reportgen.read.located_yaml import Mapping, parse_yaml
from reportgen.read.packaged import full_path, locate
from reportgen.read.seal import seal_path
from reportgen.read.shape_reader import read_shape
from reportgen.read.text import LARGEST_TEXT, decode_text, read_bytes
from reportgen.read.workspace import Workspace, edition_path, is_of_system, theme_path, year_path

_SCHEMA = b"# yaml-language-server:"
_MARK = b"\xef\xbb\xbf"


@collecting
def new_edition(collector: Collector, workspace: Workspace, kind: str, name: str, old: str) -> Plan:
    """An edition that is the same as another, but for what it says of itself: its changes, and its seal.

    Errors: those of reading the other edition.
    """
    source, target = locate(workspace.root, edition_path(kind, old)), edition_path(kind, name)
    collector.take(read_edition(workspace.root, kind, old, whole_file(source)))
    files = _copied(workspace, source, target, collector.emit)
    files.pop(seal_path(target), None)
    path_of_edition = f"{target}/edition.yaml"
    if not files[path_of_edition].startswith(_SCHEMA):
        line = schema_line("edition", path_of_edition).encode()
        files[path_of_edition] = line + b"\n" + files[path_of_edition].removeprefix(_MARK)
    files[f"{target}/CHANGES.md"] = as_bytes(
        [f"# What changed in edition {name}", "", f"Compared with edition {old}:", "", "- [To be completed]"]
    )
    return Plan(files)


@collecting
def new_theme(collector: Collector, workspace: Workspace, name: str, old: str) -> Plan:
    """A theme that is the same as another, to be changed. Errors: those of reading its files."""
    source, target = locate(workspace.root, theme_path(old)), theme_path(name)
    files = _copied(workspace, source, target, collector.emit)
    if f"{target}/{REFERENCE}" not in files:
        data = read_bytes(workspace.root, USUAL_REFERENCE, collector.emit, largest=LARGEST_TEXT)
        files[f"{target}/{REFERENCE}"] = data or b""
    return Plan(files)


def _copied(workspace: Workspace, source: str, target: str, emit: Emit) -> dict[str, bytes]:
    """What every file below a folder holds, by where it is copied to."""
    files: dict[str, bytes] = {}
    folder = full_path(workspace.root, source)
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).as_posix()
        if not path.is_dir() and not is_of_system(path.name):
            data = read_bytes(workspace.root, f"{source}/{inner}", emit, largest=LARGEST_TEXT)
            files[f"{target}/{inner}"] = data or b""
    return files


@collecting
def new_kind(collector: Collector, workspace: Workspace, key: ReportKey, theme: str) -> Plan:
    """The smallest kind of document that works: an edition with a table, a section and a page, a year, and a report."""
    name = f"{key.year}.1"
    folder = edition_path(key.kind, name)
    words = {"title": key.kind.replace("-", " ").capitalize(), "theme": theme, "edition": name}
    files = {
        f"{folder}/{path.relative_to(STARTER / 'kind').as_posix()}": Template(path.read_text(encoding="utf-8"))
        .substitute(words)
        .encode()
        for path in sorted((STARTER / "kind").rglob("*.*"))
    }
    path = f"{folder}/edition.yaml"
    files[path] = schema_line("edition", path).encode() + b"\n" + files[path]
    edition = _without_texts(collector, key.kind, name, path, files[path])
    path = year_path(key.kind, key.year)
    files[path] = as_bytes(first_year_lines(path, edition, key.year))
    return Plan(files | blank_report(key, workspace.areas[key.area].name, edition, None))


def _without_texts(collector: Collector, kind: str, name: str, path: str, data: bytes) -> Edition:
    """What an edition that is not written yet will ask for."""
    file = collector.need(decode_text(path, data, collector.emit))
    tree = parse_yaml(file, collector.emit)
    shape = collector.need(read_shape(EditionShape, tree, whole_file(path), collector.emit))
    assert isinstance(tree, Mapping)  # noqa: S101 - it has the shape of an edition
    return Edition(kind, name, shape, file, tree, {}, {}, {}, {}, ReferenceFile("", b""), None, None, {})
