"""Modules that are heavy and seldom used, imported when something of them is first asked for.

Each process keeps what it imports for as long as it lives. For the type checker, and for who reads the imports, write the
plain import beside it:

    if TYPE_CHECKING:
        import holidays
    else:
        holidays = later("holidays")
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any


class _Later:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)


def later(name: str) -> Any:
    """The module `name`, which is imported at its first use."""
    return _Later(name)


@contextmanager
def absent(name: str) -> Iterator[None]:
    """In the block, the package `name` is not there for who only looks whether it is; what has it keeps it."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # how Python itself says: do not look for it
    try:
        yield
    finally:
        del sys.modules[name]


@contextmanager
def bare(name: str) -> Iterator[None]:
    """In the block, the package `name` is a folder only: a module of it comes without all that the package imports."""
    spec = find_spec(name)
    if name in sys.modules or spec is None:
        yield
        return
    sys.modules[name] = module_from_spec(spec)
    try:
        yield
    finally:
        del sys.modules[name]
