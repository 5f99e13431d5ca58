"""The kinds of files that we know by name: media type, extension and a short label.

The label is the same in Dutch and English, or a proper name; whoever shows it may translate it further.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileType:
    """What a file is, by its content: media type, usual extension (no dot), and a short name to show."""

    media_type: str
    extension: str
    label: str


UNKNOWN = FileType("application/octet-stream", "bin", "Bestand")

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

_ALL = (
    FileType("application/pdf", "pdf", "PDF"),
    FileType("application/rtf", "rtf", "RTF"),
    FileType("application/postscript", "ps", "PostScript"),
    FileType("application/zip", "zip", "ZIP"),
    FileType("application/epub+zip", "epub", "EPUB"),
    FileType("application/xml", "xml", "XML"),
    FileType("text/plain", "txt", "Tekst"),
    FileType("text/markdown", "md", "Markdown"),
    FileType("text/csv", "csv", "CSV"),
    FileType("text/tab-separated-values", "tsv", "TSV"),
    FileType("text/html", "html", "HTML"),
    FileType("message/rfc822", "eml", "E-mail"),
    # Office since 2007: a zip with XML
    FileType(f"{_OOXML}.wordprocessingml.document", "docx", "Word"),
    FileType(f"{_OOXML}.wordprocessingml.template", "dotx", "Word"),
    FileType("application/vnd.ms-word.document.macroEnabled.12", "docm", "Word"),
    FileType("application/vnd.ms-word.template.macroEnabled.12", "dotm", "Word"),
    FileType(f"{_OOXML}.spreadsheetml.sheet", "xlsx", "Excel"),
    FileType(f"{_OOXML}.spreadsheetml.template", "xltx", "Excel"),
    FileType("application/vnd.ms-excel.sheet.macroEnabled.12", "xlsm", "Excel"),
    FileType("application/vnd.ms-excel.template.macroEnabled.12", "xltm", "Excel"),
    FileType("application/vnd.ms-excel.sheet.binary.macroEnabled.12", "xlsb", "Excel"),
    FileType(f"{_OOXML}.presentationml.presentation", "pptx", "PowerPoint"),
    FileType(f"{_OOXML}.presentationml.slideshow", "ppsx", "PowerPoint"),
    FileType(f"{_OOXML}.presentationml.template", "potx", "PowerPoint"),
    FileType("application/vnd.ms-powerpoint.presentation.macroEnabled.12", "pptm", "PowerPoint"),
    FileType("application/vnd.ms-powerpoint.slideshow.macroEnabled.12", "ppsm", "PowerPoint"),
    # OpenDocument
    FileType(f"{_ODF}.text", "odt", "OpenDocument-tekst"),
    FileType(f"{_ODF}.text-template", "ott", "OpenDocument-tekst"),
    FileType(f"{_ODF}.spreadsheet", "ods", "OpenDocument-rekenblad"),
    FileType(f"{_ODF}.spreadsheet-template", "ots", "OpenDocument-rekenblad"),
    FileType(f"{_ODF}.presentation", "odp", "OpenDocument-presentatie"),
    FileType(f"{_ODF}.presentation-template", "otp", "OpenDocument-presentatie"),
    FileType(f"{_ODF}.graphics", "odg", "OpenDocument-tekening"),
    # Office before 2007: one OLE container for all; also the wrapping of an encrypted newer file
    FileType("application/msword", "doc", "Word"),
    FileType("application/vnd.ms-excel", "xls", "Excel"),
    FileType("application/vnd.ms-powerpoint", "ppt", "PowerPoint"),
    FileType("application/vnd.ms-outlook", "msg", "Outlook"),
    FileType("application/x-ole-storage", "ole", "Office"),
    # Pictures
    FileType("image/png", "png", "PNG"),
    FileType("image/jpeg", "jpg", "JPEG"),
    FileType("image/gif", "gif", "GIF"),
    FileType("image/webp", "webp", "WebP"),
    FileType("image/bmp", "bmp", "BMP"),
    FileType("image/tiff", "tif", "TIFF"),
    FileType("image/heic", "heic", "HEIC"),
    FileType("image/avif", "avif", "AVIF"),
    FileType("image/jp2", "jp2", "JPEG 2000"),
    FileType("image/svg+xml", "svg", "SVG"),
    FileType("image/vnd.microsoft.icon", "ico", "ICO"),
    # Archives that are common enough to deserve a name
    FileType("application/gzip", "gz", "GZIP"),
    FileType("application/x-7z-compressed", "7z", "7-Zip"),
    FileType("application/vnd.rar", "rar", "RAR"),
    FileType("application/x-tar", "tar", "TAR"),
)

BY_MEDIA_TYPE = {known.media_type: known for known in _ALL}
BY_EXTENSION = {known.extension: known for known in _ALL}
