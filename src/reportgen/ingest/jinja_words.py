"""Words of one area and one year in national wording, in whose place the edition has values.

Comes in: words of a report. Goes out: the same with private signs where a value stands; and at the end `{{ }}` in their place.
Why: the writer of Markdown takes braces for words and protects them, so values are put in after it.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from reportgen.core.names import Period
from reportgen.core.wording import long_date
from reportgen.ingest.flow import FlowBlock

_START, _END = "\ue010", "\ue011"
_TOKEN = re.compile(f"{_START}([0-9]+){_END}")


class YearAndArea:
    """What differs from area to area and from year to year. Shape: `names` are all that the area is called."""

    def __init__(self, names: Iterable[str], period: Period) -> None:
        self.values = [
            "area.name | possessive",
            "area.name",
            "period.end | long_date",
            "period.start | long_date",
            "period.label",
        ]
        area = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        first, last = period.label.split("/") if "/" in period.label else (period.label, "")
        label = rf"{first}\s?[/–-]\s?(?:{first[:2]})?{last}" if last else first
        self.patterns = [
            re.compile(rf"(?<![\w-])(?:{area})[’']s?(?!\w)"),
            re.compile(rf"(?<![\w-])(?:{area})(?![\w-])"),
            re.compile(_date(long_date(period.end))),
            re.compile(_date(long_date(period.start))),
            re.compile(rf"(?<!\d){label}(?!\d)"),
        ]

    def marked(self, words: str) -> str:
        """Words with a private sign for each value."""
        for number, pattern in enumerate(self.patterns):
            words = pattern.sub(f"{_START}{number}{_END}", words)
        return words

    def marked_block(self, block: FlowBlock) -> FlowBlock:
        """A block with a private sign for each value in its words."""
        cells = tuple(tuple(self.marked(cell) for cell in row) for row in block.cells)
        runs = tuple(replace(run, words=self.marked(run.words)) for run in block.runs)
        return replace(block, runs=runs, cells=cells)

    def filled(self, text: str) -> str:
        """A text of an edition with its values between braces. Why: braces that a report has itself stay words."""
        text = text.replace("{%", "{&#37;").replace("{#", "{&#35;")
        return _TOKEN.sub(lambda match: f"{{{{ {self.values[int(match[1])]} }}}}", text)


def _date(words: str) -> str:
    day, month, year = words.split(" ")
    return rf"(?<!\d){day}(?:st|nd|rd|th)? {month},? {year}(?!\d)"
