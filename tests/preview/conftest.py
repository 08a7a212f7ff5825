"""Previews that run, ended after the tests that use them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from london import copy_workspace
from previewed import Shown, start_preview


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Callable[..., Shown]]:
    """Starts a preview of a copy of the repository's reports, and ends it after the test."""
    started: list[Shown] = []

    def starting(*options: str, **environment: str) -> Shown:
        root = tmp_path / str(len(started))
        copy_workspace(root)
        started.append(start_preview(root, *options, **environment))
        return started[-1]

    yield starting
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """One preview for all tests that change nothing."""
    one = start_preview(copy_workspace(tmp_path_factory.mktemp("served")))
    yield one
    one.process.kill()
    one.process.wait()
