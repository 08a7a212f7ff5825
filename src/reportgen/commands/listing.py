"""Which reports a workspace has, and in what state each is.

Comes in: a workspace. Goes out: a row for each report.
"""

from reportgen.core.names import Period, ReportKey, reporting_year
from reportgen.core.wording import long_date
from reportgen.read.source import read_year
from reportgen.read.workspace import Workspace, build_path, figures_path, list_reports


def list_states(workspace: Workspace, kind: str) -> tuple[dict[str, str], ...]:
    """Every report of a kind, oldest year first: what it is of, and its state; a dash where its edition is not known."""
    return tuple(_state(workspace, key) for key in list_reports(workspace, kind))


def edition_and_period(workspace: Workspace, key: ReportKey) -> tuple[str, Period]:
    """The edition that a report's year asks for, empty if that cannot be read, and the period it covers."""
    year = read_year(workspace, key.kind, key.year).value
    if year is None:
        return "", reporting_year(key.year)
    return year.edition.name, year.edition.period(key.year)


def heading(workspace: Workspace, key: ReportKey) -> str:
    """What was understood of a report that was named: London, 1 April 2024 to 31 March 2025, edition 2024.1."""
    area = workspace.areas[key.area].name if key.area in workspace.areas else key.area
    edition, period = edition_and_period(workspace, key)
    words = f"{area}, {long_date(period.start)} to {long_date(period.end)}"
    return words + (f", edition {edition}" if edition else "")


def _state(workspace: Workspace, key: ReportKey) -> dict[str, str]:
    edition, period = edition_and_period(workspace, key)
    area = workspace.areas.get(key.area)
    folder = workspace.root / build_path(key)
    made = [(folder / name) for name in ("index.html", "report.pdf") if (folder / name).is_file()]
    if not made:
        state = "not made"
    else:
        typed = (workspace.root / figures_path(key)).stat().st_mtime_ns
        older = any(path.stat().st_mtime_ns < typed for path in made)
        state = (
            "made"
            + (", without " + ("PDF" if made[0].name == "index.html" else "HTML") if len(made) == 1 else "")
            + ("; figures changed since" if older else "")
        )
    name = area.name if area else key.area
    return {"report": str(key), "area": name, "year": period.label, "edition": edition or "–", "state": state}
