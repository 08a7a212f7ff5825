"""What comes with the program: the national editions, the themes, and London's reports as an example.

Comes in: the name of a file as a workspace has it. Goes out: where that file lies. A file that comes with the program has
“reportgen:” before its name wherever it is told, so that nobody looks for it in the workspace.
"""

from functools import lru_cache
from os.path import lexists
from pathlib import Path

PREFIX = "reportgen:"


@lru_cache(maxsize=1)
def packaged_root() -> Path:
    """The folder that holds templates/, content/ and data/ as they come with the program.

    Why: a wheel has them inside the package; an editable installation reads them at the top of its repository.
    """
    package = Path(__file__).parents[1]
    inside = package / "packaged"
    return inside if inside.is_dir() else package.parents[1]


def is_packaged(path: str) -> bool:
    """Whether a name is that of a file which comes with the program."""
    return path.startswith(PREFIX)


def full_path(root: Path, path: str) -> Path:
    """Where the file of that name lies on this computer."""
    return packaged_root() / path.removeprefix(PREFIX) if is_packaged(path) else root / path


def locate(root: Path, path: str) -> str:
    """The name of a file or folder of an edition or theme: that of the workspace's own, or else of the program's.

    Why: an edition or theme is taken whole from one place, so that its files belong together. A folder of the workspace wins.
    Shape: `path` begins with templates/, a kind or “themes”, and a name.
    """
    folder = "/".join(path.split("/")[:3])
    if lexists(root / folder) or not lexists(packaged_root() / folder):
        return path
    return PREFIX + path
