"""The WSGI entry point: `gunicorn wsgi:app`, and `flask --app wsgi` with the same commands as `kennisplein`."""

from forum.app import create_app
from forum.cli import COMMANDS

app = create_app()
for command in COMMANDS:
    app.cli.add_command(command)
