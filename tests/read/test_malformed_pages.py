"""Pages as they should not be: each way is told by its diagnostic, at the line and column where it is mended."""

import io
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from malformed import PAGE, PAGES, check
from PIL import Image

from reportgen.core.diagnostic import Diagnostic

FRONT = "---\ntitle: Introduction\n---\n"

FRONT_MATTER = [
    ("none", "Nobody lives here.", "front-matter 1:1"),
    ("below the text", "Hello\n---\ntitle: x\n---\nx", "front-matter 1:1"),
    ("not closed", "---\ntitle: x\nbody", "front-matter 1:1"),
    ("closed by dots", "---\ntitle: x\n...\nbody", "front-matter 1:1"),
    ("four hyphens", "----\ntitle: x\n----\nbody", "front-matter 1:1"),
    ("dashes", "—\ntitle: x\n—\nbody", "front-matter 1:1"),
    ("of another program", '+++\ntitle = "x"\n+++\nbody', "front-matter 1:1"),
    ("after an empty line", "\n---\ntitle: x\n---\nbody", "front-matter 1:1"),
    ("after a space", " ---\ntitle: x\n---\nbody", "front-matter 1:1"),
    ("twice", "---\ntitle: x\n---\n---\ntitle: y\n---\nbody", "front-matter 4:1"),
    ("twice, apart", "---\ntitle: x\n---\n\n---\ntitle: y\n---\nbody", "front-matter 5:1"),
    ("empty", "---\n---\nbody", "empty-file 1:1"),
    ("a list", "---\n- a\n---\nbody", "wrong-value 2:1"),
    ("title twice", "---\ntitle: x\ntitle: y\n---\nbody", "duplicate-key 3:1"),
    ("no title", "---\nbyline: x\n---\nbody", "missing-key 2:1"),
    ("empty title", "---\ntitle:\n---\nbody", "wrong-value 2:7"),
    ("title too long", "---\ntitle: " + "x" * 3000 + "\n---\nbody", "wrong-value 2:8"),
    ("figure in the title", '---\ntitle: "{{ eligible.total.total }}"\n---\nbody', "template-syntax 2:9"),
    ("script in the lead", "---\ntitle: x\nlead: a <script>\n---\nbody", "raw-html 3:9"),
    ("link in the lead", '---\ntitle: x\nlead: "[a](javascript:alert)"\n---\nbody', "unsafe-link 3:8"),
    ("no such figure in the lead", '---\ntitle: x\nlead: "{{ a.b.c }}"\n---\nbody', "unknown-figure 3:8"),
    ("order below nought", "---\ntitle: x\norder: -1\n---\nbody", "wrong-value 3:8"),
    ("no text", "---\ntitle: x\n---\n", "empty-page 1:1"),
    ("only a no-break space", FRONT + "\u00a0", "empty-page 1:1"),
    ("nothing at all", "", "empty-page 1:1"),
]

