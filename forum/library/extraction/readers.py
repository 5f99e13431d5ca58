"""Which modules read which media type, the best first. One is loaded, in the child only.

The next one is tried, in another fresh process, when the one before ended in damaged or too large.
"""

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

READERS: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "application/rtf": ("rtf",),
    "text/html": ("webpage",),
    "text/plain": ("plain",),
    "text/csv": ("plain",),
    "text/tab-separated-values": ("plain",),
    "text/markdown": ("marked",),
    "message/rfc822": ("letter",),
    "application/x-ole-storage": ("sealed",),
    f"{_OOXML}.wordprocessingml.document": ("docx",),
    f"{_OOXML}.wordprocessingml.template": ("docx",),
    "application/vnd.ms-word.document.macroEnabled.12": ("docx",),
    "application/vnd.ms-word.template.macroEnabled.12": ("docx",),
    f"{_OOXML}.presentationml.presentation": ("pptx",),
    f"{_OOXML}.presentationml.slideshow": ("pptx",),
    f"{_OOXML}.presentationml.template": ("pptx",),
    "application/vnd.ms-powerpoint.presentation.macroEnabled.12": ("pptx",),
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.12": ("pptx",),
    f"{_OOXML}.spreadsheetml.sheet": ("sheets", "xlsx"),
    f"{_OOXML}.spreadsheetml.template": ("sheets", "xlsx"),
    "application/vnd.ms-excel.sheet.macroEnabled.12": ("sheets", "xlsx"),
    "application/vnd.ms-excel.template.macroEnabled.12": ("sheets", "xlsx"),
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12": ("sheets",),
    "application/vnd.ms-excel": ("sheets",),
    f"{_ODF}.spreadsheet": ("sheets", "odf"),
    f"{_ODF}.spreadsheet-template": ("sheets", "odf"),
    f"{_ODF}.text": ("odf",),
    f"{_ODF}.text-template": ("odf",),
    f"{_ODF}.presentation": ("odf",),
    f"{_ODF}.presentation-template": ("odf",),
}
