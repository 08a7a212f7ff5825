"""Text files: what cannot be read is told with its reason, and what can is the same from every computer."""

import os
from pathlib import Path

import pytest

from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, SourceFile
from reportgen.read.text import decode_text, read_bytes

SHORTER = "give the file a shorter name, of letters, digits and hyphens"
NOT_UTF_16 = "save the file again with the encoding UTF-8 (in Word: “Plain text”, other encoding, Unicode (UTF-8))"
UTF_16 = "the file is in UTF-16, or no text at all; save it again as UTF-8"


def decoded(data: bytes) -> tuple[SourceFile | None, list[Diagnostic]]:
    """The lines of the bytes, and what is said of them."""
    said: list[Diagnostic] = []
    return decode_text("a.md", data, said.append), said


def test_a_file_may_be_as_large_as_is_read_and_no_larger(tmp_path: Path) -> None:
    """At the bound it is read; one byte more is told with both numbers."""
    said: list[Diagnostic] = []
    (tmp_path / "a.md").write_bytes(b"0123456789")
    assert read_bytes(tmp_path, "a.md", said.append, largest=10) == b"0123456789"
    assert said == []
    assert read_bytes(tmp_path, "a.md", said.append, largest=9) is None
    assert [(one.slug, one.message) for one in said] == [("too-large", "a.md has 10 bytes; at most 9 are read")]


@pytest.mark.skipif(os.name == "nt", reason="other names are refused on that system, in other words")
@pytest.mark.parametrize(
    ("path", "reason", "hint"),
    [
        ("a" * 300, "File name too long", SHORTER),
        ("a\0b", "the system refused", SHORTER),
        ("loop", "it is a link that leads back to itself", "put the file itself in the place of the link"),
        ("file/b", "a file stands in the place of one of its folders", "put a folder there, with the file in it"),
    ],
    ids=["long", "nought", "loop", "file"],
)
def test_a_file_that_cannot_be_read_is_told_with_its_reason(path: str, reason: str, hint: str, tmp_path: Path) -> None:
    """Its name, what stands in its place, or the words of the system; and what to do about it."""
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_bytes(b"")
    said: list[Diagnostic] = []
    assert read_bytes(tmp_path, path, said.append, largest=10) is None
    assert [(one.slug, one.hint) for one in said] == [("unreadable-file", hint)]
    assert said[0].message.endswith(f" cannot be read: {reason}")


@pytest.mark.parametrize(
    ("data", "place", "hint"),
    [
        ("“”".encode("utf-16-le").join((b"\xff\xfe", b"")), "1:1", UTF_16),
        ("“”".encode("utf-16-be").join((b"\xfe\xff", b"")), "1:1", UTF_16),
        (b"\n\n\0", "3:1", UTF_16),
        (b"a\nb \x93", "2:3", NOT_UTF_16),
    ],
    ids=["little", "big", "nought", "Windows"],
)
def test_a_text_in_another_encoding_is_told_with_what_to_do(data: bytes, place: str, hint: str) -> None:
    """At its first byte that is not UTF-8, by what it looks like."""
    file, said = decoded(data)
    assert file is None
    assert [(one.slug, one.place.short, one.hint) for one in said] == [("not-text", place, hint)]


def test_a_line_that_is_no_text_is_shown_without_what_moves_the_screen() -> None:
    """Signs that cannot be printed are shown as one sign each."""
    _, said = decoded(b"a\x1b[2Jb \xe9 \xc3\xa9\nc")
    assert said[0].place.file.lines == ("a\ufffd[2Jb \ufffd é", "c")


def test_one_letter_has_one_form() -> None:
    """An accent that was typed after its letter becomes one character with it, on every line."""
    file, said = decoded("cafe\u0301\nte\u0302te\n".encode())
    assert said == []
    assert file is not None
    assert file.lines == ("café", "tête", "")


def test_odd_characters_of_every_line_are_told_as_many_as_anyone_mends() -> None:
    """Letters with too many marks on each of two lines, at the mark that is one too many; a hundred in all."""
    _, said = decoded(("a" + "\u0301" * 40 + "\n" + "words\n" + "be" + "\u0301" * 31).encode())
    assert [(one.slug, one.place.short) for one in said] == [("odd-character", "1:32"), ("odd-character", "3:33")]
    _, said = decoded(("\u200b " * 150).encode())
    assert len(said) == MOST_TOLD == 100


@pytest.mark.parametrize("letter", ["e", ""], ids=["on a letter", "at the beginning of a line"])
def test_so_many_marks_may_stand_on_one_letter(letter: str) -> None:
    """Thirty are let through, and one more is told."""
    for count, expected in ((30, []), (31, ["odd-character"])):
        assert [one.slug for one in decoded(f"{letter}{chr(0x323) * count}\n".encode())[1]] == expected
