"""Walk over a folder that somebody wants to import: which files, which theme, and what is left out and why."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from forum.lib.markup import text
from forum.threads.rules import LONGEST_THEME


class LeftOut(StrEnum):
    """Why something in the folder is not imported."""

    HIDDEN = "hidden"
    SYMLINK = "symlink"
    SPECIAL = "not a file"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too large"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to import. `shown` is its path below the folder, fit to print; `theme` its first folder."""

    path: Path
    shown: str
    theme: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is not imported; a folder stands for all that is in it."""

    shown: str
    why: LeftOut


def walk(folder: Path) -> Iterator[Found | Skipped]:
    """Everything below `folder`, in order of name. Symbolic links are not followed: they can lead outside.

    Raises:
        OSError: `folder` itself cannot be read.
    """
    waiting: list[tuple[Path, str]] = [(folder, "")]
    while waiting:
        place, theme = waiting.pop()
        try:
            entries = sorted(os.scandir(place), key=lambda entry: entry.name)
        except OSError:
            if place == folder:
                raise
            yield Skipped(_shown(place, folder), LeftOut.UNREADABLE)
            continue
        folders = []
        for entry in entries:
            path = place / entry.name
            why = _left_out(entry)
            if why is not None:
                yield Skipped(_shown(path, folder), why)
            elif entry.is_dir(follow_symlinks=False):
                folders.append((path, theme or theme_of(entry.name)))
            else:
                yield Found(path, _shown(path, folder), theme)
        waiting.extend(reversed(folders))


def _left_out(entry: os.DirEntry[str]) -> LeftOut | None:
    # Besides dot files: what Office and Windows leave behind.
    if entry.name.startswith((".", "~$")) or entry.name.lower() in ("thumbs.db", "desktop.ini"):
        return LeftOut.HIDDEN
    try:
        mode = entry.stat(follow_symlinks=False).st_mode
    except OSError:
        return LeftOut.UNREADABLE
    if stat.S_ISLNK(mode):
        return LeftOut.SYMLINK
    # Opening a pipe or a device could wait for ever.
    return None if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else LeftOut.SPECIAL


def theme_of(name: str) -> str:
    """The theme that a folder makes: its name, with spaces, not too long."""
    words = " ".join(text.clean(_printable(name)).replace("_", " ").split())
    return (words[:1].upper() + words[1:])[:LONGEST_THEME].strip()


def _shown(path: Path, folder: Path) -> str:
    return text.clean(_printable(path.relative_to(folder).as_posix())).replace("\n", " ")


def _printable(name: str) -> str:
    # A name that is no UTF-8 on disk holds lone surrogates, which nothing can print.
    return os.fsencode(name).decode("utf-8", "replace")
