"""A workspace of many areas and years, whose figures are drawn at random and mean nothing.

Comes in: where it shall be, how many areas and years, and a seed. Goes out: its reports, each of which passes every check.
"""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from benchmarks.sample_words import LEADS, PAGES, SENTENCES
from reportgen.core.names import ReportKey
from reportgen.read.cells import CellName
from reportgen.read.edition import Edition
from reportgen.read.edition_shapes import TableShape
from reportgen.read.source import read_year
from reportgen.read.workspace import Workspace, figures_path, list_reports, pages_path, year_path
from reportgen.read.workspace_files import find_workspace

REPOSITORY = Path(__file__).parents[2]
KIND = "annual-report"
LAST = 2024
_MARK = "Drawn at random to measure a program; the figures of no area"
_YEAR = """\
# {mark}.
edition: "{edition}"
published: {next}-10-30
population:
  estimate: mid-{year} estimate, drawn at random
  publisher: nobody
  published: {next}-07-15
"""
Figures = dict[CellName, int | None]


def make_workspace(root: Path, areas: int, years: int, seed: int) -> tuple[ReportKey, ...]:
    """Writes the workspace anew, with the editions and themes of this repository. Shape: its reports, the last year's last."""
    shutil.rmtree(root, ignore_errors=True)
    for name in ("reportgen.yaml", "data/areas.yaml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / name, root / name)
    for name in (KIND, "themes"):
        shutil.copytree(REPOSITORY / "templates" / name, root / "templates" / name)
    for year in range(LAST - years + 1, LAST + 1):
        words = _YEAR.format(mark=_MARK, edition=_edition(year), year=year, next=year + 1)
        _write(root / year_path(KIND, year), words)
    workspace = find_workspace(root).value
    if workspace is None:
        raise RuntimeError(f"{REPOSITORY} holds no workspace")
    chance = Random(seed)  # noqa: S311
    slugs = sorted(workspace.areas)
    # London first: it is the report that is measured alone.
    for area in ["london", *(slug for slug in slugs if slug != "london")][:areas]:
        _write_area(workspace, area, years, chance)
    return list_reports(workspace, KIND)


def _edition(year: int) -> str:
    """The latest edition of this repository that is not of a later year; its first for all years before."""
    known = sorted(path.name for path in (REPOSITORY / "templates" / KIND).iterdir())
    return max((name for name in known if int(name.split(".")[0]) <= year), default=known[0])


def _write_area(workspace: Workspace, area: str, years: int, chance: Random) -> None:
    size, population = chance.uniform(0.15, 1.0), chance.randrange(400_000, 7_000_000)
    before: Figures = {}
    for year in range(LAST - years + 1, LAST + 1):
        key = ReportKey(KIND, year, area)
        facts = read_year(workspace, KIND, year).value
        if facts is None:
            raise RuntimeError(f"{year_path(KIND, year)} cannot be read")
        before = draw_figures(facts.edition, population, size, before, chance)
        _write(workspace.root / figures_path(key), _figures_file(facts.edition, before, population))
        folder = workspace.root / pages_path(key)
        for name, title in PAGES.items():
            _write(folder / f"{name}.md", _page(workspace.areas[area].name, title, "introduction" in name, chance))
        (folder / "columns.png").write_bytes(_picture(chance))


def draw_figures(edition: Edition, population: int, size: float, before: Figures, chance: Random) -> Figures:
    """One year's figures that keep every rule of the edition, not far from last year's. Shape: None is not applicable."""
    figures: Figures = {}
    tables = edition.shape.tables
    waiting = list(tables)
    while waiting:
        name = next(name for name in waiting if not {tables[name].at_least, tables[name].at_most} & set(waiting))
        waiting.remove(name)
        shape = tables[name]
        for cell in _inner(name, shape):
            if f"{cell.row}.{cell.column}" in shape.not_applicable:
                figures[cell] = None
                continue
            last = before.get(cell) or before.get(CellName(name, shape.rows[cell.row].formerly or "", cell.column))
            drawn = last * chance.uniform(0.94, 1.06) if last else _first(cell, size, chance)
            figures[cell] = _within(round(drawn), _bounds(cell, shape, figures))
        _add_up(name, shape, figures)
        if shape.rate:
            table, row, column = shape.rate.of.split(".")
            counted = figures[CellName(table, row, column)] or 0
            cell = CellName(name, shape.rate.row, next(iter(shape.columns)))
            figures[cell] = (2 * counted * shape.rate.per + population) // (2 * population)
    return figures


def _inner(name: str, shape: TableShape) -> Iterator[CellName]:
    """The cells that are no totals."""
    for row in shape.rows:
        for column in shape.columns:
            if row != shape.totals.row and column != shape.totals.column:
                yield CellName(name, row, column)


def _first(cell: CellName, size: float, chance: Random) -> float:
    """A figure of the first year: thousands at Level 1, tens elsewhere."""
    return size * (chance.uniform(2000, 7000) if cell.row == "level_1" else chance.uniform(5, 90))


def _bounds(cell: CellName, shape: TableShape, figures: Figures) -> tuple[int, int]:
    """The smallest and the largest figure that other tables and rows leave."""
    least = figures.get(CellName(shape.at_least or "", cell.row, cell.column)) or 0
    row = shape.rows[cell.row].at_most
    others = (CellName(shape.at_most or "", cell.row, cell.column), CellName(cell.table, row or "", cell.column))
    known = [figure for other in others if (figure := figures.get(other)) is not None]
    return least, min(known, default=1_000_000)


def _within(figure: int, bounds: tuple[int, int]) -> int:
    return max(bounds[0], min(figure, bounds[1]))


def _add_up(name: str, shape: TableShape, figures: Figures) -> None:
    """Adds the totals of the rows, then those of the columns, which have the corner with them."""
    across, down = shape.totals.column, shape.totals.row
    for row in shape.rows if across else ():
        if row != down:
            parts = [figures[CellName(name, row, column)] for column in shape.columns if column != across]
            figures[CellName(name, row, str(across))] = sum(part or 0 for part in parts)
    for column in shape.columns if down else ():
        parts = [figures[CellName(name, row, column)] for row in shape.rows if row != down]
        figures[CellName(name, str(down), column)] = (
            None if None in parts and not any(parts) else sum(p or 0 for p in parts)
        )
    for cell in [CellName(name, row, column) for row in shape.rows for column in shape.columns]:
        if f"{cell.row}.{cell.column}" in shape.not_applicable:
            figures[cell] = None


def _figures_file(edition: Edition, figures: Figures, population: int) -> str:
    lines = [f"# {_MARK}.", f"source: {_MARK}", "status: final", f"population: {population}", "", "tables:"]
    for name, shape in edition.shape.tables.items():
        lines.append(f"  {name}:")
        for row in shape.rows:
            typed = {column: figures[CellName(name, row, column)] for column in shape.columns}
            words = {column: "[z]" if figure is None else str(figure) for column, figure in typed.items()}
            cells = ", ".join(f"{column}: {figure}" for column, figure in words.items())
            lines.append(f"    {row}: {next(iter(words.values())) if len(words) == 1 else f'{{{cells}}}'}")
        lines.append("")
    return "\n".join(lines)


def _page(area: str, title: str, is_introduction: bool, chance: Random) -> str:
    """A page as long as those of the sample reports, with what they have: lists, a table, a picture, an end note, figures."""

    def said(sentence: str) -> str:
        """The sentence with a place of its own. Why: a paragraph that stood in last year's report gives a warning."""
        return f"{sentence[:-1]}, at {''.join(chance.choices('abdeilmnorst', k=6)).capitalize()}."

    def paragraph(sentences: int) -> str:
        return " ".join(map(said, chance.sample(SENTENCES, sentences)))

    def items(count: int) -> str:
        sentences = map(said, chance.sample(SENTENCES, count))
        return "\n".join(f"- {sentence[0].lower()}{sentence[1:-1]}" for sentence in sentences)

    head = [
        *("---", f"title: {title}", "byline: Author of sample text", f"organisation: Sample board of {area}"),
        *(f"lead: {said(chance.choice(LEADS))}", "notice: Sample text, put together at random.", "---"),
    ]
    body = [paragraph(4), "## First", paragraph(3), items(4), "## Second", paragraph(4)]
    if is_introduction:
        body += ["On the last day, {{ eligible_on_31_march.total.total }} people were counted. " + paragraph(3)]
    else:
        rows = [f"| {chance.choice(SENTENCES).split(' ', 3)[0]} {n} | {chance.randrange(90)} |" for n in range(1, 5)]
        body += [
            "Table: What was done",
            "\n".join(["| What | Number |", "|---|---:|", *rows]),
            paragraph(5),
            "## Third",
            paragraph(4) + "[^1]",
        ]
        body += [items(3), paragraph(3), f"[^1]: {said(chance.choice(SENTENCES))}"]
    if title.startswith("First"):
        body.insert(
            6, '![A bar chart of made-up columns, each of another height.](columns.png "Columns of no meaning")'
        )
    return "\n".join(head) + "\n" + "\n\n".join(body) + "\n"


def _picture(chance: Random) -> bytes:
    """A drawing of columns, as wide as a report shows it."""
    image = Image.new("RGB", (1600, 720), "#ffffff")
    pen = ImageDraw.Draw(image)
    for column in range(12):
        left, height = 60 + column * 125, chance.randrange(60, 640)
        pen.rectangle(
            (left, 680 - height, left + 90, 680), fill=f"#{chance.randrange(1 << 24):06x}", outline="#16242c", width=4
        )
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=1)
    return written.getvalue()


def _write(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8", newline="\n")
