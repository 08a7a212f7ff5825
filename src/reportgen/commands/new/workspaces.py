"""A new workspace: one to try, in which everything is made up, or one that begins with an area's real reports.

Goes out: a plan of its files. The national editions and the themes come with the program, and are in neither.
"""

from collections.abc import Iterable
from pathlib import Path

from reportgen.commands.new.plan import STARTER, Plan
from reportgen.read.packaged import packaged_root

# What can be made again at any time is not kept in git.
_IGNORED = b"/build/\n/.reportgen/\n"


def practice_workspace() -> Plan:
    """All files of the workspace to try."""
    folder = STARTER / "workspace"
    return Plan(_read(folder, folder.rglob("*")))


def example_areas() -> tuple[str, ...]:
    """The areas whose reports come with the program, by short name."""
    names = {path.stem for path in packaged_root().glob("data/*/*/*.yaml")} - {"year"}
    return tuple(sorted(names))


def example_workspace(area: str) -> Plan:
    """A workspace with all reports of an area whose reports come with the program, ready for those of other areas."""
    root, starter = packaged_root(), STARTER / "example"
    figures = tuple(root.glob(f"data/*/*/{area}.yaml"))
    years = (path.with_name("year.yaml") for path in figures)
    pages = root.glob(f"content/*/*/{area}/*")
    files = _read(root, (root / "data/areas.yaml", *years, *figures, *pages))
    return Plan(_read(starter, starter.rglob("*")) | {".gitignore": _IGNORED} | files)


def _read(root: Path, paths: Iterable[Path]) -> dict[str, bytes]:
    """What some files hold, by their paths below a folder."""
    found = sorted(path for path in paths if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}
