"""A photo as a phone makes it: with the place where it was taken, and the camera."""

import io

from PIL import Image

GPS, MAKE = 0x8825, 0x010F
SECRET = "Geheime camera"


def photo(colour: tuple[int, int, int] = (200, 120, 40), size: tuple[int, int] = (800, 600)) -> io.BytesIO:
    exif = Image.Exif()
    exif[MAKE] = SECRET
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    out.seek(0)
    return out
