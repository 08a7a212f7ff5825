"""Which lines of a page hold a sign of Markdown, or of another program; most are words alone.

Comes in: the lines of a page. Goes out: the numbers of those in which a fault of signs can stand.
"""

import re
from functools import lru_cache

from reportgen.core.diagnostic import SourceFile

# Begins with a letter or an opening quotation mark, and goes on in letters, digits and the marks of sentences.
_WORDS_ALONE = re.compile(r"(?:[^\W\d_]|[“‘])[\w “”‘’'\",.;:!?()%£€–—…-]*\Z")


@lru_cache(maxsize=4)
def signed_lines(file: SourceFile, first_line: int) -> tuple[int, ...]:
    """The lines of a body that are not of words alone, by number; those without words are among them.

    Why: each rule for signs looks at every line for several patterns, and most lines of a page are sentences.
    """
    numbered = enumerate(file.lines[first_line - 1 :], first_line)
    return tuple(number for number, line in numbered if not _WORDS_ALONE.match(line) or "www." in line)
