"""What a file may be called, and what may be shown in a page. Pure."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME = 150
LONGEST_ALT = 300
# Made anew from their pixels when they came in, so a browser may show them inside a page.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_UNSAFE = re.compile(r'[<>:"|?*;\\/%#\x00-\x1f\x7f]+')


def filename(given: str | None, extension: str = "") -> str:
    """A name that is safe in an address, a header and on any disk; never empty, with its extension kept.

    `extension` (no dot) is used when nothing of the name is left.
    """
    base = (given or "").replace("\\", "/").rsplit("/", 1)[-1]
    cleaned = "".join(sign for sign in unicodedata.normalize("NFC", base) if _printable(sign))
    cleaned = " ".join(_UNSAFE.sub("_", cleaned).split()).strip(". ")
    if not cleaned:
        cleaned = f"bestand.{extension}" if extension else "bestand"
    path = PurePosixPath(cleaned)
    suffix = path.suffix if len(path.suffix) <= 10 else ""
    return cleaned[: len(cleaned) - len(suffix)][: LONGEST_NAME - len(suffix)].rstrip() + suffix


def is_picture(media_type: str) -> bool:
    """Whether a file of this type is shown in the page, and so needs an alternative text."""
    return media_type in PICTURES


def _printable(sign: str) -> bool:
    # No controls, no halves of pairs, no marks that turn the writing direction ("gnp.exe" for "exe.png").
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
