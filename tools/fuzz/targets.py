"""What is fed with inputs made at random: each reader by itself, and the whole check.

Comes in: bytes. Goes out: nothing; an exception where a promise is broken.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "tests" / "support"))

from promises import broken_promises, faults_of_place, is_seen  # noqa: E402

from reportgen.check.figures import check_figures  # noqa: E402
from reportgen.commands.build import build  # noqa: E402
from reportgen.core.diagnostic import Diagnostic, whole_file  # noqa: E402
from reportgen.core.names import ReportKey  # noqa: E402
from reportgen.formats.html.writer import read_theme, write_page  # noqa: E402
from reportgen.read.edition_consistency import find_contradictions  # noqa: E402
from reportgen.read.edition_shapes import EditionShape  # noqa: E402
from reportgen.read.located_yaml import Listing, Mapping, Node, Scalar, parse_yaml  # noqa: E402
from reportgen.read.pages import read_page  # noqa: E402
from reportgen.read.shape_reader import read_shape  # noqa: E402
from reportgen.read.shapes import AreaFileShape  # noqa: E402
from reportgen.read.source import FIGURE_NAMES, FiguresFile, read_year  # noqa: E402
from reportgen.read.text import decode_text  # noqa: E402
from reportgen.read.workspace import Workspace  # noqa: E402
from reportgen.read.workspace_files import find_workspace  # noqa: E402
from reportgen.tree.every_node import EVERY_NODE  # noqa: E402
from reportgen.tree.nodes import Section  # noqa: E402

KEY = ReportKey("annual-report", 2024, "testshire")
FIGURES = "data/annual-report/2024/testshire.yaml"
PAGE = "content/annual-report/2024/testshire/10-training-day.md"
EDITION = "templates/annual-report/2024.1/edition.yaml"
# What the whole check reads, each by the first byte of an input. Why: one input is then one file of one workspace.
FILES = (
    FIGURES,
    PAGE,
    EDITION,
    "data/annual-report/2024/year.yaml",
    "data/annual-report/2023/testshire.yaml",
    "data/areas.yaml",
    "reportgen.yaml",
    "content/annual-report/2024/testshire/introduction.md",
    "templates/annual-report/2024.1/notes/order.md",
    "templates/annual-report/2024.1/sections/statistics.md.j2",
    "templates/annual-report/2024.1/sections/explanation.md.j2",
)


_UNSAFE = re.compile(
    r"<(?:script|iframe|style|object|svg)|<[a-z]+[^>]* (?:on\w+|style)=|<[^>]*=[\"']?\s*(?:javascript|data|vbscript):",
    re.IGNORECASE,
)


class Broken(Exception):  # noqa: N818 - names what it is about
    """A promise that an input breaks."""


def small_workspace() -> Path:
    """A fresh copy of the tests' small workspace."""
    root = Path(tempfile.mkdtemp(prefix="reportgen-fuzz-")) / "workspace"
    shutil.copytree(REPOSITORY / "tests" / "workspaces" / "good", root)
    shutil.copytree(REPOSITORY / "templates" / "themes", root / "templates" / "themes")
    return root


def _nodes(tree: Node) -> Iterator[Node]:
    """A value and all within it."""
    yield tree
    if isinstance(tree, Listing):
        for item in tree.items:
            yield from _nodes(item)
    elif isinstance(tree, Mapping):
        for key, value in tree.entries:
            yield key
            yield from _nodes(value)


def hold(promises: list[str]) -> None:
    """Raises Broken with the first promise that does not hold."""
    if promises:
        raise Broken(promises[0])


