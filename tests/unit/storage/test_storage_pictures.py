"""Pictures come out clean, upright and small, or not at all."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from forum.storage.pictures import BadPicture, PictureFault, Target, reencode
from tests.corpus import CORPUS, needs_corpus

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def picture(form: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size, options.pop("color", 0)).save(out, form, **options)  # type: ignore[arg-type]
    out.seek(0)
    return out


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png_bomb(side: int) -> io.BytesIO:
    header = struct.pack(">LLBBBBB", side, side, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(side // 8 + 1) * side, 9)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", pixels)
        + png_chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("target", ["WEBP", "JPEG", "PNG"])
def test_each_form_goes_to_each_other(form: str, target: Target) -> None:
    made = reencode(picture(form), target=target)
    assert (made.width, made.height) == (60, 40)
    assert made.media_type == f"image/{target.lower()}"
    with Image.open(io.BytesIO(made.data)) as again:
        assert again.format == target


@pytest.mark.parametrize("target", ["WEBP", "JPEG", "PNG"])
def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken(target: Target) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKE] = "Geheime camera"
    exif.get_ifd(GPS)[1] = "N"
    source = picture("JPEG", exif=exif, comment=b"geheim", icc_profile=b"geheim" * 100)
    assert b"Geheime" in source.getvalue()
    made = reencode(source, target=target)
    assert (made.width, made.height) == (40, 60)
    assert b"eheim" not in made.data
    with Image.open(io.BytesIO(made.data)) as again:
        assert not again.getexif()
        assert not {"icc_profile", "comment", "exif"} & set(again.info)


def test_large_sides_are_made_smaller_and_keep_their_proportion() -> None:
    made = reencode(picture("PNG", (400, 200)), max_side=100)
    assert (made.width, made.height) == (100, 50)


def test_transparency_stays_in_webp_and_becomes_white_in_jpeg() -> None:
    source = picture("PNG", mode="RGBA", color=(0, 0, 0, 0)).getvalue()
    with Image.open(io.BytesIO(reencode(io.BytesIO(source)).data)) as webp:
        assert webp.mode == "RGBA"
    with Image.open(io.BytesIO(reencode(io.BytesIO(source), target="JPEG").data)) as jpeg:
        assert jpeg.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("mode", "form"),
    [("L", "PNG"), ("P", "GIF"), ("1", "PNG"), ("I;16", "PNG"), ("CMYK", "JPEG"), ("LA", "PNG")],
)
def test_unusual_colours_are_understood(mode: str, form: str) -> None:
    assert reencode(picture(form, mode=mode)).width == 60


def test_what_follows_the_picture_does_not_come_along() -> None:
    source = io.BytesIO(picture("PNG").getvalue() + b"PK\x03\x04<script>alert(1)</script>")
    assert b"script" not in reencode(source, target="PNG").data


def test_a_bomb_is_refused_by_its_header() -> None:
    bomb = png_bomb(30_000)
    assert len(bomb.getvalue()) < 200_000
    with pytest.raises(BadPicture) as caught:
        reencode(bomb)
    assert caught.value.reason == PictureFault.TOO_LARGE


def test_the_limit_on_pixels_is_exact() -> None:
    assert reencode(picture("PNG", (10, 10)), max_pixels=100).width == 10
    with pytest.raises(BadPicture) as caught:
        reencode(picture("PNG", (10, 11)), max_pixels=100)
    assert caught.value.reason == PictureFault.TOO_LARGE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", PictureFault.UNKNOWN_TYPE),
        (b"dag allemaal", PictureFault.UNKNOWN_TYPE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureFault.UNKNOWN_TYPE),
        (picture("TIFF").getvalue(), PictureFault.UNKNOWN_TYPE),
        (picture("PNG", (300, 300)).getvalue()[:120], PictureFault.DAMAGED),
        (picture("JPEG", (600, 600)).getvalue()[:800], PictureFault.DAMAGED),
    ],
)
def test_what_is_no_good_picture_is_refused_with_a_reason(content: bytes, reason: PictureFault) -> None:
    with pytest.raises(BadPicture) as caught:
        reencode(io.BytesIO(content))
    assert caught.value.reason == reason


@needs_corpus
def test_hostile_pictures_end_in_a_clean_picture_or_a_reason() -> None:
    folder = CORPUS / "attacks"
    files = [
        path for name in ("images", "svg", "polyglot-pdf", "filetypes") for path in (folder / name).iterdir()
    ]
    clean: set[str] = set()
    for path in files:
        try:
            made = reencode(Path(path))
        except BadPicture:
            continue
        assert made.data[:4] == b"RIFF"
        clean.add(path.name)
    assert len(files) > 90
    assert clean == {
        "decompression_bomb_extents.gif",
        "truncated_exif_dpi.jpg",
        "gif87.gif",
        "jpg.jpg",
        "webp.webp",
    }
