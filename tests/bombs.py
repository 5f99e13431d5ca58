"""Files that burst, made by the tests that need them: small to store, enormous to read."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator

MEGABYTE = 1024 * 1024

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{level} "{f"&lol{level - 1 or str()};" * 10}">' for level in range(1, 11))
    + "]>"
)


def zipped(members: dict[str, bytes | str | Iterable[bytes]]) -> bytes:
    """Give a zip; a member may be a stream of blocks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            with archive.open(name, "w", force_zip64=True) as member:
                blocks = [content] if isinstance(content, bytes | str) else content
                for block in blocks:
                    member.write(block.encode() if isinstance(block, str) else block)
    return out.getvalue()


def document(body: bytes | str | Iterable[bytes], head: str = '<?xml version="1.0"?>') -> bytes:
    """Give a Word file with this body (XML)."""

    def blocks() -> Iterator[bytes]:
        yield f'{head}<w:document xmlns:w="{WORD}"><w:body>'.encode()
        yield from ([body] if isinstance(body, bytes) else [body.encode()] if isinstance(body, str) else body)
        yield b"</w:body></w:document>"

    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": blocks()})


def flat_zip(megabytes: int) -> bytes:
    """Give a zip with one member of zeros."""
    return zipped({"nullen": (bytes(MEGABYTE) for _ in range(megabytes))})


def nested_zip(layers: int, copies: int, megabytes: int) -> bytes:
    """Give a zip of zips of zips."""
    inner = zipped({"nullen": (bytes(MEGABYTE) for _ in range(megabytes))})
    for _ in range(layers):
        inner = zipped({f"{number}.zip": inner for number in range(copies)})
    return inner


def word_of_one_word(megabytes: int) -> bytes:
    """Give a Word file with one enormous word."""
    words = (b"a" * MEGABYTE for _ in range(megabytes))
    return document(
        block for part in ([b"<w:p><w:r><w:t>"], words, [b"</w:t></w:r></w:p>"]) for block in part
    )


def word_of_paragraphs(number: int) -> bytes:
    """Give a Word file with very many short paragraphs."""
    return document(b"<w:p><w:r><w:t>jeugdzorg</w:t></w:r></w:p>" * 1000 for _ in range(number // 1000))


def laughing_word() -> bytes:
    """Give a Word file whose entities grow to ten thousand million words."""
    return document("<w:p><w:r><w:t>&lol10;</w:t></w:r></w:p>", LAUGHS)


def laughing_workbook() -> bytes:
    """Give an Excel file with the same."""
    types = '<Types><Override ContentType="x.spreadsheetml.sheet.main+xml"/></Types>'
    relations = '<Relationships><Relationship Id="rId1" Target="xl/workbook.xml" Type="x/officeDocument"/></Relationships>'
    sheet = f"{LAUGHS}<worksheet><sheetData><row><c t='str'><v>&lol10;</v></c></row></sheetData></worksheet>"
    book = '<workbook xmlns:r="r"><sheets><sheet name="Blad" sheetId="1" r:id="rId1"/></sheets></workbook>'
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relations,
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": relations.replace("xl/workbook.xml", "s.xml").replace(
                "office", "work"
            ),
            "xl/s.xml": sheet,
        }
    )


def pdf(objects: list[bytes]) -> bytes:
    """Give a PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def simple_pdf(pages: list[str], info: bytes = b"") -> bytes:
    """Give a PDF with a line of text on each page."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, text in enumerate(pages):
        shown = b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text.encode("cp1252") if text else b""
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (first + 2 * number + 1)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown))
    objects.append(b"<<%s>>" % info)
    return pdf(objects).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info %d 0 R" % len(objects))


def packed_pdf(megabytes: int) -> bytes:
    """Give a PDF of one page whose contents are packed three times over."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * MEGABYTE) for _ in range(megabytes)) + packer.flush()
    data = zlib.compress(zlib.compress(data, 9), 9)
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            b"<</Length %d/Filter[/FlateDecode/FlateDecode/FlateDecode]>>stream\n%s\nendstream"
            % (len(data), data),
        ]
    )


def endless_pdf(pages: int) -> bytes:
    """Give a PDF whose tree names one page very many times."""
    shown = b"BT /F1 12 Tf 72 700 Td (jeugdzorg) Tj ET"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b"4 0 R " * pages),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        ]
    )