class Targets:
    """The targets on one workspace of their own. Shape: `by_name` is what the command line knows."""

    def __init__(self) -> None:
        self.root = small_workspace()
        workspace = find_workspace(self.root).value
        year = read_year(workspace, KEY.kind, KEY.year).value if workspace else None
        if year is None:
            raise SystemExit("The small workspace of the tests is not right, so nothing can be made out of it.")
        self.edition = year.edition
        self.theme = read_theme(self.edition)
        self.good = {name: (self.root / name).read_bytes() for name in FILES}
        self.by_name: dict[str, Callable[[bytes], None]] = {
            "yaml": self.yaml,
            "quoted": self.quoted,
            "figures": self.figures,
            "page": self.page,
            "edition": self.edition_file,
            "check": self.check,
        }

    def close(self) -> None:
        """Takes the workspace away."""
        shutil.rmtree(self.root.parent)

    def seeds(self, name: str) -> list[bytes]:
        """Good files to begin with."""
        if name == "quoted":
            return [rb"A\x20\u00e9\U0001F600", rb"\N\_\L\P\e\0\a\t\n\r\/", b"\\\n b", "\\u0065\u0301 \u200b".encode()]
        one = {"yaml": FIGURES, "figures": FIGURES, "page": PAGE, "edition": EDITION}
        if name in one:
            return [self.good[one[name]]]
        return [bytes([number]) + self.good[path] for number, path in enumerate(FILES)]

    def yaml(self, data: bytes) -> None:
        """Text and YAML from bytes to a tree, each value of which stands where it says."""
        said: list[Diagnostic] = []
        file = decode_text(FIGURES, data, said.append)
        tree = parse_yaml(file, said.append) if file and not said else None
        hold(broken_promises(said))
        if file is not None and tree is not None:
            hold([fault for node in _nodes(tree) for fault in faults_of_place(node.place)])

    def quoted(self, data: bytes) -> None:
        """Words between double quotation marks, where escapes stand for any character: what is read can be seen, or is told."""
        said: list[Diagnostic] = []
        file = decode_text(FIGURES, b'source: "' + data + b'"', said.append)
        tree = parse_yaml(file, said.append) if file and not said else None
        hold(broken_promises(said))
        if tree is not None and not said:
            scalars = [node.text for node in _nodes(tree) if isinstance(node, Scalar)]
            hold([f"{text!r} cannot be seen" for text in scalars if not is_seen(text)])

    def figures(self, data: bytes) -> None:
        """A figures file from its bytes to its figures: encoding, YAML, names, numbers."""
        said: list[Diagnostic] = []
        file = decode_text(FIGURES, data, said.append)
        tree = parse_yaml(file, said.append) if file and not said else None
        if not said:
            shape = read_shape(AreaFileShape, tree, whole_file(FIGURES), said.append, leaving=FIGURE_NAMES)
            if file is not None and shape is not None and isinstance(tree, Mapping):
                period = self.edition.period(KEY.year)
                check_figures(FiguresFile(KEY.year, period, file, tree, shape, self.edition), said.append)
            elif not said:
                raise Broken("nothing was read, and nothing was said")
        hold(broken_promises(said))

    def page(self, data: bytes) -> None:
        """A page from its bytes to its HTML: front matter, figures, links, pictures, tables."""
        (self.root / PAGE).write_bytes(data)
        said: list[Diagnostic] = []
        page = read_page(self.root, PAGE, said.append)
        if page is None and not said:
            raise Broken("nothing was read, and nothing was said")
        hold(broken_promises(said, self.root))
        if page is not None and not said:
            section = Section("page", "Page", (*page.lead, *page.content.blocks), "page")
            tree = replace(EVERY_NODE, cover=(), sections=(section,))
            found = _UNSAFE.search(write_page(self.theme, tree, self.edition.styles, "print", {}))
            hold([f"the page holds {found[0][:60]}"] if found else [])

    def edition_file(self, data: bytes) -> None:
        """edition.yaml from its bytes to all in which it contradicts itself."""
        said: list[Diagnostic] = []
        file = decode_text(EDITION, data, said.append)
        tree = parse_yaml(file, said.append) if file and not said else None
        if not said:
            shape = read_shape(EditionShape, tree, whole_file(EDITION), said.append)
            if shape is not None and isinstance(tree, Mapping):
                said.extend(find_contradictions(shape, tree))
            elif not said:
                raise Broken("nothing was read, and nothing was said")
        hold(broken_promises(said))

    def check(self, data: bytes) -> None:
        """The whole check with one file replaced: either the report is right or something is said, and no file changes."""
        name = FILES[data[0] % len(FILES)] if data else FIGURES
        path = self.root / name
        path.write_bytes(data[1:])
        try:
            self._check()
            if path.read_bytes() != data[1:] or (self.root / "build").exists():
                raise Broken("a file was written")
        finally:
            path.write_bytes(self.good[name])

    def _check(self) -> None:
        found = find_workspace(self.root)
        said = list(found.diagnostics)
        workspace: Workspace | None = found.value
        if workspace is not None:
            built = build(workspace, KEY, (), strict=False)
            said.extend(built.diagnostics)
            if built.is_right == any(one.is_error for one in said):
                raise Broken("the report is right and wrong")
        elif not any(one.is_error for one in said):
            raise Broken("nothing was read, and nothing was said")
        hold(broken_promises(said, self.root))
