"""QR codes: an address as a picture that a phone reads."""

import io

import segno


def matrix(address: str) -> tuple[tuple[int, ...], ...]:
    """The squares of the code for `address`, 1 is dark, without the white border."""
    code = segno.make(address, error="m", micro=False, boost_error=False)
    return tuple(tuple(row) for row in code.matrix)


def svg(address: str) -> bytes:
    """The code as an SVG picture, dark on white also where the page is dark: scanners need that."""
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False, boost_error=False)
    code.save(out, kind="svg", border=4, dark="#000", light="#fff", omitsize=True, xmldecl=False)
    return out.getvalue()
