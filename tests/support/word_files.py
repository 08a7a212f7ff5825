"""Word files of a theme as somebody leaves them: changed, damaged, or made to do harm.

Comes in: the reference.docx of the house theme and what is to be another in it. Goes out: its bytes.
"""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "templates/themes/house-1/reference.docx"
STYLES, NUMBERING, DOCUMENT = "word/styles.xml", "word/numbering.xml", "word/document.xml"


def word_file(change: Callable[[str, bytes], bytes] = lambda _, data: data, **further: bytes) -> bytes:
    """The house theme's Word file with other parts. Shape: `change` is asked for each part; `further` by path."""
    written = io.BytesIO()
    with zipfile.ZipFile(REFERENCE) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, data in further.items():
            new.writestr(name, data)
    return written.getvalue()


def with_words(part: str, *replaced: tuple[str, str]) -> bytes:
    """The same with other words in one part, each of which stands there."""

    def change(name: str, data: bytes) -> bytes:
        text = data.decode()
        for old, new in replaced if name == part else ():
            assert old in text, old
            text = text.replace(old, new)
        return text.encode()

    return word_file(change)


def without_style(name: str) -> bytes:
    """The same without a style."""

    def change(part: str, data: bytes) -> bytes:
        found = re.subn(
            rf'<w:style (?:(?!</w:style>).)*?w:name w:val="{name}".*?</w:style>', "", data.decode(), flags=re.DOTALL
        )
        assert part != STYLES or found[1] == 1
        return found[0].encode() if part == STYLES else data

    return word_file(change)


def saved_by_another_word() -> bytes:
    """The same as a Word of another language saves it: names stay, ids of styles and numbers of lists are others.

    Words of the program itself are added: revisions, the language of the typist, features of later versions.
    """
    extension = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14" '

    def change(part: str, data: bytes) -> bytes:
        text = data.decode()
        if part not in (STYLES, NUMBERING, DOCUMENT):
            return data
        text = re.sub(
            r'(w:styleId|<w:(?:basedOn|next|link|pStyle|rStyle|tblStyle) w:val)="(\w+)"', r'\1="berschrift\2"', text
        )
        text = re.sub(r'(w:abstractNumId|<w:abstractNumId w:val)="(\d+)"', r'\1="4\2"', text)
        text = re.sub(r'(<w:num w:numId|<w:num [^>]*w:numId|<w:numId w:val)="(\d+)"', r'\1="7\2"', text)
        if part == STYLES:
            text = re.sub(
                r"<w:styles [^>]*>",
                lambda found: (
                    found[0].replace("<w:styles ", f"<w:styles {extension}") if "w14" not in found[0] else found[0]
                ),
                text,
            )
            text = text.replace("<w:qFormat/>", '<w:qFormat/><w:rsid w:val="00AB12CD"/>')
            text = text.replace("<w:b/>", '<w:b/><w:lang w:val="de-DE"/><w14:ligatures w14:val="standard"/>')
        return text.encode()

    return word_file(change)


def lying_about_its_size() -> bytes:
    """The same with styles of 20 MB that are said to take a few bytes."""
    data = bytearray(word_file(lambda name, part: b" " * 20_000_000 if name == STYLES else part))
    for head, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = -1
        while (at := data.find(head, at + 1)) >= 0:
            size = int.from_bytes(data[at + offset : at + offset + 4], "little")
            if size == 20_000_000:
                data[at + offset : at + offset + 4] = (20_000).to_bytes(4, "little")
    return bytes(data)
