"""Unused bytes go; what anything uses, or what just came in, stays."""

import io
import os
import time
from datetime import timedelta

import pytest
from flask import Flask

from forum.core.attachment import Attachment
from forum.lib.db import db, transaction
from forum.library import uploads
from forum.storage import cleaning
from forum.storage.current import the_storage
from tests import world as make
from tests.samples import SAMPLES
from tests.world import World

OLD = timedelta(days=3).total_seconds()


def kept(text: str, *, old: bool = True) -> str:
    """The checksum of a file with this text in storage, three days old."""
    upload = uploads.keep(io.BytesIO(text.encode()), "bestand.txt")
    if old:
        then = time.time() - OLD
        os.utime(the_storage().path(upload.sha256), (then, then))
    return upload.sha256


def test_only_old_unused_bytes_go(world: World) -> None:
    unused, fresh, attached, picture = kept("weg"), kept("vers", old=False), kept("bijlage"), kept("plaatje")
    with transaction():
        document = SAMPLES["document"](make.reader(world.member), None, "Een stuk")
        db.session.add(
            Attachment(
                uploader_id=world.member.id,
                sha256=attached,
                size=1,
                media_type="text/plain",
                filename="a.txt",
            )
        )
        world.open_group.picture_sha256 = picture
    used = document.sha256  # type: ignore[attr-defined]
    then = time.time() - OLD
    os.utime(the_storage().path(used), (then, then))
    assert cleaning.clean() == 1
    assert not the_storage().exists(unused)
    assert all(the_storage().exists(sha256) for sha256 in (fresh, attached, picture, used))


def test_it_refuses_when_no_room_says_what_it_uses(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "_uses", [])
    with pytest.raises(RuntimeError):
        cleaning.clean()
