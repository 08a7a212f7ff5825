"""A bar on the terminal while the pages of a long file are read."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click._termui_impl import ProgressBar

    from reportgen.core.worker_process import Tell

# So many pages take long enough for a bar.
_MANY_PAGES = 25


@contextmanager
def progress(is_shown: bool) -> "Iterator[Tell]":
    """A bar on a terminal while many pages are read; nothing elsewhere."""
    bars: list[ProgressBar[int]] = []

    def tell(done: int, of: int) -> None:
        if not is_shown or of < _MANY_PAGES or not sys.stderr.isatty():
            return
        if not bars:
            bars.append(click.progressbar(length=of, label="Pages", file=sys.stderr))
        bars[0].update(done - bars[0].pos)

    try:
        yield tell
    finally:
        for bar in bars:
            bar.render_finish()
