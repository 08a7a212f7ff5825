"""London’s report of 2024/25 with pages that were made up, held in memory, so that a rule can be tried by itself.

Comes in: words, and what an edition asks for. Goes out: a source as the rules get it.
"""

from dataclasses import replace
from functools import lru_cache

from london import REPOSITORY

from reportgen.check.checked import Checked
from reportgen.check.figures import Figures
from reportgen.check.trend import Former
from reportgen.core.diagnostic import Diagnostic, SourceFile, whole_file
from reportgen.core.names import ReportKey
from reportgen.read.located_yaml import Mapping, parse_yaml
from reportgen.read.pages import Page
from reportgen.read.passages import Passage, find_passages
from reportgen.read.shape_reader import read_shape
from reportgen.read.shapes import AreaFileShape
from reportgen.read.source import FIGURE_NAMES, FiguresFile, ReportSource, read_source
from reportgen.read.workspace_files import find_workspace


@lru_cache(maxsize=1)
def london() -> ReportSource:
    """London's report of 2024/25, with those of the years before."""
    workspace = find_workspace(REPOSITORY).value
    assert workspace is not None
    source = read_source(workspace, ReportKey("annual-report", 2024, "london")).value
    assert source is not None
    return source


def trial_page(name: str, text: str, *front: str) -> Page:
    """A page with these words, and these lines in its front matter besides the title."""
    file = SourceFile(f"{name}.md", ("---", f"title: {name}", *front, "---", *text.split("\n")))
    first_line = 4 + len(front)
    passages = find_passages(file, first_line)
    return replace(london().pages["introduction"], name=name, file=file, first_line=first_line, passages=passages)


def with_pages(*pages: Page) -> ReportSource:
    """The report with these pages alone."""
    return replace(london(), pages={page.name: page for page in pages})


def with_page(text: str, *front: str) -> ReportSource:
    """The report with one page of its own, which has these words."""
    return with_pages(trial_page("trial", text, *front))


def passages_of(text: str, path: str = "former.md") -> tuple[Passage, ...]:
    """The words of a page of last year, which begin on line 4."""
    return find_passages(SourceFile(path, ("---", "title: Former", "---", *text.split("\n"))), 4)


def with_edition(source: ReportSource, **shape: object) -> ReportSource:
    """The report under an edition that asks for something else."""
    edition = source.figures.edition
    changed = replace(edition, shape=edition.shape.model_copy(update=shape))
    return replace(source, figures=replace(source.figures, edition=changed))


def checked(source: ReportSource, figures: Figures | None = None, before: Former | None = None) -> Checked:
    """What a rule gets of a report; without figures or last year's, unless they are given."""
    return Checked(source, figures or {}, before, (), is_right=True)


def former_of(file: FiguresFile, figures: Figures) -> Former:
    """An earlier year with these figures."""
    return Former(file.year, file.period, figures)


def retyped(file: FiguresFile, *edits: tuple[str, str], **shape: object) -> FiguresFile:
    """A figures file with new words in the place of old ones, which stand in it once."""
    text = file.file.text
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    changed = SourceFile(file.file.path, tuple(text.split("\n")))
    said: list[Diagnostic] = []
    tree = parse_yaml(changed, said.append)
    assert isinstance(tree, Mapping), said
    read = read_shape(AreaFileShape, tree, whole_file(""), said.append, leaving=FIGURE_NAMES)
    assert read, said
    return replace(file, file=changed, tree=tree, shape=read.model_copy(update=shape))
