"""Pictures that local pages show.

Comes in: the bytes of a PNG or JPEG. Goes out: the same picture written anew, without what a camera or an editor left in it.
The one home of Pillow.
"""

import io
from dataclasses import dataclass
from pathlib import Path

from reportgen.core.diagnostic import Diagnostic, Place, Say
from reportgen.read.text import read_bytes

LARGEST_PICTURE = 20_000_000
MOST_PIXELS = 40_000_000
WIDEST = 1600
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
_ENDINGS = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg")}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as it is published. Units: width and height in pixels."""

    name: str
    media_type: str
    width: int
    height: int
    data: bytes


def read_picture(root: Path, path: str, place: Place, say: Say) -> Picture | None:
    """A picture named at `place`, or None with the reason said there.

    Errors: picture-missing, picture-unusable.
    """
    found: list[Diagnostic] = []
    data = read_bytes(root, path, found.append, largest=LARGEST_PICTURE)
    if data is None:
        slug = "picture-missing" if found[0].slug == "missing-file" else "picture-unusable"
        say(Diagnostic(slug, place, found[0].message, "the picture is expected beside the page, with this very name"))
        return None
    return decode_picture(path.rsplit("/", 1)[-1], data, place, say)


def decode_picture(name: str, data: bytes, place: Place, say: Say) -> Picture | None:
    """The picture in the bytes, at most 1,600 pixels wide, with no metadata.

    Errors: picture-unusable.
    """
    import warnings

    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            kind = str(image.format)
            if image.width * image.height > MOST_PIXELS:
                message = f"{name} has {image.width:,} × {image.height:,} pixels, more than can be shown"
                say(Diagnostic("picture-unusable", place, message, f"make it at most {WIDEST:,} pixels wide"))
                return None
            image.load()
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        say(
            Diagnostic(
                "picture-unusable", place, f"{name} is not a whole PNG or JPEG picture", "save it again as PNG or JPEG"
            )
        )
        return None
    if not name.lower().endswith(_ENDINGS[kind]):
        message = f"{name} is in truth a {kind} picture"
        say(Diagnostic("picture-unusable", place, message, f"give it a name that ends in {_ENDINGS[kind][0]}"))
        return None
    upright = ImageOps.exif_transpose(image)
    if upright.width > WIDEST:
        upright = upright.resize(
            (WIDEST, max(1, round(upright.height * WIDEST / upright.width))), Image.Resampling.LANCZOS
        )
    mode = upright.mode if upright.mode in ("RGB", "L", "RGBA", "P") else "RGB"
    clean = Image.new(mode, upright.size)
    if mode == "P":
        clean = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    else:
        clean.paste(upright.convert(mode))
    written = io.BytesIO()
    if kind == "JPEG":
        clean.convert("RGB").save(written, "JPEG", quality=88)
    else:
        clean.save(written, "PNG", optimize=True)
    return Picture(name, _MEDIA_TYPES[kind], clean.width, clean.height, written.getvalue())
