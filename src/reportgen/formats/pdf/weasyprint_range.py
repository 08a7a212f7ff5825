"""The versions of WeasyPrint that this program was tried with.

Goes out: why a version is none of them. The same bounds stand in pyproject.toml, for whoever installs.
"""

# From the first of these on, and before the second.
OLDEST, UNTRIED = "70", "71"


def why_not_this_weasyprint(version: str) -> str:
    """Why a version of WeasyPrint is none to print with; nothing where it is one, and for no version, that there is none."""
    if not version:
        return "WeasyPrint is not installed"
    if _number(OLDEST) <= _number(version) < _number(UNTRIED):
        return ""
    return f"WeasyPrint {version} is installed, and this program needs {OLDEST} or later, but older than {UNTRIED}"


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
