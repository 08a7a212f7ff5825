"""The typeface: the very files that were chosen, with their licence."""

from hashlib import sha256

from reportgen.formats.pdf.fonts import FACES, FAMILY, font_bytes, font_path

# As the package rendercv-fonts 0.5.1 has them, which took them from Google Fonts.
DIGESTS = {
    "SourceSans3-Regular.ttf": "ecda0f7da8083de4474ff6b0093d63ded24a6a0ced1a4abe75edee199666c951",
    "SourceSans3-Bold.ttf": "318231268cb5ff19229860ce5b8ec9b0e0eec3f044f97cca00bad460dd50a5a3",
    "SourceSans3-Italic.ttf": "2f2aa318e5bcc7c4f9ef9e6da2fa30c7ba5fab5be44c9e53e2730f8e5ed2ad10",
}


def test_the_faces_are_the_published_ones() -> None:
    """Each face is byte for byte the one that was published, so that no line of an old report breaks elsewhere."""
    assert {face: sha256(font_bytes(face)).hexdigest() for face in FACES} == DIGESTS


def test_the_licence_of_the_typeface_lies_beside_it() -> None:
    """Its licence asks to travel with every copy, and the files bear the name that it keeps for unchanged ones."""
    from fontTools.ttLib import TTFont

    licence = font_path("OFL.txt").read_text(encoding="utf-8")
    assert "SIL Open Font License, Version 1.1" in licence
    assert {TTFont(font_path(face))["name"].getDebugName(1) for face in FACES} == {FAMILY}
    assert sorted(path.name for path in font_path("").iterdir()) == sorted(["OFL.txt", *FACES])
