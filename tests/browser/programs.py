"""The programs that the tests in a browser need, or a skipped test that says which is missing."""

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SETUP = "bin/setup-slow-tests sets it up"


def find_program(*names: str) -> str:
    """The path of the first of these programs that is there."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"{' or '.join(names)} is not installed; {SETUP}")
    return found


def find_package(path: str) -> Path:
    """A file of a package of npm."""
    found = HERE / "node_modules" / path
    if not found.exists():
        pytest.skip(f"the package {path.split('/')[0]} is not installed in tests/browser; {SETUP}")
    return found
