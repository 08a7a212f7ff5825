"""The typeface of printed reports, from a pinned package and never from the machine.

Goes out: the bytes of a font file. The one home of rendercv-fonts.
"""

from functools import lru_cache
from pathlib import Path

FAMILY = "Source Sans 3"


@lru_cache(maxsize=8)
def font_bytes(name: str) -> bytes:
    """One file of the family. Raises: FileNotFoundError for any other name."""
    if name not in ("SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf", "SourceSans3-Italic.ttf"):
        raise FileNotFoundError(name)
    return (_folder() / name).read_bytes()


def _folder() -> Path:
    import rendercv_fonts

    return Path(rendercv_fonts.__file__).parent / FAMILY
