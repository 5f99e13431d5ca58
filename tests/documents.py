"""Documents for tests: small files made here, and documents put straight into the database."""

import io
import zipfile
from collections.abc import Sequence

from forum.access import reader_for
from forum.core.group import Group
from forum.core.user import User
from forum.lib.db import transaction
from forum.library import service, uploads
from forum.library.models import Document


def pdf(*pages: str) -> bytes:
    """A PDF with a line of text on each page, written by hand."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body = "%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return (body + f"startxref\n{body.index('xref')}\n%%EOF\n").encode("latin-1")


def docx(*paragraphs: str) -> bytes:
    """The smallest Word file with these paragraphs."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.wordprocessingml.document.main+xml"/></Types>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{text}</w:body></w:document>',
        )
    return made.getvalue()


def document(
    author: User,
    where: Group | None = None,
    *,
    content: bytes = b"Een nota over wachtlijsten.",
    filename: str = "nota.txt",
    title: str = "",
    summary: str = "",
    audience: str | None = None,
    themes: Sequence[str] = (),
) -> Document:
    """A document that `author` uploaded. Its text is read when the background work is done."""
    upload = uploads.keep(io.BytesIO(content), filename)
    with transaction():
        made = service.add_document(
            reader_for(author),
            upload,
            title=title,
            summary=summary,
            group=where,
            audience=audience,
            theme_names=themes,
        )
    return made


def kept(content: bytes, filename: str = "nota.txt") -> uploads.Upload:
    """A file that came in, and is no document yet."""
    return uploads.keep(io.BytesIO(content), filename)


def sent(content: bytes, filename: str = "nota.txt") -> tuple[io.BytesIO, str]:
    """A file as a browser sends it with a form."""
    return io.BytesIO(content), filename
