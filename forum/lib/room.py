"""Whether something could not be kept because of the place where it should go: a full disk, one that cannot be written, or one
that others keep busy for too long."""

import errno

from sqlalchemy.exc import DBAPIError

# EFBIG: a limit on the size of files. EIO: the disk is broken.
_SYSTEM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO})
# BUSY: others wrote without end, for longer than one waits (lib/db.py).
_SQLITE = (
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
)
# PostgreSQL: no resources (disk full among them), read-only, an error of the system it runs on, a lock not given in time.
_POSTGRES = ("53", "25006", "58", "55P03")


def cannot_keep(error: BaseException | None) -> bool:
    """Whether `error`, or what caused it, says so."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if _says_so(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _says_so(error: BaseException) -> bool:
    if isinstance(error, DBAPIError):
        name = str(getattr(error.orig, "sqlite_errorname", "") or "")
        state = str(getattr(error.orig, "sqlstate", "") or "")
        return name.startswith(_SQLITE) or state.startswith(_POSTGRES)
    # A place for files on another machine that does not answer (storage.StorageAway) is an OSError with its own mark.
    return isinstance(error, OSError) and (error.errno in _SYSTEM or getattr(error, "cannot_keep", False))
