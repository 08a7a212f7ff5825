"""London’s reports in every format, held against files that a person has read; `pytest --update` writes them anew."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from printed import exported
from saying import REPORTS, london
from stored import pdf_lines, word_lines, workbook_lines

from reportgen.document.build import Document
from reportgen.formats.artifact import Artifact
from reportgen.formats.registry import FORMATS, exporter

GOLDEN = Path(__file__).parents[1] / "golden"
_PICTURE = re.compile(rb"data:image/[a-z]+;base64,[A-Za-z0-9+/=]+")


def differing(folder: Path, made: dict[str, bytes], *, update: bool) -> list[str]:
    """The files that are not as they are stored. Shape: `update` stores them first."""
    if update:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in made.items():
            (folder / name).write_bytes(data)
    return [name for name, data in made.items() if not (folder / name).exists() or (folder / name).read_bytes() != data]


def stored(artifact: Artifact) -> Iterator[tuple[str, bytes]]:
    """What is stored of a file: text as it is but for its pictures, other files as lines that can be read."""
    lines = {"report.docx": word_lines, "figures.ods": workbook_lines}.get(artifact.name)
    if lines:
        yield f"{artifact.name}.txt", "".join(f"{line}\n" for line in lines(artifact.data)).encode()
    elif not artifact.media_type.startswith("image/"):
        yield (
            artifact.name,
            _PICTURE.sub(lambda found: b"sha256:" + sha256(found[0]).hexdigest().encode(), artifact.data),
        )


def artifacts(document: Document) -> Iterator[Artifact]:
    """The files of all formats but the PDF."""
    for name in FORMATS:
        if name != "pdf":
            made = exporter(name)(document)
            assert made.value is not None, made.diagnostics
            yield from made.value


@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_every_file_is_as_it_was_read(kind: str, year: int, update: bool) -> None:
    """Web page, Govspeak, form and open data to the byte; Word and the workbook in their words, styles and order."""
    made = dict(one for artifact in artifacts(london(kind, year)) for one in stored(artifact))
    folder = GOLDEN / kind / str(year)
    assert differing(folder, made, update=update) == []
    assert {path.name for path in folder.iterdir()} - {"report.pdf.txt"} == set(made)


@pytest.mark.pdf
@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_every_pdf_is_as_it_was_read(kind: str, year: int, update: bool, tmp_path: Path) -> None:
    """The PDF has the tags, the words and the order that were read, whatever page they stand on."""
    lines = pdf_lines(exported(london(kind, year), tmp_path / "report.pdf").path)
    made = {"report.pdf.txt": "".join(f"{line}\n" for line in lines).encode()}
    assert differing(GOLDEN / kind / str(year), made, update=update) == []
