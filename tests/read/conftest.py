"""What the tests of malformed files need: all that is said of the small workspace, held against what a person has read."""

from collections.abc import Callable, Iterable
from pathlib import Path

import malformed
import pytest

from reportgen.core.diagnostic import Diagnostic


@pytest.fixture
def told(worded: Callable[[Iterable[Diagnostic]], None]) -> Callable[[Path, str], list[str]]:
    """Tells what is said as “slug line:column”, once its words were found right."""

    def tell(root: Path, path: str) -> list[str]:
        said = malformed.check(root)
        worded(said)
        return malformed.told(said, path)

    return tell
