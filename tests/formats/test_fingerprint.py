"""What a report is made of besides its files: every part that reaches its bytes has a version that is asked for."""

import re
from pathlib import Path

import pytest

import reportgen
from reportgen.formats import fingerprint as module
from reportgen.formats.fingerprint import LIBRARIES, program_fingerprint
from reportgen.formats.pdf.system_libraries import HARFBUZZ_SUBSET, PANGO, SystemLibrary, Unknown, version

LOCK = Path(__file__).parents[2] / "requirements.lock"
# What reads the command line or published reports, shows the preview, or installs this program.
NOT_IN_A_REPORT = {
    *("click", "colorama", "starlette", "uvicorn", "watchfiles", "anyio", "h11", "idna"),
    *("pypdfium2", "python-calamine"),
    *("hatchling", "pathspec", "pluggy", "tomlkit", "trove-classifiers"),
}


def test_every_library_is_an_ingredient() -> None:
    """Each library that a report needs is among those whose version is asked for, and no other is."""
    locked = set(re.findall(r"^([a-z0-9-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    assert {"weasyprint", "pillow", "markdown"} <= locked
    assert locked - NOT_IN_A_REPORT == LIBRARIES
    assert NOT_IN_A_REPORT.isdisjoint(LIBRARIES)


def test_versions_are_found() -> None:
    """The versions of the libraries that are installed here are found, WeasyPrint’s among them."""
    found = module._versions()
    assert len(found) >= 20
    assert any(re.fullmatch(r"weasyprint-[0-9.]+\.dist-info", name) for name in found)


@pytest.mark.pdf_bytes
def test_a_new_version_is_another_ingredient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of this program, of a library, of Pango or of the typeface gives another digest, and so does a computer
    without HarfBuzz-Subset; the same gives the same."""

    def digest() -> str:
        program_fingerprint.cache_clear()
        return program_fingerprint(for_print=True)

    before = digest()
    assert digest() == before
    program_fingerprint.cache_clear()
    assert program_fingerprint(for_print=False) != before
    changes = {
        "_versions": lambda: ["weasyprint-1.dist-info"],
        "version": lambda *_: "1.0",
        "lacking": lambda: (HARFBUZZ_SUBSET,),
        "font_bytes": lambda *_: b"another typeface",
    }
    for name, change in changes.items():
        with monkeypatch.context() as patch:
            patch.setattr(module, name, change)
            assert digest() != before, name
    with monkeypatch.context() as patch:
        patch.setattr(reportgen, "__version__", "another")
        assert digest() != before
    assert digest() == before


def test_unknown_version_is_no_ingredient() -> None:
    """A library of the system that is not found has no version, and nothing is taken to be up to date for want of one."""
    nowhere = SystemLibrary("Nowhere", ("libnowhere.so.7", "libnowhere.7.dylib", "libnowhere-7.dll"), "libnowhere7")
    with pytest.raises(Unknown):
        version(nowhere, "version")
    with pytest.raises(Unknown):
        version(PANGO, "no_function_of_pango")
