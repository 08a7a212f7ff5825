"""All measurements, printed as one table.

Comes in: --quick, --only NAME. Goes out: a row for each thing measured, with its median and its spread, and whether it keeps its limit.
"""

import argparse
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks import peers, rows
from benchmarks.made_up import LAST, make_workspace
from reportgen.read.workspace_files import find_workspace

_FOLDER = Path(__file__).parents[2] / "build" / "benchmark"
_PARTS = {
    "small": rows.small_commands,
    "one": rows.one_report,
    "formats": rows.all_formats,
    "nothing": rows.nothing_changed,
    "changed": rows.one_changed,
    "beside": rows.beside,
    "memory": rows.memory,
    "preview": rows.preview,
    "year": rows.one_year,
    "growth": rows.growth,
}


def main() -> None:
    """Makes the workspace, measures, and prints."""
    parser = argparse.ArgumentParser(prog="bin/benchmark", description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer runs and fewer reports, in less than 2 minutes")
    parser.add_argument("--only", choices=_PARTS, action="append", help="one part of it; may be given several times")
    parser.add_argument(
        "--beside", type=Path, help="the folder of another version, set up, to be measured beside this one"
    )
    parser.add_argument("--seed", type=int, default=2024, help="which figures are drawn")
    asked = parser.parse_args()
    areas, years = (8, 5) if asked.quick else (42, 15)
    print(_machine(), flush=True)
    keys = make_workspace(_FOLDER / "workspace", areas, years, asked.seed)
    workspace = find_workspace(_FOLDER / "workspace").value
    if workspace is None:
        sys.exit("The workspace could not be made.")
    # London first, since it is the report that is measured alone.
    year = tuple(sorted((key for key in keys if key.year == LAST), key=lambda key: (key.area != "london", key.area)))
    pages = tuple(_FOLDER / "pages" / key.area for key in year)
    for key, page in zip(year, pages, strict=True):
        peers.lay_out(workspace, key, page)
    bench = rows.Bench(workspace.root, keys, year, pages, asked.quick, asked.beside and asked.beside.resolve())
    print(f"{len(keys)} made-up reports: {areas} areas, {years} years. Median, and least to most.\n")
    print("| what | measured | at most | |\n|---|---|---|---|")
    for name in asked.only or _PARTS:
        for row in _PARTS[name](bench):
            print(_line(row), flush=True)


def _line(row: rows.Row) -> str:
    limit = f"{row.most:g}" if row.most is not None else f"at least {row.least:g}" if row.least is not None else ""
    verdict = {True: "holds", False: "**falls short**", None: ""}[row.holds]
    found = f"{row.found} {row.unit}" if row.found else "not measured"
    return f"| {row.what} | {found} | {limit} | {'; '.join(filter(None, (verdict, row.remark)))} |"


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    versions = ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "pikepdf", "markdown", "jinja2"))
    return f"{os.cpu_count()} processors{load}; Python {platform.python_version()}, {versions}"


if __name__ == "__main__":
    main()
