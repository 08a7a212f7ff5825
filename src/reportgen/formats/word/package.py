"""A Word file that somebody else made, unpacked within bounds. The home of lxml.

Comes in: bytes. Goes out: the parts that reports take, with nothing in them that leads to other parts or out of the file.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from reportgen.core.diagnostic import in_one_line

# Why Any: the library names none of its classes in its documentation.
Element = Any
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TAKEN = {"styles": WORD, "numbering": WORD, "fontTable": WORD, "theme": _DRAWING}
# The language is that of the report; pictures as bullets would need further parts.
_LEFT_OUT = {f"{{{WORD}}}{name}" for name in ("lang", "numPicBullet", "lvlPicBulletId", "numIdMacAtCleanup")}
# Bytes, unpacked. As elements of XML they take fifty times the room.
_LARGEST = 5_000_000
_MOST_MEMBERS = 1000
_SAVE_AGAIN = "open it in Word, and save it as “Word Document (.docx)”, without a password"


class UnusableFile(Exception):  # noqa: N818 - told as a diagnostic
    """A file that is not taken. Shape: the message goes on from “the file”."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def open_package(data: bytes) -> dict[str, Element]:
    """The document, styles, numbering, and where they are there the fontTable and the theme. Raises: UnusableFile."""
    members = {name: parse_part(part) for name, part in _unpacked(data).items()}
    for name, root in members.items():
        if name.endswith(".rels"):
            _look_at_relations(root)
    if any("macroEnabled" in part.get("ContentType", "") for part in members.get("[Content_Types].xml", ())):
        raise UnusableFile("holds macros", _SAVE_AGAIN)
    main = next(_related(members, "", "officeDocument"), "")
    paths = {"document": main} | {name: path for name in _TAKEN for path in _related(members, main, name)}
    found = {name: members[path] for name, path in paths.items() if path in members}
    if not {"document", "styles", "numbering"} <= found.keys() or found["document"].tag != f"{{{WORD}}}document":
        raise UnusableFile("is no Word file with styles and lists", _SAVE_AGAIN)
    for name, namespace in _TAKEN.items():
        if name in found:
            _clean(found[name], namespace)
    return found


def parse_part(data: bytes) -> Element:
    """The root of a part. Why: a part of Word’s is UTF-8 without entities; one that has some can grow without end.

    Raises: UnusableFile.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnusableFile("holds XML with entities, which Word never writes", _SAVE_AGAIN)
    try:
        parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, remove_comments=True, remove_pis=True)
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise UnusableFile("is damaged", _SAVE_AGAIN) from problem


def part_bytes(root: Element) -> bytes:
    """A part as it stands in a file."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The parts that are XML, by name. Raises: UnusableFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if size > _LARGEST or len(members) > _MOST_MEMBERS:
                message = f"unpacks to {size:,} bytes in {len(members):,} parts; at most {_LARGEST:,} in {_MOST_MEMBERS:,} are read"
                raise UnusableFile(message, "take out pictures and embedded fonts, and save it again")
            if any(member.filename.endswith("vbaProject.bin") for member in members):
                raise UnusableFile("holds macros", _SAVE_AGAIN)
            if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
                raise UnusableFile("is packed as Word packs nothing", _SAVE_AGAIN)
            return {
                member.filename: _member(archive, member)
                for member in members
                if member.filename.endswith((".xml", ".rels"))
            }
    except UnusableFile:
        raise
    except Exception as problem:
        # The library says in many ways that it does not understand a file.
        raise UnusableFile("is no Word file (.docx), or is damaged", _SAVE_AGAIN) from problem


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """One part. Why: asked for all there is, the library would unpack more than the list says, before it looks at that."""
    with archive.open(member) as stream:
        return stream.read(member.file_size)


def _look_at_relations(root: Element) -> None:
    """Raises: UnusableFile, where one of them leads out of the file."""
    for relation in root:
        if relation.get("TargetMode") == "External":
            target = in_one_line(relation.get("Target", ""))[:80]
            hint = "take out what leads there: a link, a linked picture, or the template that it is attached to"
            raise UnusableFile(f"leads out of itself, to “{target}”", hint)


def _related(members: dict[str, Element], part: str, kind: str) -> Iterator[str]:
    """The names of the parts to which a part leads, by the kind of relation."""
    folder, name = posixpath.split(part)
    for relation in members.get(posixpath.join(folder, "_rels", f"{name}.rels"), ()):
        if relation.get("Type", "").endswith(f"/relationships/{kind}"):
            yield posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")


def _clean(root: Element, namespace: str) -> None:
    """Takes out of a part what is of another namespace, what leads to another part, and what is not for reports."""
    own = f"{{{namespace}}}"
    for element in list(root.iter()):
        foreign = [name for name in element.attrib if name.startswith("{") and not name.startswith(own)]
        leads_on = any(name.startswith(_RELATION) for name in foreign)
        if element is not root and (leads_on or element.tag in _LEFT_OUT or not element.tag.startswith(own)):
            element.getparent().remove(element)
        for name in foreign:
            del element.attrib[name]
    etree.cleanup_namespaces(root)
