"""A web page is read as a reader sees it: what stands on lines of its own stays apart, and no table is lost."""

import pytest

from reportgen.ingest.web_page import read_html_file


def read(body: str) -> tuple[list[str], list[str]]:
    """The words of a page's rows, and those of its blocks."""
    found = read_html_file(f"<!doctype html><body>{body}</body>".encode())
    return [" | ".join(piece.text for piece in row.pieces) for row in found.rows], [block.text for block in found.flow]


@pytest.mark.parametrize(
    "body",
    [
        "<dl><dt>First<dd>Second</dl>",
        "<p>First</p><details><summary>Second</summary></details>",
        "<ul><li>First</ul><blockquote>Second</blockquote>",
        "First<pre>Second</pre>",
        "<header>First</header><main>Second</main>",
        "<address>First</address><hr>Second",
        "<figure><img src=a.png>First<figcaption>Second</figcaption></figure>",
    ],
)
def test_what_stands_on_a_line_of_its_own_is_apart(body: str) -> None:
    """Words of two elements do not run together."""
    assert read(body) == (["First", "Second"], ["First", "Second"])


def test_a_foot_is_no_part_of_the_last_line() -> None:
    """Rows have all that is shown; blocks have no navigation, head of the site or foot."""
    assert read("<p>The end<footer>Published by nobody</footer>") == (["The end", "Published by nobody"], ["The end"])


def test_a_table_inside_another_takes_nothing_from_it() -> None:
    """The rows above the inner one are a table, and so are those below it."""
    body = "<table><tr><td>Chairs<td>41<tr><td>Staff<td><table><tr><td>inner</table><tr><td>Below<td>7</table>"
    rows, blocks = read(body)
    assert rows == ["Chairs | 41", "Staff", "inner", "Below | 7"]
    assert blocks == ["Chairs 41 Staff", "inner", "Below 7"]


def test_a_caption_is_kept_before_its_table() -> None:
    """It becomes the caption of the table in an imported page."""
    found = read_html_file(b"<table><caption>Courses</caption><tr><th>Course<th>People<tr><td>Chairs<td>41</table>")
    assert (found.flow[0].label, found.flow[0].text) == ("caption", "Courses")
    assert found.flow[1].cells == (("Course", "People"), ("Chairs", "41"))


def test_a_caption_of_no_table_is_read_once() -> None:
    """Where nothing is captioned, it is a paragraph like any other."""
    assert read("<p>First</p><caption>Second</caption>") == (["First", "Second"], ["First", "Second"])
