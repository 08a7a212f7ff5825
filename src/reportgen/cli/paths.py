"""Paths as they are found from where one stands.

Comes in: paths of the workspace. Goes out: the same, for somebody who types commands in a folder of it, or outside.
"""

import os
import re
from pathlib import Path

import click

from reportgen.core.diagnostic import in_one_line

_ROOT = "reportgen.root"
# Where a path of the workspace begins in a sentence, but none that begins a quotation.
_PATH = re.compile(r"(?<![\w“/.~-])(?=reportgen\.yaml|(?:build|content|data|templates|\.reportgen)/)")


def standing_outside(root: Path) -> None:
    """Remembers for this command where the workspace is whose paths are printed from now on."""
    click.get_current_context().meta[_ROOT] = root


def from_here(path: Path) -> str:
    """A path from the current folder, in one line; the whole path where none leads to it, as on another drive."""
    try:
        return in_one_line(os.path.relpath(path).replace(os.sep, "/"))
    except (OSError, ValueError):
        return in_one_line(str(path))


def words_from_here(words: str) -> str:
    """A line in which each path of the workspace is one from the current folder."""
    context = click.get_current_context(silent=True)
    root = context.meta.get(_ROOT) if context else None
    way = "." if root is None else from_here(root)
    return words if way == "." else _PATH.sub(lambda _: f"{way}/", words)
