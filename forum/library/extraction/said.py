"""What a child says, believed little: a document may have taken it over."""

import json
from typing import Any


def record_of(line: bytes) -> dict[str, Any]:
    """The record on a line; an empty one for anything else."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def storable(text: str) -> str:
    """The text as a database takes it: no NUL, no lone surrogate."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
