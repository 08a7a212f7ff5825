"""Pictures that local pages show.

Comes in: the bytes of a PNG or JPEG. Goes out: the same picture, without what a camera or an editor left in it.
One of the 2 homes of Pillow; the other draws charts.
"""

import io
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.core.diagnostic import Diagnostic, Emit, Place
from reportgen.read.png import bare_png
from reportgen.read.text import read_bytes

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_PICTURE = 20_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 20_000
WIDEST = 1600
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
_SMALLER = f"make it at most {WIDEST:,} pixels wide"
_ORIENTATION = 0x0112
_ENDINGS = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg")}
# Of pictures that no report can show, and that have to be saved as another kind.
OTHER_PICTURES = (".avif", ".bmp", ".emf", ".gif", ".heic", ".svg", ".tif", ".tiff", ".webp", ".wmf")
PICTURE_ENDINGS = tuple(ending for endings in _ENDINGS.values() for ending in endings)


@dataclass(frozen=True, eq=False)
class PictureFile:
    """One picture as it is published; equal only to itself. Units: width and height in pixels.

    Shape: `file` are the bytes of the file as it lies in the folder, and `digest` is theirs; `bare` are those that can be
    published as they are.
    """

    name: str
    media_type: str
    width: int
    height: int
    file: bytes = field(repr=False)
    digest: str
    bare: bytes | None = field(default=None, repr=False)

    @cached_property
    def data(self) -> bytes:
        """The bytes that are published. Why: made when first asked for, since a check asks for none."""
        if self.bare is not None:
            return self.bare
        written = io.BytesIO()
        if self.media_type == "image/jpeg":
            _cleaned(*_decoded(self.file)).save(written, "JPEG", quality=88)
        else:
            _cleaned(*_decoded(self.file)).save(written, "PNG")
        return written.getvalue()


def read_picture(root: Path, path: str, place: Place, emit: Emit) -> PictureFile | None:
    """A picture named at `place`, or None with the reason said there.

    Errors: picture-missing, picture-unusable.
    """
    found: list[Diagnostic] = []
    data = read_bytes(root, path, found.append, largest=LARGEST_PICTURE)
    if data is None:
        slug = "picture-missing" if found[0].slug == "missing-file" else "picture-unusable"
        emit(Diagnostic(slug, place, found[0].message, "the picture is expected beside the page, with this very name"))
        return None
    return decode_picture(path.rpartition("/")[2], data, place, emit)


def decode_picture(name: str, data: bytes, place: Place, emit: Emit, *, called: str = "") -> PictureFile | None:
    """The picture in the bytes, at most 1,600 pixels wide, with no metadata. Shape: `called` is what people call it, if not `name`.

    Errors: picture-unusable.
    """
    import warnings

    from PIL import Image, ImageFile

    def refuse(message: str, hint: str) -> None:
        emit(Diagnostic("picture-unusable", place, f"{called or name} {message}", hint))

    # WeasyPrint sets this to True for the whole process; half a picture would then be filled up with grey.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # What is here is bounded below; the library's own bound comes without the size of the picture.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            # Some cameras put a second picture behind the first, which is not looked at.
            kind = "JPEG" if image.format == "MPO" else str(image.format)
            if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
                size = f"{image.width:,} × {image.height:,}"
                refuse(f"has {size} pixels, more than can be shown", _SMALLER)
                return None
            picture = _picture(name, data, kind, image.size)
    except Image.DecompressionBombError:
        refuse("has more pixels than can be shown", _SMALLER)
        return None
    except Exception:  # Pillow trips over broken pictures in a dozen ways.
        refuse("is not a whole PNG or JPEG picture", "save it again as PNG or JPEG")
        return None
    if not name.lower().endswith(_ENDINGS[kind]):
        refuse(f"is in truth a {kind} picture", f"give it a name that ends in {_ENDINGS[kind][0]}")
        return None
    return picture


@lru_cache(maxsize=16)
def _picture(name: str, data: bytes, kind: str, size: tuple[int, int]) -> PictureFile:
    """A picture that can be published. Why: made once, since those of a page are read again and again while it is written."""
    bare = bare_png(data) if kind == "PNG" and size[0] <= WIDEST else None
    width, height = size if bare is not None else _decoded(data)[1]
    return PictureFile(name, _MEDIA_TYPES[kind], width, height, data, sha256(data).hexdigest(), bare)


@lru_cache(maxsize=1)
def _decoded(data: bytes) -> "tuple[Image, tuple[int, int]]":
    """The picture that was looked at last, upright, and the size it is shown at; of more, the dots would fill the memory."""
    from PIL import Image, ImageOps

    image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
    sideways = (image.getexif().get(_ORIENTATION) or 1) > 4
    width, height = (image.height, image.width) if sideways else image.size
    size = (WIDEST, max(1, round(height * WIDEST / width))) if width > WIDEST else (width, height)
    # A JPEG can be decoded at a part of its size, which takes a part of the time and memory.
    image.draft(None, (2 * max(size), 2 * max(size)) if width > WIDEST else None)
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    return image if image.size == size else _cleaned(image, size), size


def _cleaned(image: "Image", size: tuple[int, int]) -> "Image":
    """The dots of a picture, no wider than can be shown, in a new picture that knows nothing of the old one."""
    from PIL import Image

    has_holes = image.mode in ("RGBA", "LA") or "transparency" in image.info
    mode = "RGBA" if has_holes else "L" if image.mode in ("1", "L") else "RGB"
    dots: Image.Image = _eight_bits(image) if image.mode.startswith("I") else image
    dots = dots if dots.mode == mode else dots.convert(mode)
    if dots.size != size:
        dots = dots.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    clean = Image.new(mode, size, None)
    clean.paste(dots)
    return clean


def _eight_bits(image: "Image") -> "Image":
    """Greys of 16 bits as greys of eight. Why: the library would cut off all above 255, which leaves a white picture."""
    return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
