"""Pictures: what is whole comes out new and clean; what is not, or is a trap, is refused before it costs anything."""

import io
import struct
import tracemalloc
import zlib
from itertools import product
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from reportgen.core.diagnostic import Diagnostic, whole_file
from reportgen.read.pictures import PictureFile, decode_picture, read_picture
from reportgen.read.png import bare_png

SECRETS = [
    b"Nikon",
    b"Canary",
    b"canary",
    b"http://ns.adobe.com",
    b"Exif",
    b"ICC_PROFILE",
    b"iCCP",
    b"tEXt",
    b"eXIf",
    b"pHYs",
]


def decoded(name: str, data: bytes) -> tuple[PictureFile | None, list[str]]:
    """The picture, and what is said of it."""
    said: list[Diagnostic] = []
    picture = decode_picture(name, data, whole_file("page.md"), said.append)
    assert {diagnostic.slug for diagnostic in said} <= {"picture-unusable"}
    assert (picture is None) == bool(said)
    return picture, [diagnostic.message for diagnostic in said]


def encoded(image: Image.Image, kind: str, **settings: object) -> bytes:
    """The bytes of a picture file."""
    stream = io.BytesIO()
    image.save(stream, kind, **settings)
    return stream.getvalue()


def seen(picture: PictureFile | None) -> Image.Image:
    """A published picture, decoded again."""
    assert picture
    return Image.open(io.BytesIO(picture.data))


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_animation_of(frames: int) -> bytes:
    """A whole PNG that says that it is an animation of so many pictures."""
    data = encoded(Image.new("L", (8, 8)), "PNG")
    return data[:33] + chunk(b"acTL", struct.pack(">II", frames, 0)) + data[33:]


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says that it has some size, whatever is in it."""

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def test_nothing_of_the_camera_or_the_editor_is_left() -> None:
    """Exif, XMP, comments, a colour profile, resolution and text of a PNG or JPEG are gone from what is published."""
    exif = Image.Exif()
    exif[0x010F] = "Nikon Canary"
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Canary")
    text.add_itxt("XML:com.adobe.xmp", "<x>canary http://ns.adobe.com</x>")
    image = Image.new("RGB", (20, 10), "red")
    profile = b"canary" * 40
    xmp = b"<x>canary http://ns.adobe.com/xap/1.0/</x>"
    jpeg = encoded(image, "JPEG", exif=exif, comment=b"Canary", icc_profile=profile, xmp=xmp, dpi=(300, 300))
    files = {
        "a.jpg": jpeg,
        "b.png": encoded(image, "PNG", exif=exif, pnginfo=text, icc_profile=profile, dpi=(300, 300)),
        "c.png": encoded(image.convert("P"), "PNG", exif=exif, pnginfo=text, icc_profile=profile, dpi=(300, 300)),
        "d.jpg": jpeg + b"Canary behind the end",
    }
    for name, data in files.items():
        assert [secret for secret in SECRETS if secret in data] != []
        picture, said = decoded(name, data)
        assert said == []
        assert picture
        assert [secret for secret in SECRETS if secret in picture.data] == []
        red, green, blue = seen(picture).convert("RGB").getpixel((5, 5))
        assert red > 240
        assert green < 15
        assert blue < 15


def test_a_png_is_published_with_the_dots_that_its_editor_packed() -> None:
    """A PNG that needs no change keeps its dots as they are packed in its file, and loses every other part of it."""
    image = Image.new("RGB", (20, 10), "red")
    bare = encoded(image, "PNG")
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Canary")
    for data in (bare, encoded(image, "PNG", pnginfo=text, dpi=(300, 300)), bare + b"Canary behind the end"):
        picture, _ = decoded("a.png", data)
        assert picture
        assert picture.data == bare


def _png(lines: bytes, *, crc: bytes = b"") -> bytes:
    """A PNG of 4 by 2 greys with these packed lines; with `crc` in the place of the checksum of its dots."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 2, 8, 0, 0, 0, 0))
    dots = chunk(b"IDAT", lines)
    return b"\x89PNG\r\n\x1a\n" + head + (dots[:-4] + crc if crc else dots) + chunk(b"IEND", b"")


