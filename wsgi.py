"""The WSGI entry point: `gunicorn wsgi:app`, and `flask --app wsgi` with the same commands as `kennisplein`."""

import sys

from forum.lib import lean as lean  # isort: split

from forum import app as factory
from forum import config as configuration
from forum.cli import COMMANDS
from forum.lib import logs

try:
    config = configuration.load()
except configuration.ConfigError as error:
    # Said once and in one sentence, also by gunicorn, which loads this before it starts anything else.
    sys.exit(f"kennisplein: {error}")
logs.start(for_programs=config.production)
app = factory.create_app(config)
for command in COMMANDS:
    app.cli.add_command(command)


def share() -> None:
    """What all processes need is made now; called by what forks them (deploy/gunicorn.conf.py, scripts/serve.py)."""
    factory.share(app)
