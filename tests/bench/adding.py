"""Adds a document a second until its input is closed: `python -m tests.bench.adding`, beside a running site.

As an upload whose text was read: the row, its pages, the note for the index, and the nudge to the worker.
"""

import select
import sys
import time

from forum.app import create_app
from forum.core.events import ItemPublished
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.events import publish
from forum.library.models import Document, DocumentPage, ExtractionState
from tests.bench.words import Filler


def add(filler: Filler) -> None:
    """One document of four pages."""
    with transaction():
        document = Document(
            title=filler.sentence()[:100],
            author_id=1,
            audience="public",
            sha256=f"{clock.now().timestamp():064.0f}",
            size=1000,
            filename="nieuw.pdf",
            media_type="application/pdf",
            type_label="PDF",
            page_kind="page",
            page_count=4,
            extraction_state=ExtractionState.DONE,
        )
        db.session.add(document)
        db.session.flush()
        for number in range(1, 5):
            db.session.add(DocumentPage(document_id=document.id, number=number, text=filler.text(200)))
        publish(ItemPublished(item_id=document.id))


def main() -> None:
    """Add until told to stop."""
    filler = Filler(seed=int(time.time()))
    with create_app().app_context():
        print("ready", flush=True)  # noqa: T201
        while not select.select([sys.stdin], [], [], 1.0)[0]:
            add(filler)


if __name__ == "__main__":
    main()