HIDDEN = {
    "behind the dots": _png(zlib.compress(b"\0\x80\x80\x80\x80" * 2) + b"canary"),
    "in lines too many": _png(zlib.compress(b"\0\x80\x80\x80\x80" * 2 + b"canary", 0)),
    "a checksum that is wrong": _png(zlib.compress(b"\0\x80\x80\x80\x80" * 2), crc=b"cana"),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_a_png_that_may_hide_something_among_its_dots_is_written_anew(how: str) -> None:
    """What a picture shows is published, and nothing that lies behind it, nor a file that another program would refuse."""
    picture, said = decoded("a.png", HIDDEN[how])
    assert said == []
    assert picture
    assert b"cana" in HIDDEN[how]
    assert b"cana" not in picture.data
    assert seen(picture).convert("L").getpixel((1, 1)) == 128


def test_picture_is_turned_as_the_camera_was_held() -> None:
    """A picture taken sideways stands upright, with its colours where they were seen, also when it is made smaller."""
    for width, height in ((40, 20), (4000, 2000)):
        image = Image.new("RGB", (width, height), "white")
        image.paste("red", (0, 0, width // 2, height))
        exif = Image.Exif()
        exif[0x0112] = 6
        picture, _ = decoded("a.jpg", encoded(image, "JPEG", exif=exif, quality=95))
        turned = seen(picture).convert("RGB")
        assert turned.size == ((20, 40) if width == 40 else (1600, 3200))
        assert turned.getpixel((turned.width // 2, turned.height // 4))[1] < 60
        assert turned.getpixel((turned.width // 2, 3 * turned.height // 4))[1] > 200


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_keeps_its_grey(mode: str) -> None:
    """A grey of one, eight or sixteen bits, with or without holes, comes out as the same grey."""
    grey = {"1": 1, "L": 128, "LA": (128, 255), "P": 0, "RGB": (128,) * 3, "RGBA": (128, 128, 128, 255), "I;16": 32_800}
    image = Image.new(mode, (8, 8), grey[mode])
    if mode == "P":
        image.putpalette([128, 128, 128])
    picture, _ = decoded("a.png", encoded(image, "PNG"))
    assert seen(picture).convert("RGBA").getpixel((4, 4)) == ((255,) * 4 if mode == "1" else (128, 128, 128, 255))


@pytest.mark.parametrize(
    ("kind", "mode", "expected"),
    [
        *(("PNG", "1", "1"), ("PNG", "L", "L"), ("PNG", "LA", "LA"), ("PNG", "P", "P"), ("PNG", "RGB", "RGB")),
        *(
            ("PNG", "RGBA", "RGBA"),
            ("PNG", "I;16", "RGB"),
            ("JPEG", "L", "L"),
            ("JPEG", "RGB", "RGB"),
            ("JPEG", "CMYK", "RGB"),
        ),
    ],
)
def test_a_picture_keeps_its_kind_and_takes_no_more_room_than_it_needs(kind: str, mode: str, expected: str) -> None:
    """A PNG stays a PNG, a JPEG a JPEG, a grey picture grey, and only one with holes has room for holes."""
    picture, said = decoded(f"a.{kind.lower()}", encoded(Image.new(mode, (8, 6)), kind))
    assert said == []
    published = seen(picture)
    assert (published.format, published.mode, published.size) == (kind, expected, (8, 6))
    assert picture is not None
    assert (picture.media_type, picture.width, picture.height) == (f"image/{kind.lower()}", 8, 6)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1599, 10), (1599, 10)),
        ((1600, 10), (1600, 10)),
        ((1601, 10), (1600, 10)),
        ((3200, 1), (1600, 1)),
        ((3200, 3), (1600, 2)),
    ],
)
def test_a_wide_picture_is_made_as_wide_as_can_be_shown(size: tuple[int, int], expected: tuple[int, int]) -> None:
    """It keeps its shape, and is never less than one dot high; fine stripes become a smooth grey."""
    image = Image.new("L", size, 0)
    image.paste(255, (0, 0, 1, size[1]))
    for column in range(0, size[0], 2):
        image.paste(255, (column, 0, column + 1, size[1]))
    published = seen(decoded("a.png", encoded(image, "PNG"))[0])
    assert published.size == expected
    if size == (3200, 1):
        assert all(100 < published.getpixel((column, 0)) < 155 for column in range(10, 1590))


@pytest.mark.parametrize("mode", ["1", "P", "LA", "CMYK"])
def test_a_wide_picture_becomes_smooth_whatever_its_colours_are(mode: str) -> None:
    """Two colours, a palette, holes and the inks of a printer are made smaller as well as greys: stripes become grey."""
    image = Image.new("L", (3200, 8), 0)
    for column in range(0, 3200, 2):
        image.paste(255, (column, 0, column + 1, 8))
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture, said = decoded(f"a.{kind.lower()}", encoded(image.convert("RGB").convert(mode), kind))
    assert said == []
    published = seen(picture).convert("L")
    assert published.size == (1600, 4)
    assert all(80 < published.getpixel((column, 2)) < 175 for column in range(10, 1590))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_only_four_ways_to_hold_a_camera_are_sideways(orientation: int) -> None:
    """From the fifth on, width and height change places."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture, _ = decoded("a.jpg", encoded(Image.new("RGB", (40, 20)), "JPEG", exif=exif))
    assert seen(picture).size == ((20, 40) if orientation > 4 else (40, 20))


@pytest.mark.parametrize(
    ("size", "is_shown"), [((20, 10), True), ((10, 20), True), ((15, 14), False), ((21, 1), False), ((1, 21), False)]
)
def test_the_largest_picture_is_shown(size: tuple[int, int], is_shown: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture at the bounds is shown; one dot more on a side, or more dots in all, is refused with its size."""
    monkeypatch.setattr("reportgen.read.pictures.MOST_PIXELS", 200)
    monkeypatch.setattr("reportgen.read.pictures.LONGEST_SIDE", 20)
    picture, said = decoded("a.png", encoded(Image.new("L", size), "PNG"))
    assert (picture is not None) is is_shown
    assert said == ([] if is_shown else [f"a.png has {size[0]} × {size[1]} pixels, more than can be shown"])


def test_a_picture_is_read_from_its_folder_by_its_name(tmp_path: Path) -> None:
    """The name has no folder in it; what is not there is missing, and what is no file is unusable."""
    (tmp_path / "pages/of/folder.png").mkdir(parents=True)
    (tmp_path / "pages/of/a.png").write_bytes(encoded(Image.new("L", (8, 8)), "PNG"))
    said: list[Diagnostic] = []
    found = {
        name: read_picture(tmp_path, f"pages/of/{name}.png", whole_file("page.md"), said.append)
        for name in ("a", "b", "folder")
    }
    assert found["a"] is not None
    assert found["a"].name == "a.png"
    assert (found["b"], found["folder"]) == (None, None)
    assert [(one.slug, one.place.file.path) for one in said] == [
        ("picture-missing", "page.md"),
        ("picture-unusable", "page.md"),
    ]
    assert all("with this very name" in one.hint for one in said)


def test_holes_of_a_picture_stay_holes() -> None:
    """What is transparent in a PNG stays so, in colours, greys and palettes."""
    palette = Image.new("P", (8, 8), 0)
    for image, settings in (
        (Image.new("RGBA", (8, 8)), {}),
        (Image.new("LA", (8, 8)), {}),
        (palette, {"transparency": 0}),
    ):
        picture, _ = decoded("a.png", encoded(image, "PNG", **settings))
        assert seen(picture).convert("RGBA").getpixel((4, 4))[3] == 0


def test_photograph_with_a_second_picture_in_it_is_taken() -> None:
    """Telephones write a second picture behind the first; the first is shown and the other one is gone."""
    second = Image.new("RGB", (30, 30), "blue")
    data = encoded(Image.new("RGB", (20, 10), "red"), "MPO", save_all=True, append_images=[second])
    picture, said = decoded("a.jpg", data)
    assert said == []
    assert picture
    assert picture.media_type == "image/jpeg"
    assert b"MPF" in data
    assert b"MPF" not in picture.data


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.png", b"", "not a whole PNG or JPEG"),
        ("a.png", b"no picture at all", "not a whole PNG or JPEG"),
        (
            "a.png",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "not a whole PNG or JPEG",
        ),
        ("a.png", b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>', "not a whole PNG or JPEG"),
        ("a.png", encoded(Image.new("P", (8, 8)), "GIF"), "not a whole PNG or JPEG"),
        ("a.jpg", encoded(Image.new("RGB", (8, 8)), "BMP"), "not a whole PNG or JPEG"),
        ("a.jpg", encoded(Image.new("RGB", (8, 8)), "TIFF"), "not a whole PNG or JPEG"),
        ("a.jpg", encoded(Image.new("RGB", (8, 8)), "PNG"), "in truth a PNG picture"),
        ("a.png", encoded(Image.new("RGB", (8, 8)), "JPEG"), "in truth a JPEG picture"),
        ("a.png", encoded(Image.new("RGB", (800, 800), "red"), "PNG")[:-40], "not a whole PNG or JPEG"),
        ("a.jpg", encoded(Image.effect_noise((800, 800), 90), "JPEG")[:-9000], "not a whole PNG or JPEG"),
        ("a.png", png_of(8, 8), "not a whole PNG or JPEG"),
        ("a.png", png_of(0, 8), "not a whole PNG or JPEG"),
        ("a.png", png_of(40_000, 10), "40,000 × 10 pixels, more than can be shown"),
        ("a.png", png_of(10, 40_000), "10 × 40,000 pixels, more than can be shown"),
        ("a.png", png_of(10_000, 10_000), "10,000 × 10,000 pixels, more than can be shown"),
        ("a.png", png_of(60_000, 60_000, b"\0" * 9_000_000), "more pixels than can be shown"),
        ("a.png", png_of(2**31 - 1, 2**31 - 1), "not a whole PNG or JPEG"),
    ],
)
def test_trap_is_refused_before_it_is_decoded(name: str, data: bytes, said: str) -> None:
    """What is no picture, torn, wrongly named, or far too large, is refused with its reason, and without memory for it."""
    tracemalloc.start()
    try:
        picture, told = decoded(name, data)
        taken = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert picture is None
    (message,) = told
    assert said in message or "pixels" in message
    assert taken < 30_000_000


@pytest.mark.parametrize(
    ("name", "data", "message", "hint"),
    [
        (
            "a.png",
            png_of(20_001, 10),
            "a.png has 20,001 × 10 pixels, more than can be shown",
            "make it at most 1,600 pixels wide",
        ),
        (
            "a.png",
            png_of(60_000, 60_000),
            "a.png has more pixels than can be shown",
            "make it at most 1,600 pixels wide",
        ),
        (
            "a.png",
            encoded(Image.new("L", (20_001, 1)), "GIF"),
            "a.png is not a whole PNG or JPEG picture",
            "save it again as PNG or JPEG",
        ),
        (
            "a.png",
            encoded(Image.new("L", (8, 8)), "JPEG"),
            "a.png is in truth a JPEG picture",
            "give it a name that ends in .jpg",
        ),
        (
            "a.jpeg",
            encoded(Image.new("L", (8, 8)), "PNG"),
            "a.jpeg is in truth a PNG picture",
            "give it a name that ends in .png",
        ),
        (
            "a.png",
            with_animation_of(0),
            "a.png is not a whole PNG or JPEG picture",
            "save it again as PNG or JPEG",
        ),
    ],
    ids=["wide", "huge", "wide GIF", "JPEG", "PNG", "torn animation"],
)
def test_a_picture_that_cannot_be_used_is_told_with_what_to_do(name: str, data: bytes, message: str, hint: str) -> None:
    """Too many dots, another kind, another name: each says what is, and how the picture is saved again."""
    said: list[Diagnostic] = []
    assert decode_picture(name, data, whole_file("page.md"), said.append) is None
    assert [(one.slug, one.place.file.path, one.message, one.hint) for one in said] == [
        ("picture-unusable", "page.md", message, hint)
    ]


def test_file_that_changed_at_any_byte_never_breaks_down(tmp_path: Path) -> None:
    """A PNG or JPEG with any byte changed is shown or refused, and nothing else happens."""
    image = Image.effect_noise((40, 30), 60)
    kept = 0
    for name, kind in (("a.png", "PNG"), ("a.jpg", "JPEG")):
        data = encoded(image, kind)
        for position in range(0, len(data), 7):
            changed = data[:position] + bytes([data[position] ^ 0x5A]) + data[position + 1 :]
            picture, said = decoded(name, changed)
            kept += picture is not None
            assert bool(said) == (picture is None)
    assert kept > 10


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_png_that_is_published_as_it_is_packed_can_be_read(mode: str) -> None:
    """Whatever value a byte of a part has, below a checksum that is right, the picture is one that can be read, or is not taken."""
    whole = encoded(Image.linear_gradient("L").resize((9, 7)).convert(mode), "PNG")
    parts, position = [], 8
    while position < len(whole):
        length = int.from_bytes(whole[position : position + 4])
        parts.append((whole[position + 4 : position + 8], whole[position + 8 : position + 8 + length]))
        position += length + 12
    taken = 0
    for number, (kind, body) in enumerate(parts):
        for at, value in product(range(len(body)), (0, 1, 2, 3, 5, 7, 255)):
            changed = body[:at] + bytes([value]) + body[at + 1 :]
            others = [(kind, changed) if one == number else part for one, part in enumerate(parts)]
            data = whole[:8] + b"".join(chunk(*part) for part in others)
            if bare_png(data) is not None:
                taken += 1
                Image.open(io.BytesIO(data)).load()
    assert taken > 10


OTHERWISE = {
    "no palette": lambda parts: [part for part in parts if part[0] != b"PLTE"],
    "two palettes": lambda parts: [parts[0], *parts[1:2], *parts[1:]],
    "the palette behind the dots": lambda parts: [parts[0], *parts[2:-1], parts[1], parts[-1]],
    "a palette of half a colour": lambda parts: [parts[0], (b"PLTE", parts[1][1][:-1]), *parts[2:]],
    "no dots": lambda parts: [*parts[:2], parts[-1]],
    "half of the dots": lambda parts: [*parts[:2], (b"IDAT", parts[2][1][: len(parts[2][1]) // 2]), parts[-1]],
    "words in its end": lambda parts: [*parts[:-1], (b"IEND", b"canary")],
    "no end": lambda parts: parts[:-1],
}


@pytest.mark.parametrize("how", OTHERWISE)
def test_a_png_of_other_parts_is_not_published_as_it_is_packed(how: str) -> None:
    """Each part stands there once, in its place, and as long as it has to be; dots between others are one picture still."""
    head = (b"IHDR", struct.pack(">IIBBBBB", 4, 2, 8, 3, 0, 0, 0))
    dots = zlib.compress(b"\0\0\1\0\1" * 2)
    parts = [head, (b"PLTE", b"\x80\x80\x80\0\0\0"), (b"IDAT", dots), (b"IEND", b"")]
    begin = b"\x89PNG\r\n\x1a\n"
    split = [*parts[:2], (b"IDAT", dots[:5]), (b"IDAT", dots[5:]), parts[-1]]
    for right in (parts, split):
        assert bare_png(begin + b"".join(chunk(*part) for part in right)) is not None
    assert bare_png(begin + b"".join(chunk(*part) for part in OTHERWISE[how](parts))) is None
