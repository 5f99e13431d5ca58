"""Where the optional test corpus lies: real documents that are not part of this project.

A stranger who clones the project does not have it; tests that use it skip, and say why.
"""

import os
from pathlib import Path

import pytest

CORPUS = Path(os.environ.get("CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpus"))

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the test corpus is not on this machine (set CORPUS=folder)"
)
