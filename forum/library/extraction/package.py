"""Office files are zips with XML: opening them without being flooded, and reading XML without tricks."""

import posixpath
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO
from xml.parsers import expat

from forum.library.extraction.outcome import Reason, Refused
from forum.storage.archive import BadArchive, open_archive

MAX_PART = 128 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
_MAX_DEPTH = 2_000
_CHUNK = 64 * 1024
_ENCRYPTED_FLAG = 1
_MEDIA = ("/media/", "/embeddings/", "pictures/", "thumbnails/", "object ")

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Words = Callable[[str], None]


class Package:
    """A zip with parts, each found by its name without regard to capitals."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises Refused(damaged)."""
        try:
            self._archive = open_archive(path)
        except BadArchive as error:
            raise Refused(Reason.DAMAGED) from error
        self._parts = {info.filename.lower().lstrip("/"): info for info in self._archive.infolist()}
        self._opened = 0

    def has(self, name: str) -> bool:
        """Say whether there is a part with this name."""
        return name.lower() in self._parts

    def check_all(self) -> None:
        """For a library that unpacks by itself. Raises Refused when it would be too much or is encrypted."""
        texts = [info for name, info in self._parts.items() if not any(mark in f"/{name}" for mark in _MEDIA)]
        if any(info.flag_bits & _ENCRYPTED_FLAG for info in texts):
            raise Refused(Reason.ENCRYPTED)
        if sum(info.file_size for info in texts) > MAX_TOTAL:
            raise Refused(Reason.TOO_LARGE)

    def open(self, name: str) -> IO[bytes]:
        """Open a part; its size is judged before the first byte is unpacked. Raises Refused."""
        info = self._parts.get(name.lower())
        if info is None:
            raise Refused(Reason.DAMAGED)
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise Refused(Reason.ENCRYPTED)
        self._opened += info.file_size
        if info.file_size > MAX_PART or self._opened > MAX_TOTAL:
            raise Refused(Reason.TOO_LARGE)
        # zipfile gives no more than the size that is stated, whatever the data unpacks to.
        return self._archive.open(info)

    def relations(self, part: str) -> list[tuple[str, str]]:
        """Give (kind, name of the part) for all that `part` refers to inside the package."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        found: list[tuple[str, str]] = []
        if not self.has(listing):
            return found

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.endswith("Relationship") and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append((f"{kind}#{attributes.get('Id', '')}", target.lstrip("/")))

        self.parse(listing, start)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Give the names of the parts of one kind that `part` refers to, those that exist."""
        return [
            name
            for relation, name in self.relations(part)
            if relation.partition("#")[0] == kind and self.has(name)
        ]

    def parse(self, name: str, start: Start, end: End | None = None, words: Words | None = None) -> None:
        """Read a part as XML (see `parse_xml`). Raises Refused, or ExpatError."""
        with self.open(name) as stream:
            parse_xml(stream, start, end, words)


def parse_xml(stream: IO[bytes], start: Start, end: End | None = None, words: Words | None = None) -> None:
    """Read XML with the given handlers. Raises Refused(damaged) for any DTD or entity, ExpatError when broken.

    Names of elements come without their namespace; names of attributes as "namespace}name", or "name".
    """
    depth = 0

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise Refused(Reason.DAMAGED)
        start(name.rpartition("}")[2], attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(name.rpartition("}")[2])

    def refuse(*_declaration: object) -> None:
        raise Refused(Reason.DAMAGED)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    if words:
        parser.CharacterDataHandler = words
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def qualified(attributes: dict[str, str], name: str) -> str:
    """Give the attribute `name` that has a namespace, whichever; empty when there is none."""
    ending = "}" + name
    return next((value for key, value in attributes.items() if key.endswith(ending)), "")


def first_text(package: Package, name: str, tag: str) -> str | None:
    """Give the text of the first element `tag` in a small part such as the metadata; None when absent."""
    if not package.has(name):
        return None
    pieces: list[str] = []
    inside = False
    done = False

    def start(found: str, _attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = found == tag and not done

    def end(found: str) -> None:
        nonlocal inside, done
        done = done or (inside and found == tag)
        inside = False

    def words(text: str) -> None:
        if inside:
            pieces.append(text)

    try:
        package.parse(name, start, end, words)
    except (expat.ExpatError, Refused, zipfile.BadZipFile):
        return None
    return "".join(pieces) or None
