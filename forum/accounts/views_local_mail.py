"""The mails of a site without a mail server: for trying it out on a laptop only."""

from dataclasses import dataclass

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from forum.access.routes import everyone
from forum.accounts.blueprint import bp
from forum.config import Config
from forum.lib.errors import NotFound
from forum.mail.folder import LocalMail, list_mails
from forum.mail.outgoing import FOLDER


@dataclass(frozen=True)
class Shown:
    """A mail with the paths of our own pages that it links to; other addresses are no links here."""

    mail: LocalMail
    paths: list[str]


@bp.get("/ontwikkel/postvak")
@everyone
def mailbox() -> ResponseReturnValue:
    """Every mail that would have been sent, newest first. Exists in development only."""
    config: Config = current_app.config["KENNISPLEIN"]
    if config.environment != "development" or not config.mail_to_folder:
        raise NotFound
    # Whoever opens the site by another host or port gets there: paths, not whole addresses.
    mails = [
        Shown(
            mail,
            [
                link.removeprefix(config.base_url)
                for link in mail.links
                if link.startswith(config.base_url + "/")
            ],
        )
        for mail in list_mails(config.folder(FOLDER))
    ]
    return render_template("accounts/mailbox.html", mails=mails)
