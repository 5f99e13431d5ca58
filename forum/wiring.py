"""THE list: rooms, kinds, what follows from what, and the names of jobs.

Every side effect of the system can be read here.
"""

from flask import Flask

from forum import mail
from forum.accounts import views as accounts
from forum.attachments import views as attachments
from forum.discussions import views as discussions
from forum.groups import views as groups
from forum.library import views as library
from forum.moderation import views as moderation
from forum.polls import views as polls
from forum.search import views as search
from forum.statements import views as statements
from forum.threads import views as threads
from forum.timeline import views as timeline

BLUEPRINTS = (
    timeline.bp,
    accounts.bp,
    groups.bp,
    discussions.bp,
    statements.bp,
    polls.bp,
    library.bp,
    threads.bp,
    attachments.bp,
    search.bp,
    moderation.bp,
)


def install(app: Flask) -> None:
    """Connect the rooms to each other and to `app`."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    mail.install(app, app.config["KENNISPLEIN"])
