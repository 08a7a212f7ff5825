"""Whatever is fed in: a right report or a clear error, soon, at a place that exists, and no file is touched.

The inputs are made from good files, by changes as people, editors and broken disks make them.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random  # noqa: TID251 - made by Hypothesis, which repeats what it made

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from malformed import AREAS, EDITION, FIGURES, FORMER, KEY, MARKER, NOTE, PAGE, PAGES, SECTION, YEAR
from promises import HIDDEN, NASTY, broken_promises, is_seen, mutated

from reportgen.commands.build import build
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.located_yaml import Mapping, Scalar, parse_yaml
from reportgen.read.text import decode_text
from reportgen.read.workspace_files import find_workspace

pytestmark = pytest.mark.slow

MOST_SECONDS = 2
MOST_MEGABYTES = 500
FILES = (FIGURES, YEAR, FORMER, AREAS, MARKER, PAGE, f"{PAGES}/10-training-day.md", EDITION, SECTION, NOTE)
# The workspace is put back by each example itself.
SHARED = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


def look(root: Path) -> bool:
    """Checks the report of 2024 by every promise; gives whether nothing at all was said."""
    started = time.process_time()
    found = find_workspace(root)
    said, is_right = found.diagnostics, False
    if found.value is not None:
        built = build(found.value, KEY, (), strict=False)
        said, is_right = (*said, *built.diagnostics), built.is_right
    assert time.process_time() - started < MOST_SECONDS
    assert broken_promises(said, root) == []
    assert is_right != any(one.is_error for one in said), "either the report is right, or an error says why not"
    return not said


@settings(max_examples=200, **SHARED)  # type: ignore[arg-type]
@given(path=st.sampled_from(FILES), chance=st.randoms(use_true_random=False), changes=st.integers(1, 4))
def test_any_change_of_a_good_file_is_right_or_told(path: str, chance: Random, changes: int, good: Path) -> None:
    """One file with a few changes of bytes, words or lines gives a right report or an error at a place that exists."""
    file = good / path
    before = file.read_bytes()
    data = before
    for _ in range(changes):
        data = mutated(data, chance)
    file.write_bytes(data)
    try:
        look(good)
        assert file.read_bytes() == data
        assert not (good / "build").exists()
    finally:
        file.write_bytes(before)


@settings(max_examples=150, **SHARED)  # type: ignore[arg-type]
@given(
    path=st.sampled_from(FILES),
    data=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")),
)
def test_any_bytes_are_right_or_told(path: str, data: bytes, good: Path) -> None:
    """Any bytes in the place of a file are told, at a place that exists; in an earlier year's, as a warning."""
    file = good / path
    before = file.read_bytes()
    file.write_bytes(data)
    try:
        assert not look(good), "bytes at random are no file of a report"
    finally:
        file.write_bytes(before)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.sampled_from(NASTY) | st.sampled_from(["a: ", "b", "\n", "  ", "- ", "41", "{", "}", "[", "]", ", "]),
        max_size=25,
    )
)
def test_any_yaml_is_a_tree_or_told(words: list[str]) -> None:
    """Words of YAML in any order are a tree or a fault with its place; never an exception."""
    said = []
    data = "".join(words).encode("utf-8", "surrogatepass")
    file = decode_text("any.yaml", data, said.append)
    tree = parse_yaml(file, said.append) if file and not said else None
    assert broken_promises(said) == []
    assert said or tree is None or 1 <= tree.place.line <= len(file.lines)  # type: ignore[union-attr]


ESCAPES = st.one_of(
    st.integers(0, 0x10FFFF).map(lambda code: f"\\U{code:08x}"),
    st.integers(0, 0xFFFF).map(lambda code: f"\\u{code:04x}"),
    st.integers(0, 0xFF).map(lambda code: f"\\x{code:02x}"),
    st.sampled_from([f"\\u{ord(c):04x}" for c in HIDDEN[:-1]]),
    st.sampled_from(["\\" + c for c in '0abtnvfre"/\\N_LP \n']),
    st.text(max_size=3),
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(ESCAPES, min_size=1, max_size=6))
def test_any_value_in_quotation_marks_can_be_seen_or_is_told(parts: list[str]) -> None:
    """What escapes stand for is looked through like what was typed: nothing hidden, nothing that no file could hold."""
    said: list[Diagnostic] = []
    data = f'source: "{"".join(parts)}"'.encode("utf-8", "surrogatepass")
    file = decode_text("any.yaml", data, said.append)
    tree = parse_yaml(file, said.append) if file and not said else None
    assert broken_promises(said) == []
    if not said and isinstance(tree, Mapping):
        assert all(is_seen(value.text) for _, value in tree.entries if isinstance(value, Scalar))


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("nasty", [word for word in NASTY if word.strip()][::7], ids=lambda word: ascii(word)[:24])
def test_a_nasty_word_at_each_end_is_right_or_told(nasty: str, path: str, good: Path) -> None:
    """What breaks careless readers, at the beginning and at the end of each file."""
    file = good / path
    before = file.read_bytes()
    word = nasty.encode("utf-8", "surrogatepass")
    for data in (word + before, before + word):
        file.write_bytes(data)
        look(good)


