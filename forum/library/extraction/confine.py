"""Giving up rights before a stranger's file is opened."""

import math
import os
import resource
import signal

from forum.library.extraction.outcome import Limits

_OPEN_FILES = 64
_GRACE = 5.0


def confine(limits: Limits) -> None:
    """Bind this process: memory, processor time, no files written, no processes, no core, no error output."""
    seconds = math.ceil(limits.seconds)
    _limit(resource.RLIMIT_AS, limits.memory)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    # Should the parent be killed, nobody else ends a process that only waits.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _limit(what: int, value: int) -> None:
    """Lower both the soft and the hard limit, never above what we were given ourselves."""
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(what, (value, value))
