"""What inputs at random once reached is reached again in every run of the tests, and no promise is broken."""

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[1] / "tools" / "fuzz"
TARGETS = ("yaml", "quoted", "figures", "page", "edition", "check")


@pytest.fixture(scope="module")
def by_name() -> Iterator[dict[str, Callable[[bytes], None]]]:
    """The readers that are fed, by name, in a workspace of their own."""
    targets = runpy.run_path(str(FUZZ / "targets.py"))["Targets"]()
    yield targets.by_name
    targets.close()


@pytest.mark.parametrize("name", TARGETS)
def test_kept_inputs_keep_every_promise(name: str, by_name: dict[str, Callable[[bytes], None]]) -> None:
    """Each input of the corpus is read, or told at a place that exists."""
    inputs = sorted((FUZZ / "corpus" / name).iterdir())
    assert len(inputs) >= 20
    for path in inputs:
        by_name[name](path.read_bytes())


def test_every_target_is_fed(by_name: dict[str, Callable[[bytes], None]]) -> None:
    """No reader is left out, and no folder of inputs is nobody's."""
    assert set(by_name) == set(TARGETS) == {path.name for path in (FUZZ / "corpus").iterdir()}
