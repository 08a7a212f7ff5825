"""Where each block of a text was typed.

Comes in: the lines of a file, and the words of its blocks in order. Goes out: a place for each.
Why: Python-Markdown keeps no line numbers. A block's first run of words, folded to letters and digits, is found again in the
text from where the block before it was found, so that equal words have the places of their order.
"""

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from reportgen.core.diagnostic import Place, SourceFile

# Letters of a script that no report is written in, with which a mark begins and ends that is filled in later: one that
# stands for words, and one for blocks. To Markdown a mark is a word; in the file something else was typed there.
WORDS_MARK, BLOCKS_MARK, MARK_END = "\U00010a60", "\U00010a62", "\U00010a61"
_LONGEST = 60
_MARK = re.compile(f"[{WORDS_MARK}{BLOCKS_MARK}][0-9]*{MARK_END}")
_RUN = re.compile(r"[^\W_]+")


class Locator:
    """Finds blocks in the lines of one file, the next always at or after the one before."""

    def __init__(self, file: SourceFile, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        folded = _folded_lines(file)[first_line - 1 :]
        self.text = "".join(folded)
        # Where each line ends in the folded text.
        self.ends = list(accumulate(map(len, folded)))
        self.at = 0
        self.marked = first_line - 1

    def place(self, words: str) -> Place:
        """The place of a block by its first run of words; the line reached before where it has none."""
        sought = folded_words(words)[:_LONGEST]
        found = self.text.find(sought, self.at) if sought else -1
        if found >= 0:
            self.at = found + len(sought)
        line = self._line(found if found >= 0 else max(0, self.at - 1))
        typed = self.file.lines[line - 1] if line <= len(self.file.lines) else ""
        return Place(self.file, line, len(typed) - len(typed.lstrip()) + 1, max(1, len(typed.strip())))

    def typed(self, mark: str) -> Place:
        """The next line on which a mark, such as <dl, was typed; the line reached before where there is none."""
        for index in range(self.marked, len(self.file.lines)):
            column = self.file.lines[index].find(mark)
            if column >= 0:
                self.marked = index + 1
                return Place(self.file, index + 1, column + 1, len(mark))
        return self.place("")

    def restart(self) -> None:
        """Begins at the head of the text again, as for footnotes, which are typed anywhere."""
        self.at = 0

    def _line(self, position: int) -> int:
        index = bisect_right(self.ends, position)
        return self.first_line + min(index, max(0, len(self.ends) - 1))


@lru_cache(maxsize=4)
def _folded_lines(file: SourceFile) -> tuple[str, ...]:
    """Each line as letters and digits alone. Why: a page is read with its lead, each from the same lines."""
    return tuple(map(folded_words, file.lines))


def has_words(words: str) -> bool:
    """Whether there is a letter or a digit by which a place can be found."""
    return _RUN.search(_MARK.sub("", words) if MARK_END in words else words) is not None


def folded_words(words: str) -> str:
    """Words as letters and digits alone, in small letters; where marks stand in them, the longest run between two."""
    if MARK_END in words:
        return max(map(folded_words, _MARK.split(words)), key=len)
    return "".join(_RUN.findall(words.lower()))
