"""The typeface of printed reports, which comes with the program and never from the machine.

Goes out: where its files are, and which characters it has. The one home of fontTools.
Source: Source Sans 3, version 3.052, as Google Fonts has it, unchanged; its licence is typeface/OFL.txt.
"""

import io
from functools import lru_cache
from pathlib import Path

FAMILY = "Source Sans 3"
FACES = ("SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf", "SourceSans3-Italic.ttf")


def font_path(name: str) -> Path:
    """Where one file of the family is."""
    return Path(__file__).parent / "typeface" / name


def font_bytes(name: str) -> bytes:
    """One file of the family. Raises: OSError when it is not there."""
    return font_path(name).read_bytes()


def write_no_moment() -> None:
    """Has fontTools write the same moment into every typeface that it packs.

    Why: it packs where HarfBuzz-Subset is missing, and would write the time of the day, so that no two PDFs were the same.
    """
    from fontTools.ttLib.tables import _h_e_a_d

    _h_e_a_d.timestampNow = int


@lru_cache(maxsize=1)
def printable_characters() -> frozenset[str]:
    """The characters that every face of the family has."""
    from fontTools.ttLib import TTFont

    faces = [TTFont(io.BytesIO(font_bytes(name)), lazy=True).getBestCmap() for name in FACES]
    return frozenset(chr(code) for code in set.intersection(*(set(face) for face in faces)))
