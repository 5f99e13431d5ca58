"""Pictures of strangers, made safe: decoded once within limits, and written anew without anything else.

What comes out holds pixels only: no place where it was taken, no camera, no hidden second file.
"""

import io
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Literal

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 50_000_000
MAX_SIDE = 2_000

# What people send, and no more: each further format is a decoder that may be attacked.
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_QUALITY = 82

# A last guard inside Pillow itself, for what is only found while decoding (a frame larger than its picture).
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

Target = Literal["WEBP", "JPEG", "PNG"]
_MEDIA_TYPES: dict[Target, str] = {"WEBP": "image/webp", "JPEG": "image/jpeg", "PNG": "image/png"}


class PictureFault(StrEnum):
    """What is wrong with a picture."""

    UNKNOWN_TYPE = "unknown_type"  # no picture, or a kind that we do not take
    TOO_LARGE = "too_large"  # too many pixels
    DAMAGED = "damaged"


class BadPicture(Exception):
    """The picture is not taken; `reason` says why."""

    def __init__(self, reason: PictureFault) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean picture: its bytes, its size in pixels and its media type."""

    data: bytes
    width: int
    height: int
    media_type: str


def reencode(
    source: Path | BinaryIO,
    *,
    max_pixels: int = MAX_PIXELS,
    max_side: int = MAX_SIDE,
    max_height: int | None = None,
    target: Target = "WEBP",
) -> Picture:
    """Give the picture anew, turned upright, no side longer than `max_side` and no higher than `max_height`; of a
    moving one the first frame.

    `target` is WEBP for pages; JPEG or PNG for mail (JPEG puts transparent pictures on white).
    Raises BadPicture. The number of pixels is judged by the header, before anything is decoded.
    """
    return _written(decoded(source, (max_side, max_height or max_side), max_pixels, target), target)


def decoded(
    source: Path | BinaryIO, box: tuple[int, int], max_pixels: int = MAX_PIXELS, target: Target = "JPEG"
) -> Image.Image:
    """The points of a picture, turned upright and made to fit in `box`; see `reencode`. Raises BadPicture."""
    try:
        with Image.open(source, formats=_FORMATS) as opened:
            if opened.width * opened.height > min(max_pixels, MAX_PIXELS):
                raise BadPicture(PictureFault.TOO_LARGE)
            if opened.format == "JPEG":
                opened.draft("RGB", box)
            opened.load()
            upright = ImageOps.exif_transpose(opened) or opened
            picture = _plain(upright, target)
            picture.thumbnail(box, Image.Resampling.LANCZOS)
            return _bare(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise BadPicture(PictureFault.TOO_LARGE) from error
    except UnidentifiedImageError as error:
        raise BadPicture(PictureFault.UNKNOWN_TYPE) from error
    except BadPicture:
        raise
    # Pillow's decoders raise whatever they stumble over; none of it is ours to let through.
    except Exception as error:
        raise BadPicture(PictureFault.DAMAGED) from error


def from_points(points: bytes, width: int, height: int) -> Image.Image:
    """A picture of points that something else drew, three bytes each."""
    return Image.frombytes("RGB", (width, height), points)


def written(picture: Image.Image, box: tuple[int, int] | None = None) -> Picture:
    """The bytes of a picture for a page, made to fit in `box`."""
    if box is not None:
        picture = picture.copy()
        picture.thumbnail(box, Image.Resampling.LANCZOS)
    return _written(picture, "WEBP")


def _plain(picture: Image.Image, target: Target) -> Image.Image:
    """Give the picture as RGB or RGBA."""
    if picture.mode.startswith("I"):  # grey with 16 bits for a point
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        if target == "JPEG":
            white = Image.new("RGBA", picture.size, "white")
            picture = Image.alpha_composite(white, picture).convert("RGB")
    else:
        picture = picture.convert("RGB")
    return picture


def _bare(picture: Image.Image) -> Image.Image:
    """Give a new picture with the same points, so that no profile, comment or place comes along."""
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    return clean


def _written(picture: Image.Image, target: Target) -> Picture:
    out = io.BytesIO()
    if target == "PNG":
        picture.save(out, "PNG", optimize=True)
    elif target == "JPEG":
        picture.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    else:
        picture.save(out, "WEBP", quality=_QUALITY, method=4)
    return Picture(out.getvalue(), picture.width, picture.height, _MEDIA_TYPES[target])