MARKDOWN = [
    ("comment", "<!-- a secret -->", "raw-html 4:1"),
    ("comment left open", "a <!-- a secret", "raw-html 4:3"),
    ("line break", "a<br>b", "raw-html 4:2"),
    ("script left open", "a <script>alert(1)", "raw-html 4:3"),
    ("event", "<p onclick=alert(1)>a", "raw-html 4:1"),
    ("picture that runs something", "<img src=x onerror=alert(1)>", "raw-html 4:1"),
    ("drawing that runs something", "<svg onload=alert(1)>", "raw-html 4:1"),
    ("frame", "a <iframe src='https://x.example'>", "raw-html 4:3"),
    ("style", "a <style>", "raw-html 4:3"),
    ("instruction", "<?php x ?>", "raw-html 4:1"),
    ("kind of document", "<!DOCTYPE x>", "raw-html 4:1"),
    ("end of a tag on another line", "<a\nhref='javascript:x'>y</a>", "raw-html 5:22"),
    ("javascript:", "[a](javascript:alert)", "unsafe-link 4:1"),
    ("JaVaScRiPt:", "[a](JaVaScRiPt:alert)", "unsafe-link 4:1"),
    ("javascript: with an entity", "[a](&#106;avascript:alert)", "unsafe-link 4:1"),
    ("javascript: with a tab", "[a](java\tscript:alert)", "unsafe-link 4:1"),
    ("javascript: by reference", "[a][b]\n\n[b]: javascript:alert", "unsafe-link 6:6"),
    ("javascript: across lines", "[a\nb](javascript:alert)", "unsafe-link 5:1"),
    ("javascript: by itself", "<javascript:alert>", "raw-html 4:1"),
    ("data:", "[a](data:text/html,x)", "unsafe-link 4:1"),
    ("vbscript:", "[a](vbscript:x)", "unsafe-link 4:1"),
    ("file:", "[a](file:///etc/passwd)", "unsafe-link 4:1"),
    ("ftp:", "[a](ftp://x.example)", "unsafe-link 4:1"),
    ("another page", "[a](other.md)", "unsafe-link 4:1"),
    ("a place in the page", "[a](#x)", "unsafe-link 4:1"),
    ("no scheme", "[a](//x.example)", "unsafe-link 4:1"),
    ("nowhere", "[a]()", "unsafe-link 4:1"),
    ("no words", "[](https://x.example)", "unsafe-link 4:1"),
    ("link not closed", "[a](https://x.example", "markdown-slip 4:1"),
    ("two asterisks not closed", "some **words", "markdown-slip 4:6"),
    ("backtick not closed", "some `words", "markdown-slip 4:6"),
    ("code not closed", "```\nwords", "markdown-slip 4:1"),
    ("code with tildes", "~~~\nwords", "markdown-slip 4:1"),
    ("end note not written", "a[^1]", "markdown-slip 4:2"),
    ("evaluation", "{{ 7*7 }}", "template-syntax 4:1"),
    ("loop of a template", "{% for x in y %}", "template-syntax 4:1"),
    ("remark of a template", "{# x #}", "template-syntax 4:1"),
    ("braces not closed", "{{ a", "template-syntax 4:1"),
    ("way into the program", "{{ ''.__class__.__mro__ }}", "template-syntax 4:1"),
    ("no such figure", "{{ eligible.total.nothing }}", "unknown-figure 4:1"),
    ("single braces", "{eligible.total.total}", "markdown-slip 4:1"),
    ("first level", "# A", "heading-level 4:1"),
    ("first level underlined", "A\n===", "heading-level 4:1"),
    ("third level first", "### A", "heading-level 4:1"),
    ("fourth level", "## A\n\n#### B", "heading-level 6:1"),
    ("heading without words", "a\n\n## ", "markdown-slip 6:1"),
    ("heading without a space", "##A", "markdown-slip 4:1"),
    ("cell too many", "| a | b |\n|---|---|\n| 1 | 2 | 3 |", "table-shape 6:1"),
    ("cell too few", "| a | b |\n|---|---|\n| 1 |", "table-shape 6:1"),
    ("column without a head", "| | b |\n|---|---|\n| 1 | 2 |", "table-shape 4:1"),
    ("table without a rule", "| a | b |\n| 1 | 2 |", "markdown-slip 4:1"),
    ("bullet of Word", "• a", "markdown-slip 4:1"),
    ("item without a space", "-a", "markdown-slip 4:1"),
    ("TBC", "TBC", "placeholder 4:1"),
    ("[insert name]", "[insert name]", "placeholder 4:1"),
    ("lorem ipsum", "Lorem ipsum dolor", "placeholder 4:1"),
    ("name of the area", "Area name here", "placeholder 4:1"),
    ("last year", "in 2022/23", "wrong-year 4:4"),
    ("last year's last day", "to 31 March 2024", "wrong-year 4:4"),
    ("picture that is not there", "![a](no.png)", "picture-missing 4:1"),
    ("picture without words", "![](attendance.png)", "picture-without-alt 4:1"),
    ("picture further up", "![a](../x.png)", "picture-unusable 4:1"),
    ("picture of the system", "![a](/etc/passwd)", "picture-unusable 4:1"),
    ("picture of the web", "![a](https://x.example/a.png)", "picture-unusable 4:1"),
    ("picture in the link", "![a](data:image/png;base64,AA)", "picture-unusable 4:1"),
    ("drawing", "![b](a.svg)", "picture-unusable 4:1"),
    ("picture in a sentence", "x ![a](attendance.png) y", "picture-unusable 4:3"),
    ("picture that is a link", "[![a](attendance.png)](https://x.example)", "linked-picture 4:1"),
    ("picture by reference", "![a][b]\n\n[b]: attendance.png", "unsafe-link 6:6"),
    ("one side of a merge", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main", "markdown-slip 4:1, markdown-slip 8:1"),
    ("the middle of a merge", "a\n\n=======\n\nb", "markdown-slip 6:1"),
    ("words put in", "a {++b++} c", "markdown-slip 4:3"),
    ("words taken out", "a {--b--} c", "markdown-slip 4:3"),
    ("words replaced", "a {~~b~>c~~} d", "markdown-slip 4:3"),
    ("a remark", "a {>>b<<} c", "markdown-slip 4:3"),
    ("a remark of Word", "a Comment [JS1]: b", "markdown-slip 4:3"),
    ("a box to be ticked", "- [x] a", "markdown-slip 4:3"),
    ("a box that is empty", "- [ ] a", "markdown-slip 4:3"),
    ("a change left open", "a {++b", "markdown-slip 4:3"),
    ("struck out", "a ~~b~~ c", "markdown-slip 4:3"),
    ("set higher", "the 6^th^ day", "markdown-slip 4:6"),
    ("set lower", "H~2~O", "markdown-slip 4:2"),
    ("a note twice", "a[^b]\n\n[^b]: c\n[^b]: d", "markdown-slip 7:1"),
    ("a year with a stop first", "2024. was good", "markdown-slip 4:1"),
    ("a bare address", "a https://x.example/b.", "markdown-slip 4:3"),
    ("a letter of another alphabet", "b\u043eard", "odd-character 4:2"),
    ("such a letter in an address", "[a](https://g\u043ev.uk/)", "odd-character 4:14"),
    ("an address in another alphabet", "[a](https://\u0430\u0440\u0440.example/)", "unsafe-link 4:1"),
    ("a letter of mathematics", "\U0001d41board", "odd-character 4:1"),
    ("intranet", "[a](http://intranet/b)", "unsafe-link 4:1"),
    ("intranet below a public name", "[a](https://intranet.b.police.uk/c)", "unsafe-link 4:1"),
    ("address without https", "See www.b.police.uk, or [c](https://www.c.uk).", "markdown-slip 4:5"),
    ("bullets one below the other", "• a\n- b\n- c", "markdown-slip 4:1"),
    ("intranet by reference", "[a][b]\n\n[b]: https://b.local/c", "unsafe-link 6:6"),
    ("intranet between angle brackets", "<http://intranet/b>", "link-text 4:1, unsafe-link 4:1"),
    ("a number as host", "[a](https://10.0.0.1/b)", "unsafe-link 4:1"),
    ("with a password", "[a](https://gov.uk@x.example/b)", "unsafe-link 4:1, personal-data 4:13"),
    ("to be signed in", "[a](https://x.sharepoint.com/b)", "unsafe-link 4:1"),
    ("rewritten by a filter", "[a](https://eur01.safelinks.protection.outlook.com/?url=b)", "unsafe-link 4:1"),
    ("watched", "[a](https://x.example/b?c=d&utm_source=e)", "unsafe-link 4:1"),
    ("without a host", "[a](https:///b)", "unsafe-link 4:1"),
    ("a host that is none", "[a](https://[b/)", "unsafe-link 4:1"),
    ("name of a picture with a space", "![a](at tendance.png)", "markdown-slip 4:6"),
    ("name of a picture in capitals", "![a](ATTENDANCE.png)", "picture-missing 4:1"),
    ("change of direction", "a\u202eb", "odd-character 4:2"),
    ("change of direction as an entity", "a&#x202e;b", "markdown-slip 4:2"),
    ("no width as an entity", "a&#x200b;b", "markdown-slip 4:2"),
    ("NUL as an entity", "a&#0;b", "markdown-slip 4:2"),
    ("mark of the library", "a\x02klzzwxh:0001\x03", "odd-character 4:2, odd-character 4:15"),
]

TOO_HARD = [
    ("10,000 quotations", "> " * 10_000 + "a"),
    ("10,000 brackets", "[" * 10_000),
    ("10,000 closed brackets", "[" * 10_000 + "a" + "]" * 10_000),
    ("10,000 pictures not closed", "![" * 10_000),
    ("10,000 links not closed", "[](" * 10_000),
    ("lists in lists", "\n".join("    " * depth + "- a" for depth in range(300))),
    ("asterisks", "**a" * 30_000),
    ("backticks", " ".join("`" * number for number in range(1, 600))),
    ("angle brackets", "<a " * 100_000),
    ("braces", "{{" * 100_000),
    ("a wide table", "|a" * 20_000 + "|\n" + "|-" * 20_000 + "|\n"),
    ("a long table", "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 50_000),
    ("quotation marks", '"' * 100_000),
    ("apostrophes", "'" * 100_000),
    ("spaces", " " * 500_000 + "x"),
    ("backslashes", "\\" * 100_000),
    ("hashes", "#" * 500_000),
    ("references", "[a]: " * 50_000),
]

PICTURES = [
    ("nothing", lambda: b""),
    ("a word", lambda: b"no picture"),
    ("half a picture", lambda: picture(200, 100)[:-60]),
    ("a JPEG called PNG", lambda: picture(200, 100, "JPEG")),
    ("a GIF called PNG", lambda: picture(200, 100, "GIF")),
    ("a drawing called PNG", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ("a drawing with a bomb", lambda: b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><svg>&c;</svg>'),
    ("40,000 pixels wide", lambda: picture(40_000, 2_000, mode="1")),
    ("a million by a million pixels", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x0f\x42\x40\0\x0f\x42\x40\x08\2\0\0\0\0\0\0\0"),
]  # fmt: skip


def picture(width: int, height: int, kind: str = "PNG", *, mode: str = "RGB") -> bytes:
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new(mode, (width, height)).save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in FRONT_MATTER], ids=[case[0] for case in FRONT_MATTER]
)
def test_front_matter_is_told_at_its_line(
    text: str, expected: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """Front matter that is broken, missing or doubled is one error in the page."""
    (good / PAGE).write_text(text, encoding="utf-8")
    assert told(good, PAGE) == [expected]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in MARKDOWN], ids=[case[0] for case in MARKDOWN])
def test_what_a_report_cannot_hold_is_told_at_its_place(
    text: str, expected: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """HTML, links, templates, headings, tables, pictures and slips of the pen are told at their line and column."""
    (good / PAGE).write_text(FRONT + text, encoding="utf-8")
    assert ", ".join(told(good, PAGE)) == expected


@pytest.mark.parametrize("text", [case[1] for case in TOO_HARD], ids=[case[0] for case in TOO_HARD])
def test_what_would_take_long_is_told_at_once(
    text: str, good: Path, worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """A page that would hold Markdown up for minutes is refused, with the line that does it."""
    import time

    (good / PAGE).write_text(FRONT + text + "\n", encoding="utf-8")
    started = time.process_time()
    said = check(good)
    assert time.process_time() - started < 2
    worded(said)
    assert [one.place.file.path for one in said if one.is_error] != []


@pytest.mark.parametrize("data", [case[1] for case in PICTURES], ids=[case[0] for case in PICTURES])
def test_what_is_no_picture_is_told_where_it_is_shown(
    data, good: Path, worded: Callable[[Iterable[Diagnostic]], None]
) -> None:  # type: ignore[no-untyped-def]
    """A picture that is broken, of another kind or too large is an error at the line that shows it."""
    (good / PAGES / "attendance.png").write_bytes(data())
    errors = [said for said in check(good) if said.is_error]
    worded(errors)
    assert [(said.slug, said.place.file.path, said.place.short) for said in errors] == [
        ("picture-unusable", f"{PAGES}/10-training-day.md", "24:1")
    ]