HEAVY: dict[str, tuple[str, Callable[[str], str]]] = {
    "names in a row": (FIGURES, lambda good: good.replace("{category_1: 95,", "{" + "k: 1, " * 130_000 + "category_1: 95,")),
    "different names": (FIGURES, lambda good: good.replace("  orders:", "".join(f"  t{n}: 1\n" for n in range(80_000)) + "  orders:")),
    "pieces of numbers": (FIGURES, lambda good: good.replace("{category_1: 95,", "{category_1: 95," + "100," * 200_000)),
    "revisions": (FIGURES, lambda good: good + "revisions:\n" + "".join(f"  a.b{n}: 1\n" for n in range(60_000))),
    "characters that nobody sees": (FIGURES, lambda good: good + "#" + "\u200b" * 300_000),
    "controls": (FIGURES, lambda good: good + "#" + "\x01" * 900_000),
    "accents": (FIGURES, lambda good: good + "#" + "\u0301\u0327" * 200_000),
    "quotation marks": (FIGURES, lambda good: good + "\n".join('a: "' for _ in range(90_000))),
    "open brackets": (FIGURES, lambda good: good.replace("made: 41", "made: " + "[" * 900_000)),
    "things to be filled in": (FIGURES, lambda good: good + "\n".join("# TBC TBC" for _ in range(80_000))),
    "areas": (AREAS, lambda good: good + "".join(f"  a{n}: 1\n" for n in range(70_000))),
    "tables": (EDITION, lambda good: good.replace("  orders:\n", "".join(f"  t{n}: {{at_most: t{n + 1}}}\n" for n in range(25_000)) + "  orders:\n")),
    "rows and columns": (EDITION, lambda good: good.replace("      made: {", "".join(f"      r{n}: {{label: R}}\n" for n in range(600)) + "      made: {").replace("      number: {", "".join(f"      c{n}: {{label: C}}\n" for n in range(600)) + "      number: {", 1)),
    "things to be filled in in a page": (PAGE, lambda good: good + "TBC " * 200_000),
    "years": (PAGE, lambda good: good + "2021/22 " * 100_000),
    "words": (PAGE, lambda good: good + "a " * 400_000),
    "lines": (PAGE, lambda good: good + "\n\na" * 200_000),
    "quotations": (PAGE, lambda good: good + "> " * 400_000),
    "brackets": (PAGE, lambda good: good + "[" * 900_000),
    "pictures": (PAGE, lambda good: good + "![" * 400_000),
    "links": (PAGE, lambda good: good + "[a](" * 200_000),
    "braces": (PAGE, lambda good: good + "{{" * 400_000),
    "asterisks": (PAGE, lambda good: good + "**a" * 300_000),
    "cells": (PAGE, lambda good: good + "\n" + "|a" * 200_000 + "|\n" + "|-" * 200_000 + "|\n"),
    "loops in loops": (SECTION, lambda good: good + "{% for a in range(99999) %}" * 5 + "x" + "{% endfor %}" * 5 + "\n"),
    "brackets of a section": (SECTION, lambda good: good + "[" * 900_000 + "\n"),
    "brackets of a note": (NOTE, lambda good: good + "[" * 900_000 + "\n"),
}  # fmt: skip

# Run in a process of its own, since what a process once took of memory can only be asked for as a whole. The system's
# own record of its memory is read: getrusage would tell what the process took from which it was started.
LOOK = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from malformed import KEY, check
from reportgen.commands.build import build
from reportgen.read.workspace_files import find_workspace
started = time.process_time()
workspace = find_workspace(Path(sys.argv[1]))
said = workspace.diagnostics or build(workspace.value, KEY, (), strict=False).diagnostics
seconds = time.process_time() - started
status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
(peak,) = (int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
print(f"{seconds:.2f}", peak // 1024, sum(one.is_error for one in said))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not measured in the same way")
@pytest.mark.parametrize("name", HEAVY)
def test_a_file_below_a_megabyte_takes_two_seconds_and_500_megabytes_at_most(name: str, good: Path) -> None:
    """Files that would hold careless readers up are read, or refused, soon and with little memory."""
    path, grown = HEAVY[name]
    file = good / path
    file.write_text(grown(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert file.stat().st_size < 1_000_000
    command = [sys.executable, "-c", LOOK, str(good), str(Path(__file__).parent / "support")]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 0, told.stderr[-2000:]
    seconds, megabytes, errors = told.stdout.split()
    assert float(seconds) < MOST_SECONDS
    assert int(megabytes) < MOST_MEGABYTES
    # Remarks are nobody's fault, and a page may have as many paragraphs as it likes.
    assert int(errors) >= 1 or name in ("lines", "things to be filled in", "years")
