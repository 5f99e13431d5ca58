"""How gunicorn runs the site: `gunicorn -c deploy/gunicorn.conf.py wsgi:app`.

HOST and PORT say where it listens (127.0.0.1:8000), WEB_CONCURRENCY how many processes (2). The first process loads the
site and the others are forked from it, so that all share what is loaded: another version of the code needs a restart.
"""

import os
import sys
from typing import Any

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
preload_app = True
# Processes are renewed now and then, not all at once; memory that a library keeps is given back.
max_requests = 20_000
max_requests_jitter = 2_000
# An upload over a slow line takes long, but with threads the process goes on answering: this only ends one that hangs.
timeout = 120
graceful_timeout = 20
keepalive = 5
limit_request_line = 8190
# No file on the disk may be what says that a process lives: a slow disk would kill it.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# The site itself logs each request, without addresses (forum/lib/logs.py).
accesslog = None
loglevel = "warning"
# The proxy may stand on another machine; whom to believe is TRUSTED_PROXIES, in the site itself.
forwarded_allow_ips = ""
control_socket_disable = True


def when_ready(_server: Any) -> None:
    """Make what all processes share, before they are forked off."""
    if share := getattr(sys.modules.get("wsgi"), "share", None):
        share()


def child_exit(_server: Any, worker: Any) -> None:
    """Tell the figures that this process is gone."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess  # noqa: PLC0415 - it wants that folder when it is imported

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
