"""A complete small workspace to try, in which everything is made up.

Goes out: a plan of its files. How a report looks is taken from the folder that the program was set up in.
"""

from pathlib import Path

from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.read.workspace import theme_path
from reportgen.scaffold.plan import STARTER, Plan

THEME = "house-1"
_SET_UP_IN = Path(__file__).parents[3]


def new_workspace() -> Outcome[Plan]:
    """All files of the workspace to try. Errors: missing-file where the program was set up without its themes."""
    folder = theme_path(THEME)
    files = _below(STARTER / "workspace", "") | _below(_SET_UP_IN / folder, f"{folder}/")
    if not any(path.startswith(folder) for path in files):
        message = f"{folder} is not in the folder that the program was set up in"
        hint = "set the program up again in a copy of its whole repository"
        return Outcome(None, (Diagnostic("missing-file", whole_file(folder), message, hint),))
    return Outcome(Plan(files))


def _below(folder: Path, start: str) -> dict[str, bytes]:
    """Every file below a folder, by its path there."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {start + path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
