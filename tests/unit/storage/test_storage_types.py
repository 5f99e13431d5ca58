"""What a file is, by its content; the name decides only between texts."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from forum.storage.archive import MAX_DIRECTORY, BadArchive, open_archive
from forum.storage.types import detect
from tests.corpus import CORPUS, needs_corpus


def found(folder: Path, content: bytes, name: str = "bestand") -> str:
    path = folder / "content"
    path.write_bytes(content)
    return detect(path, name).extension


def zipped(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(
                name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def office(main: str) -> bytes:
    types = f'<Types><Default Extension="xlsx" ContentType="x.spreadsheetml.sheet"/><Override ContentType="{main}"/></Types>'
    return zipped({"[Content_Types].xml": types, "a.xml": "<a/>"})


HTML = b"<!DOCTYPE html><html><body>Dag</body></html>"
SVG = (
    b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
MAIL = b"Received: from a\r\nFrom: jan@example.org\r\nSubject: Dag\r\nMIME-Version: 1.0\r\n\r\nBeste allen,"


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (b"%PDF-1.7\n1 0 obj", "pdf"),
        (b"rommel\n%PDF-1.7\n1 0 obj", "pdf"),
        (b"Een PDF begint met %PDF-1.7 en meer niet.", "txt"),
        (b"{\\rtf1\\ansi Dag}", "rtf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "png"),
        (b"GIF89a....", "gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"\0\0\0\x18ftypheic\0\0", "heic"),
        (HTML, "html"),
        (b"\xef\xbb\xbf \n<HTML><head>", "html"),
        (SVG, "svg"),
        (b'<!DOCTYPE x [ <!ENTITY a "b"> ]>\n<svg>', "svg"),
        (b'<?xml version="1.0"?><boek/>', "xml"),
        (MAIL, "eml"),
        (b"%!PS-Adobe-3.0\n", "ps"),
        ("Beste collega's, één vraag".encode(), "txt"),
        ("Beste collega's, één vraag".encode("cp1252"), "txt"),
        ("Beste collega's, één vraag".encode("utf-16"), "txt"),
        (b"", "bin"),
        (b"\0\1\2\3\4\5\6\7" * 50, "bin"),
        (bytes(range(256)), "bin"),
        (office("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "docx"),
        (
            office("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
            "pptx",
        ),
        (office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "xlsx"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "docm"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "odt"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "odp"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ods"),
        (zipped({"mimetype": "application/epub+zip"}), "epub"),
        (zipped({"mimetype": "text/html", "index.html": "<html>"}), "zip"),
        (zipped({"notitie.txt": "dag"}), "zip"),
        (zipped({}), "zip"),
    ],
)
def test_the_content_decides_whatever_the_name(tmp_path: Path, content: bytes, extension: str) -> None:
    for name in ("bestand", "foto.png", "plan.docx", "plan.pdf", "../../x.exe"):
        assert found(tmp_path, content, name) == extension


@pytest.mark.parametrize(
    ("content", "name", "extension"),
    [
        (b"# Kop\n\ntekst", "Lees mij.MD", "md"),
        (b"a;b\n1;2", "lijst.csv", "csv"),
        (b"a\tb", "lijst.tsv", "tsv"),
        (MAIL, "bericht.eml", "eml"),
        (MAIL, "bericht.txt", "txt"),
        (b"<div align='center'>Logo</div>\n# Kop", "README.md", "md"),
        (b"<div>Dag</div>", "stuk.html", "html"),
        (b"<div>Dag</div>", "stuk", "html"),
        (b"gewone tekst", "stuk.html", "txt"),
        (HTML, "stuk.md", "html"),
        (SVG, "stuk.txt", "svg"),
        (b"\x89PNG\r\n\x1a\n\0", "stuk.csv", "png"),
    ],
)
def test_the_name_tells_one_text_from_another(
    tmp_path: Path, content: bytes, name: str, extension: str
) -> None:
    assert found(tmp_path, content, name) == extension


def test_a_zip_without_its_end_is_judged_by_its_beginning(tmp_path: Path) -> None:
    word = office("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")
    assert found(tmp_path, word[:-30]) == "docx"
    text = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
    assert found(tmp_path, text[:-30]) == "odt"
    assert found(tmp_path, b"PK\x03\x04") == "zip"


def ole(top: str, below: str = "") -> bytes:
    """A smallest OLE container: one stream at the top, with perhaps one below it."""

    def entry(name: str, child: int = 0xFFFFFFFF) -> bytes:
        coded = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<LLL", 0xFFFFFFFF, 0xFFFFFFFF, child)
        return (coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), 1, 1) + links).ljust(128, b"\0")

    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(76, b"\0") + b"\xff" * 436)
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<L", header, 48, 1)
    struct.pack_into("<L", header, 76, 0)
    table = struct.pack("<LL", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    names = entry("Root Entry", 1) + entry(top, 2 if below else 0xFFFFFFFF) + entry(below or "x") + entry("y")
    return bytes(header) + table + names


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (ole("WordDocument"), "doc"),
        (ole("Workbook"), "xls"),
        (ole("PowerPoint Document"), "ppt"),
        (ole("EncryptedPackage"), "ole"),
        (ole("ObjectPool", below="Workbook"), "ole"),
        (ole("Workbook")[:520], "ole"),
    ],
)
def test_old_office_is_told_by_the_names_at_the_top(tmp_path: Path, content: bytes, extension: str) -> None:
    assert found(tmp_path, content, "x.txt") == extension


def test_a_list_of_contents_that_is_too_long_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    content = zipped({"a": "b"})
    path.write_bytes(content)
    with open_archive(path) as archive:
        assert archive.namelist() == ["a"]
    end = bytearray(content)
    struct.pack_into("<L", end, len(content) - 10, MAX_DIRECTORY + 1)
    path.write_bytes(bytes(end))
    with pytest.raises(BadArchive):
        open_archive(path)
    assert detect(path, "a.zip").extension == "zip"


@needs_corpus
def test_all_real_documents_are_what_their_name_says() -> None:
    wrong = [
        str(path)
        for path in (CORPUS / "documents").rglob("*")
        if path.is_file() and detect(path, path.name).extension != path.suffix.lower().lstrip(".")
    ]
    assert wrong == []


@needs_corpus
def test_example_files_of_many_kinds_are_never_taken_for_a_page_or_a_document() -> None:
    expected = {
        "html.htm": "html",
        "README.md": "md",
        "mini.plist": "txt",
        "postscript.ps": "ps",
        "zip.zip": "zip",
    }
    readable = {
        "pdf",
        "docx",
        "xlsx",
        "pptx",
        "odt",
        "ods",
        "odp",
        "html",
        "txt",
        "md",
        "csv",
        "eml",
        "rtf",
        "svg",
    }
    for path in (CORPUS / "attacks" / "filetypes").iterdir():
        extension = (
            detect(path, "x.html").extension if path.name == "x" else detect(path, path.name).extension
        )
        if path.name in expected:
            assert extension == expected[path.name]
        else:
            assert extension not in readable, path.name


@needs_corpus
def test_every_svg_is_seen_as_one_under_any_name() -> None:
    for path in (CORPUS / "attacks" / "svg").glob("*.svg"):
        for name in ("plaatje.png", "tekst.txt", "pagina.html", "x.md"):
            assert detect(path, name).media_type == "image/svg+xml", path.name
