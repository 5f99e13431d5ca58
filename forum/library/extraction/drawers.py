"""Which module draws which media type: pages and pictures as points, sheets as tables. It is loaded in the child only."""

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

DRAWERS: dict[str, str] = {
    "application/pdf": "paper",
    "image/png": "photo",
    "image/jpeg": "photo",
    "image/gif": "photo",
    "image/webp": "photo",
    "text/csv": "commas",
    "text/tab-separated-values": "commas",
    f"{_OOXML}.spreadsheetml.sheet": "grid",
    f"{_OOXML}.spreadsheetml.template": "grid",
    "application/vnd.ms-excel.sheet.macroEnabled.12": "grid",
    "application/vnd.ms-excel.template.macroEnabled.12": "grid",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12": "grid",
    "application/vnd.ms-excel": "grid",
    f"{_ODF}.spreadsheet": "grid",
    f"{_ODF}.spreadsheet-template": "grid",
}
