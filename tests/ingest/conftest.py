"""What the tests of reading foreign files share: an edition, invented figures for it, and its tables as a report prints them."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from published import Table, edition_of, made_up, tables_of

from reportgen.read.cells import CellName
from reportgen.read.edition import Edition


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The newest edition of the repository."""
    return edition_of()


@pytest.fixture(scope="session")
def figures(edition: Edition) -> dict[CellName, str]:
    """Invented figures, whose sums hold."""
    return made_up(edition)


@pytest.fixture(scope="session")
def tables(edition: Edition, figures: dict[CellName, str]) -> dict[str, Table]:
    """The same as tables of a report."""
    return tables_of(edition, figures)
