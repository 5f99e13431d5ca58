"""Imported before all else by what starts a process: packages that look whether rich is there, to show errors in
colours, do not find it. In each process that is some MB for nothing."""

from forum.lib.later import absent

with absent("rich"):
    import flask_limiter as flask_limiter
    import structlog as structlog
