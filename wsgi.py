"""The WSGI entry point: `gunicorn wsgi:app`, and `flask --app wsgi` with the same commands as `kennisplein`."""

from forum import config as configuration
from forum.app import create_app
from forum.cli import COMMANDS
from forum.lib import logs

config = configuration.load()
logs.start(for_programs=config.production)
app = create_app(config)
for command in COMMANDS:
    app.cli.add_command(command)
