"""What holds of every diagnostic whatever was typed, and what people and programs type that breaks careless readers.

Comes in: what was said. Goes out: the promises that it breaks, in words.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random  # noqa: TID251 - given by who asks, with a seed

from reportgen.core.catalogue import CATALOGUE
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.core.diagnostic_text import as_data, as_json, as_text

# Slugs that name a file because it is not there.
OF_MISSING_FILES = {
    "missing-file",
    "not-begun",
    "missing-page",
    "edition-missing",
    "unknown-area",
    "no-workspace",
    "seal-broken",
}

NASTY = (
    *(
        "",
        " ",
        "  ",
        "\t",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        "\x00",
        "\x01",
        "\x0b",
        "\x0c",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\xa0",
        "\xad",
    ),
    *(
        "\u200b",
        "\u200d",
        "\u200e",
        "\u202e",
        "\u2028",
        "\u2066",
        "\ufeff",
        "\ufffd",
        "\ufffe",
        "\ue000",
        "\U000e0041",
        "\U0001f600",
    ),
    *("e\u0301", "\u0301" * 40, "ﬁ", "Ⅳ", "１", "٤", "²", "½", "‘", "’", "“", "”", "–", "−", "：", "，"),
    *(
        "0",
        "00",
        "-1",
        "+1",
        "1,100",
        "1.0",
        "1e3",
        "0x1F",
        "0o7",
        "1_000",
        "NaN",
        ".inf",
        "-.inf",
        "9" * 400,
        "1" + "0" * 400,
    ),
    *("~", "null", "true", "yes", "No", "2024-01-01", "2024-13-45", "12:30", "2024", "2024/25", "31 March 2023"),
    *("[z]", "[c]", "[x]", "[r]", "[n]", "[]", "[", "]", "[1, r]", "41 [r]", "[[z]]", "(z)", "pending"),
    *(
        "{",
        "}",
        "{}",
        "{{",
        "}}",
        "{{ 7*7 }}",
        "{{ eligible.total.total }}",
        "{{ a.b.c }}",
        "{%",
        "{% for x in range(9) %}",
        "{#",
    ),
    *(
        "---",
        "...",
        "--- ",
        "---\n",
        "\n---\n",
        "%YAML 1.1\n",
        "<<: *a",
        "<<: {a: 1}",
        "&a",
        "*a",
        "&a [*a]",
        "!!python/name:os",
        "!x",
        "!!int",
    ),
    *(
        "? ",
        ": ",
        ":",
        "- ",
        "-",
        "|",
        "|-\n",
        ">",
        ">+\n",
        "#",
        " #",
        "@",
        "`",
        '"',
        "'",
        "\\",
        '"\\x00"',
        '"\\ud800"',
        '"\\x01"',
        '"\\u200b"',
        '"\\u202e"',
        '"\\L"',
        "''",
        '""',
        ",",
    ),
    *(
        "[" * 30,
        "{a: " * 30,
        "- " * 30,
        "> " * 30,
        "![" * 30,
        "](" * 30,
        "*" * 30,
        "_" * 30,
        "`" * 30,
        "|" * 30,
        "#" * 7,
        "~~~",
        "```",
        "$$",
    ),
    *("<script>alert(1)</script>", "<b onclick=x>", "<!--", "-->", "<?php", "<a", "&lt;", "&#0;", "&#x202e;", "&"),
    *(
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](//x)",
        "[](https://a.example)",
        "[a]: x",
        "[a][b]",
        "[^1]",
        "[^1]: x",
        "<https://x>",
    ),
    *(
        "![](a.png)",
        "![a](../../reportgen.yaml)",
        "![a](attendance.png)",
        '![a](attendance.png "b")',
        "![a](x.svg)",
        "[![a](attendance.png)](https://x.example)",
    ),
    *(
        "# A",
        "## A",
        "### A",
        "#### A",
        "A\n===",
        "A\n---",
        "| a | b |",
        "|---|",
        "|---:|:-|",
        "* * *",
        "1. a",
        "    a",
        "XXX",
        "TBC",
        "???",
        "[insert name]",
    ),
    *(
        "..",
        "../..",
        "/etc/passwd",
        "C:\\",
        "%s",
        "%n",
        "${HOME}",
        "$(id)",
        "a" * 300,
        "category_4",
        "Category 4",
        "total",
        "title: x",
        "tables:",
    ),
)
# Those of width, of direction and of no meaning that no control is.
HIDDEN = (
    "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff\U000e0041"
)
_BYTES = (
    b"\xff",
    b"\xfe",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"\x92",
    b"\xe9",
    b"\xf0\x9f\x98",
    b"\x80",
)


def broken_promises(diagnostics: Iterable[Diagnostic], root: Path | None = None) -> list[str]:
    """What is wrong with what was said: a slug, a place or words that a person could do nothing with.

    Shape: `root` is the workspace in which the files have to be found; without it only their lines are looked at.
    """
    return [f"{said.slug} at {said.place}: {fault}" for said in diagnostics for fault in _faults(said, root)]


def _faults(said: Diagnostic, root: Path | None) -> Iterator[str]:
    if said.slug not in CATALOGUE:
        yield "no such slug"
    if not said.message.strip() or not _is_printable(said.message) or len(said.message) > 2000:
        yield f"the message cannot be printed: {said.message[:200]!r}"
    if not _is_printable(said.hint) or len(said.hint) > 2000:
        yield f"the hint cannot be printed: {said.hint[:200]!r}"
    for place in (said.place, *(place for _, place in said.related if place)):
        yield from faults_of_place(place)
        if root is not None and said.slug not in OF_MISSING_FILES and not _is_there(root, place.file.path):
            yield f"there is no file {place.file.path}"
    text = as_text(said)
    if not all(_is_printable(line) for line in text.split("\n")):
        yield f"what is told cannot be printed: {text[:300]!r}"
    as_json(as_data(said)).encode()


def _is_there(root: Path, path: str) -> bool:
    """Whether a file is there, or something else in its place or in that of one of its folders."""
    steps = [root / path, *(root / path).parents]
    found = next((step for step in steps if os.path.lexists(step)), root)
    return found == root / path or not found.is_dir()


def _is_printable(text: str) -> bool:
    """Whether a terminal shows the words in one line and in their order."""
    return not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in "\u202a\u202b\u202d\u202e" for c in text)


def is_seen(text: str) -> bool:
    """Whether readers see every character of a value, and a file in XML can hold it."""
    return not any(
        c in HIDDEN or unicodedata.category(c) in ("Cc", "Cs", "Co", "Zl", "Zp") for c in text if c not in "\t\n\uf0b7"
    )


def faults_of_place(place: Place) -> Iterator[str]:
    """Why a place is not one of its file; nothing when it is."""
    file: SourceFile = place.file
    if not file.path or file.path.startswith(("/", "..")):
        yield f"the path {file.path!r} is not one of the workspace"
    if place.line == 0 and place.column == 0:
        return
    if not 1 <= place.line <= len(file.lines):
        yield f"the file has {len(file.lines)} lines"
    elif not 1 <= place.column <= len(file.lines[place.line - 1]) + 1:
        yield f"the line has {len(file.lines[place.line - 1])} characters: {file.lines[place.line - 1][:80]!r}"
    if place.length < 1:
        yield f"a length of {place.length}"


def mutated(data: bytes, chance: Random) -> bytes:
    """The bytes with one change as people, editors and broken disks make them."""
    ways = (_words, _words, _words, _line, _line, _token, _token, _token, _bytes, _cut)
    return chance.choice(ways)(data, chance)


def _words(data: bytes, chance: Random) -> bytes:
    """Puts something nasty in, now and then in the place of what stands there."""
    at = chance.randint(0, len(data))
    nasty = chance.choice(NASTY).encode("utf-8", "surrogatepass") * chance.choice((1, 1, 1, 1, 2, 50))
    return data[:at] + nasty + data[at + chance.choice((0, 0, 1, 2, 5)) :]


def _line(data: bytes, chance: Random) -> bytes:
    """Removes, repeats, moves, sets in or out a line."""
    lines = data.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    way = chance.randrange(6)
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(other, lines[at])
    elif way == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif way == 3:
        lines[at] = chance.choice((b" ", b"  ", b"\t", b"- ", b"> ", b"# ")) + lines[at]
    elif way == 4:
        lines[at] = lines[at].lstrip()
    else:
        lines[at] = chance.choice(NASTY).encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


def _token(data: bytes, chance: Random) -> bytes:
    """Removes, repeats, swaps or replaces a word, a number or a sign."""
    tokens = re.findall(rb"\w+|\s+|[^\w\s]", data) or [b""]
    at, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
    way = chance.randrange(5)
    if way == 0:
        del tokens[at]
    elif way == 1:
        tokens.insert(at, tokens[at])
    elif way == 2:
        tokens[at], tokens[other] = tokens[other], tokens[at]
    elif way == 3:
        tokens[at] = chance.choice(NASTY).encode("utf-8", "surrogatepass")
    else:
        tokens[at] = tokens[other]
    return b"".join(tokens)


def _bytes(data: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice((*_BYTES, bytes([chance.randrange(256)]))) + data[at + chance.randrange(3) :]


def _cut(data: bytes, chance: Random) -> bytes:
    """Loses a piece, or has it twice."""
    start, end = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    return data[:start] + data[end:] if chance.randrange(2) else data[:end] + data[start:]
