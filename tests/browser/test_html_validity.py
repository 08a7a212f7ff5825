"""The web pages are valid HTML, as the Nu HTML Checker reads them."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from programs import find_package, find_program

pytestmark = pytest.mark.slow
# The checker warns of each picture that stands in the page itself, whatever the page's policy allows; a browser shows it,
# as test_every_picture_is_shown in test_page_in_browser.py proves.
MISTAKEN = re.compile(
    "Resource violates Content Security Policy \\(meta tag\\): "
    "image “data:image/(png|jpeg);base64,[^”]*” blocked by “img-src” directive\\.?"
)


def messages(*files: Path) -> list[dict]:
    """What the checker says of these files, errors and warnings alike."""
    java, checker = find_program("java"), find_package("vnu-jar/build/dist/vnu.jar")
    done = subprocess.run(
        [java, "-jar", str(checker), "--stdout", "--exit-zero-always", "--format", "json", *map(str, files)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["messages"]
    return [message for message in found if not MISTAKEN.fullmatch(message["message"])]


def test_pages_are_valid(pages: dict[str, Path], tmp_path: Path) -> None:
    """The checker finds no error and no warning in any report, and finds one that is put into each."""
    assert len(pages) == 5
    assert messages(*pages.values()) == []
    broken = []
    for number, page in enumerate(pages.values()):
        text = page.read_text(encoding="utf-8")
        assert text.count("</main>") == 1
        broken.append(tmp_path / f"{number}.html")
        broken[-1].write_text(text.replace("</main>", "<li>Outside a list</li></main>"), encoding="utf-8")
    found = messages(*broken)
    assert sorted({message["url"].rsplit("/", 1)[-1] for message in found if message["type"] == "error"}) == [
        f"{number}.html" for number in range(5)
    ]
