"""Places for files: a folder, and a bucket behind a real server that speaks S3."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forum.config import ObjectStorage
from forum.storage.local import LocalStorage
from forum.storage.remote import RemoteStorage
from forum.storage.store import Storage


@pytest.fixture
def bucket(s3_server: str) -> ObjectStorage:
    """A folder of its own in a bucket of the server."""
    return ObjectStorage("files", secrets.token_hex(6), "eu-central-1", s3_server, "sleutel", "geheim")


@pytest.fixture(params=["local", "remote"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """An empty place of each sort."""
    if request.param == "local":
        yield LocalStorage(tmp_path / "files")
    else:
        yield RemoteStorage(request.getfixturevalue("bucket"), tmp_path / "copies")


Elsewhere = Callable[[], RemoteStorage]


@pytest.fixture
def elsewhere(bucket: ObjectStorage, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """Another machine that uses the same bucket, with an empty folder for copies."""
    return lambda: RemoteStorage(bucket, tmp_path_factory.mktemp("copies"))
