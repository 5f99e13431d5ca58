"""Reading small documents of every kind, made here, in a process of its own."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from forum.library.extraction.outcome import Extraction, Limits, Reason
from forum.library.extraction.run import extract
from forum.storage.types import detect
from tests import bombs

ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"


def read(folder: Path, content: bytes, name: str = "stuk", limits: Limits | None = None) -> Extraction:
    path = folder / "content"
    path.write_bytes(content)
    return extract(path, detect(path, name).media_type, limits=limits or Limits())


def relations(*targets: tuple[str, str]) -> str:
    lines = (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f"<Relationships>{''.join(lines)}</Relationships>"


def word(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_word_gives_text_tables_boxes_notes_and_headers(tmp_path: Path) -> None:
    space = f'xmlns:w="{bombs.WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Titel"/></w:pPr><w:r><w:t>Plan jeugd</w:t></w:r></w:p>'
        + "<w:p><w:r><w:t>jeugd</w:t><w:softHyphen/><w:t>zorg en wijk</w:t><w:noBreakHyphen/><w:t>team</w:t></w:r></w:p>"
        + f"<w:tbl><w:tr><w:tc>{word('links')}</w:tc><w:tc>{word('rechts')}</w:tc></w:tr></w:tbl>"
        + "<mc:AlternateContent><mc:Choice><w:p><w:r><w:txbxContent>" + word("kader") + "</w:txbxContent></w:r></w:p>"
        + "</mc:Choice><mc:Fallback>" + word("kader dubbel") + "</mc:Fallback></mc:AlternateContent>"
        + "<w:p><w:del><w:r><w:delText>geschrapt</w:delText></w:r></w:del><w:r><w:t>eind</w:t></w:r></w:p>"
    )  # fmt: skip
    content = bombs.zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(
                ("footnotes", "footnotes.xml"), ("header", "header1.xml"), ("comments", "comments.xml")
            ),
            "word/footnotes.xml": f"<w:footnotes {space}><w:footnote>{word('voetnoot')}</w:footnote></w:footnotes>",
            "word/header1.xml": f"<w:hdr {space}>{word('kopregel')}</w:hdr>",
            "word/comments.xml": f"<w:comments {space}>{word('opmerking')}</w:comments>",
        }
    )
    found = read(tmp_path, content)
    assert found.pages == (
        "Plan jeugd\njeugdzorg en wijk-team\nlinks rechts\n\nkader\n\neind\n\nvoetnoot\n\nkopregel",
    )
    assert (found.page_kind, found.title, found.reason, found.truncated) == (
        "none",
        "Plan jeugd",
        None,
        False,
    )


def test_powerpoint_gives_a_page_per_slide_in_order_with_notes(tmp_path: Path) -> None:
    space = f'xmlns:a="{DRAWING}" xmlns:p="{SLIDES}" xmlns:r="{OFFICE}"'

    def slide(text: str) -> str:
        field = '<a:p><a:fld type="slidenum"><a:t>99</a:t></a:fld></a:p>'
        return f"<p:sld {space}><p:grpSp><p:sp><a:p><a:r><a:t>{text}</a:t></a:r></a:p>{field}</p:sp></p:grpSp></p:sld>"

    content = bombs.zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "ppt/presentation.xml": f'<p:presentation {space}><p:sldIdLst><p:sldId id="256" r:id="rId2"/>'
            '<p:sldId id="257" r:id="rId3"/><p:sldId id="258" r:id="rId1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(
                ("slide", "slides/c.xml"), ("slide", "slides/z.xml"), ("slide", "/ppt/slides/b.xml")
            ),
            "ppt/slides/z.xml": slide("eerste"),
            "ppt/slides/b.xml": slide(""),
            "ppt/slides/c.xml": slide("derde"),
            "ppt/slides/_rels/c.xml.rels": relations(("notesSlide", "../notesSlides/n.xml")),
            "ppt/notesSlides/n.xml": slide("notitie"),
        }
    )
    found = read(tmp_path, content)
    assert found.pages == ("eerste", "", "derde\n\nnotitie")
    assert found.page_kind == "slide"


def test_opendocument_text_gives_tables_notes_and_headers(tmp_path: Path) -> None:
    body = (
        "<text:h>Plan jeugd</text:h><text:p>twee<text:s text:c='3'/>woorden<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>voetnoot</text:p></text:note-body></text:note></text:p>"
        "<office:annotation><text:p>opmerking</text:p></office:annotation>"
        "<table:table-row><table:table-cell><text:p>links</text:p></table:table-cell>"
        "<table:table-cell><text:p>rechts</text:p></table:table-cell></table:table-row>"
    )
    found = read(
        tmp_path,
        bombs.zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": f"<office:document-content {ODF}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
                "styles.xml": f"<office:x {ODF}><style:header><text:p>kopregel</text:p></style:header><text:p>stijl</text:p></office:x>",
                "meta.xml": f"<office:x {ODF}><dc:title>Plan van aanpak</dc:title></office:x>",
            }
        ),
    )
    assert found.pages == ("Plan jeugd\ntwee woorden voetnoot\nlinks rechts\nkopregel",)
    assert found.title == "Plan van aanpak"


def test_opendocument_presentation_gives_a_page_per_slide(tmp_path: Path) -> None:
    slides = "".join(
        f"<draw:page><draw:g><text:p>dia {word}</text:p></draw:g><presentation:notes><text:p>bij {word}</text:p>"
        "</presentation:notes></draw:page>"
        for word in ("een", "twee")
    )
    content = f"<office:document-content {ODF}><office:body><office:presentation>{slides}</office:presentation></office:body></office:document-content>"
    found = read(
        tmp_path,
        bombs.zipped({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": content}),
    )
    assert found.pages == ("dia een\nbij een", "dia twee\nbij twee")
    assert found.page_kind == "slide"


def workbook(*cells: str, hidden: str = "") -> bytes:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return bombs.zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook {space} xmlns:r="{OFFICE}"><sheets><sheet name="Kosten" sheetId="1" r:id="rId1"/>'
            '<sheet name="Verborgen" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/a.xml"),
                ("worksheet", "worksheets/b.xml"),
                ("sharedStrings", "s.xml"),
            ),
            "xl/s.xml": f"<sst {space}><si><t>jeugdzorg</t></si><si><r><t>wijk</t></r><r><t>team</t></r></si></sst>",
            "xl/worksheets/a.xml": f"<worksheet {space}><sheetData>{''.join(cells)}</sheetData></worksheet>",
            "xl/worksheets/b.xml": f"<worksheet {space}><sheetData>{hidden}</sheetData></worksheet>",
        }
    )


ROW = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"><v>12</v></c></row>'
STRAY = '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'


def test_excel_gives_a_page_per_sheet_and_hides_what_is_hidden(tmp_path: Path) -> None:
    found = read(tmp_path, workbook(ROW, hidden=ROW))
    assert found.pages == ("Kosten\njeugdzorg wijkteam 12", "")
    assert found.page_kind == "sheet"


def test_a_stray_cell_at_the_far_end_does_not_cost_all_memory(tmp_path: Path) -> None:
    found = read(tmp_path, workbook(ROW, STRAY, hidden=ROW))
    assert found.pages == ("Kosten\njeugdzorg wijkteam 12\n7", "")
    assert not found.truncated


def test_pdf_gives_a_page_per_page_and_its_title(tmp_path: Path) -> None:
    found = read(tmp_path, bombs.simple_pdf(["Dag allemaal", "", "één vraag"], b"/Title(Plan van aanpak)"))
    assert found.pages == ("Dag allemaal", "", "één vraag")
    assert (found.page_kind, found.title) == ("page", "Plan van aanpak")


def test_pdf_without_text_is_empty_and_with_a_drawing_only_is_scanned(tmp_path: Path) -> None:
    empty = bombs.simple_pdf(["", ""])
    assert read(tmp_path, empty).reason == Reason.EMPTY
    drawn = empty.replace(b"<</Length 0>>stream\n\n", b"<</Length 20>>stream\n 0 0 100 100 re f    \n", 1)
    assert read(tmp_path, drawn).reason == Reason.SCANNED


@pytest.mark.parametrize(
    ("name", "content", "text", "title"),
    [
        ("a.txt", "één plan".encode("cp1252"), "één plan", None),
        ("a.txt", "één plan".encode("utf-16"), "één plan", None),
        ("a.csv", b"naam;bedrag\njeugd;5", "naam;bedrag\njeugd;5", None),
        ("a.md", b"---\ntitle: 'Het plan'\n---\n# Kop\n**vet** [link](https://x)", "Het plan\nKop\nvet link", "Het plan"),
        ("a.md", b"<!-- niet -->\n## Eerste kop ##\n<dfn>tekst</dfn>", "Eerste kop\ntekst", "Eerste kop"),
        ("a.rtf", rb"{\rtf1\ansi\ansicpg1252{\info{\title Plan jeugd}}\'e9\'e9n\par twee}", "één\ntwee", "Plan jeugd"),
        (
            "a.html",
            b"<!doctype html><title>Plan jeugd</title><style>x{}</style><p>een<b>voud</b></p><p>twee\nwoorden</p>"
            b"<table><tr><td>a</td><td>b</td></tr></table><script>niet()</script>slot",
            "eenvoud\n\ntwee woorden\n\na b\n\nslot",
            "Plan jeugd",
        ),
        ("a.html", "<meta charset=iso-8859-1><p>één".encode("cp1252"), "één", None),
        (
            "a.eml",
            b"From: a@example.org\nSubject: =?utf-8?q?Vraag_over_=C3=A9=C3=A9n_plan?=\nMIME-Version: 1.0\n"
            b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/alternative; boundary=y\n\n"
            b"--y\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
            b"Beste =C3=A9=C3=A9n\n--y\nContent-Type: text/html\n\n<p>dubbel</p>\n--y--\n"
            b"--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nbijlage\n--x--\n",
            "Vraag over één plan\n\nBeste één",
            "Vraag over één plan",
        ),
    ],
)  # fmt: skip
def test_texts_of_all_kinds(tmp_path: Path, name: str, content: bytes, text: str, title: str | None) -> None:
    found = read(tmp_path, content, name)
    assert found.pages == (text,)
    assert (found.title, found.page_kind) == (title, "none")


def test_what_cannot_be_read_ends_in_a_reason(tmp_path: Path) -> None:
    locked = io.BytesIO(bombs.document(word("geheim")))
    content = bytearray(locked.getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 1)
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        assert archive.infolist()[0].flag_bits & 1
    assert read(tmp_path, bytes(content)).reason == Reason.ENCRYPTED
    whole = bombs.document(word("plan"))
    assert read(tmp_path, whole).pages == ("plan",)
    assert read(tmp_path, whole[: len(whole) // 2]).reason == Reason.DAMAGED
    assert read(tmp_path, b"%PDF-1.7\nniets").reason == Reason.DAMAGED
    assert read(tmp_path, b"").reason == Reason.EMPTY
    assert read(tmp_path, b" \n\n", "a.txt").reason == Reason.EMPTY
    assert read(tmp_path, b"\x89PNG\r\n\x1a\n").reason == Reason.UNKNOWN_TYPE
    assert read(tmp_path, b"dag", "a.txt", Limits(file=2)).reason == Reason.TOO_LARGE


def test_text_before_the_damage_is_kept(tmp_path: Path) -> None:
    found = read(tmp_path, bombs.document(word("goed begin") + "<w:p><kapot"))
    assert found.pages == ("goed begin",)
    assert found.truncated


def test_more_text_or_pages_than_allowed_are_cut(tmp_path: Path) -> None:
    found = read(tmp_path, "é".encode() * 10_000, "a.txt", Limits(text=999))
    assert len(found.text.encode()) == 998
    assert found.truncated
    pages = bombs.simple_pdf(["een", "twee", "drie"])
    assert read(tmp_path, pages, limits=Limits(pages=3)).pages == ("een", "twee", "drie")
    found = read(tmp_path, pages, limits=Limits(pages=2))
    assert found.pages == ("een", "twee")
    assert found.truncated


def test_no_file_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        extract(tmp_path / "weg", "application/pdf")


def test_a_part_that_lies_about_its_size_is_not_unpacked_further(tmp_path: Path) -> None:
    content = bytearray(bombs.document(word("x" * 5000)))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        real = archive.getinfo("word/document.xml").file_size
    struct.pack_into("<L", content, content.rfind(struct.pack("<L", real)), 300)
    found = read(tmp_path, bytes(content))
    assert found.reason == Reason.DAMAGED or (found.truncated and len(found.text) < 300)
