"""Object storage: several machines see the same files, copies on a machine are only copies, and trouble is said."""

import io
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from forum.config import ConfigError, ObjectStorage, load
from forum.storage import remote
from forum.storage.remote import RemoteStorage
from forum.storage.store import NotStored, StorageAway
from tests.plugins.services import free_port
from tests.unit.storage.conftest import Elsewhere


def put(storage: RemoteStorage, content: bytes) -> str:
    return storage.put(io.BytesIO(content), limit=10**9).sha256


def copies_of(storage: RemoteStorage) -> list[str]:
    return list(storage._copies.checksums())


def test_what_one_machine_put_another_has(elsewhere: Elsewhere) -> None:
    one, other = elsewhere(), elsewhere()
    content = os.urandom(3_000_000)
    sha256 = put(one, content)
    with other.open(sha256) as file:
        assert file.read() == content
    assert copies_of(other) == []  # a backup reads everything, and leaves no copies
    assert other.path(sha256).read_bytes() == content
    assert copies_of(other) == [sha256]
    assert other.delete(sha256)
    assert not one.exists(sha256)
    assert list(one.checksums()) == []


def test_a_lost_copy_is_fetched_again(elsewhere: Elsewhere) -> None:
    storage = elsewhere()
    sha256 = put(storage, b"plan")
    storage.path(sha256).unlink()
    assert storage.path(sha256).read_bytes() == b"plan"


def test_copies_that_nobody_asks_for_go_and_the_files_stay(elsewhere: Elsewhere) -> None:
    storage = elsewhere()
    sha256 = put(storage, b"plan")
    os.utime(storage._copies.path(sha256), (0, 0))
    assert storage.sweep(timedelta(days=2)) == 1
    assert copies_of(storage) == []
    assert storage.path(sha256).read_bytes() == b"plan"


def test_copies_have_so_much_room(elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "ROOM", 2_500)
    writer, reader = elsewhere(), elsewhere()
    names = [put(writer, bytes([number]) * 1000) for number in range(3)]
    for number, name in enumerate(names):
        os.utime(reader.path(name), (number, number))
    assert set(copies_of(reader)) == set(names[1:])
    assert reader.path(names[0]).read_bytes() == bytes([0]) * 1000


def test_what_comes_back_changed_is_refused(elsewhere: Elsewhere) -> None:
    storage, other = elsewhere(), elsewhere()
    sha256 = put(storage, b"plan")
    remote.obstore.put(storage._store, sha256, b"something else")
    with pytest.raises(StorageAway):
        other.path(sha256)
    assert copies_of(other) == []


def test_other_objects_in_the_bucket_are_left_alone(elsewhere: Elsewhere) -> None:
    storage = elsewhere()
    remote.obstore.put(storage._store, "leesmij.txt", b"niet van ons")
    sha256 = put(storage, b"plan")
    assert list(storage.checksums()) == [sha256]


@pytest.mark.parametrize("trouble", ["no server", "no bucket"])
def test_a_place_that_does_not_answer_keeps_nothing_and_says_so(
    bucket: ObjectStorage, tmp_path: Path, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "_RETRY", {"max_retries": 0, "retry_timeout": timedelta(seconds=1)})
    where = (
        replace(bucket, endpoint=f"http://127.0.0.1:{free_port()}")
        if trouble == "no server"
        else replace(bucket, bucket="bestaat-niet")
    )
    storage = RemoteStorage(where, tmp_path)
    with pytest.raises((StorageAway, NotStored)) as caught:
        put(storage, b"plan")
    assert "geheim" not in str(caught.value)
    assert copies_of(storage) == []
    with pytest.raises((StorageAway, NotStored)):
        storage.path("0" * 64)


GOOD = {"KENNISPLEIN_ENV": "test", "STORAGE_URL": "s3://emmer/map/"}


def test_the_setting(tmp_path: Path) -> None:
    environ = {
        "KENNISPLEIN_DATA": str(tmp_path),
        **GOOD,
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "zeergeheim",
    }
    config = load(environ)
    assert config.object_storage == ObjectStorage("emmer", "map", "eu-central-1", None, "a", "zeergeheim")
    assert "zeergeheim" not in repr(config)
    assert load({**environ, "STORAGE_URL": ""}).object_storage is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"STORAGE_URL": "https://emmer"},
        {"STORAGE_URL": "s3://"},
        {"STORAGE_URL": "s3://sleutel:geheim@emmer"},
        {"STORAGE_URL": "s3://emmer?x=1"},
        {"AWS_ACCESS_KEY_ID": "alleen de naam"},
        {"AWS_ENDPOINT_URL": "127.0.0.1:9000"},
    ],
)
def test_a_wrong_setting_is_a_sentence(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as caught:
        load({"KENNISPLEIN_DATA": str(tmp_path), **GOOD, **wrong})
    assert str(caught.value).endswith(".")
    assert "geheim" not in str(caught.value)
