"""The demo community with one of each thing that a page can show: old versions, reports, requests, invitations."""

import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

from forum.access import Reader
from forum.accounts import address, tokens
from forum.accounts.second_factor.models import Authenticator, Passkey
from forum.accounts.second_factor.service import PURPOSE
from forum.core.draft import DraftFor
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.core.user import Role, User
from forum.digest.service import unsubscribe_url
from forum.discussions.service import start_discussion
from forum.groups.link_secrets import secret_for
from forum.groups.service_invitations import invite
from forum.groups.service_links import make_link
from forum.groups.service_members import ask
from forum.lib import clock, ids
from forum.lib.db import db
from forum.lib.sealing import seal
from forum.library.folders import make as make_folder
from forum.moderation.faces import GroupFace, PersonFace
from forum.moderation.service import report
from forum.moderation.subjects import Contribution
from forum.notifications import service as notifications
from forum.search import saved, saved_mails
from forum.site import styles
from forum.site.pages import add_page, change_page
from forum.threads import drafts, writing
from forum.threads.drafts import Purpose
from forum.threads.replies import edit_reply, post_reply
from tests.e2e.inside import Inside

ANOUK, SAMIRA = "anouk@voorbeeld.nl", "samira@voorbeeld.nl"
RICH = """
# Kop

Een lijst, een **tabel**, een plaatje en een [koppeling](https://example.org/).

- een
- twee

| Wie | Wat |
|---|---|
| Anouk | belt |

> Een citaat.

`code` en

    een blok
"""


STYLE = """
:root {
  --basis-color-default-bg-document: #ffffff;
  --basis-color-default-bg-default: #eef3f9;
  --basis-color-default-bg-hover: #dce8f5;
  --basis-color-action-1-inverse-bg-default: #1d4e89;
  --basis-color-action-1-inverse-bg-hover: #003677;
  --basis-color-action-1-bg-default: #e5eefa;
  --basis-color-action-2-color-default: #1d4e89;
  --basis-color-action-2-color-hover: #002b5e;
  --basis-focus-color: #1d4e89;
  --basis-heading-font-family: Arial;
}
@media (prefers-color-scheme: dark) {
  :root {
    --basis-color-action-1-inverse-bg-default: #9fc4f5;
    --basis-color-action-1-inverse-bg-hover: #c0d9fa;
    --basis-color-action-2-color-default: #9fc4f5;
  }
}
"""


@dataclass(frozen=True)
class Furnished:
    """Addresses of what was made, as values for routes."""

    discussion: str
    reply: str
    report: str  # in an open group: its manager reads it at once
    closed_report: str  # in a closed group: a moderator must open it first
    hidden_group_report: str  # about the name of a hidden group: as above
    group_report: str
    person_report: str
    group: str
    person: str
    invitation: str
    invited: str
    link: str
    secret: str
    sign_in: str
    address_change: str
    unsubscribe: str
    unsubscribe_notifications: str
    saved_stop: str
    site_page: str
    style: str  # offered, not chosen
    setting_up: str  # a moderator who is setting up an app
    guarded: str  # one who has an app and a passkey
    folder: str
    draft: str  # of Samira, for a place that is not there any more


def furnish(inside: Inside) -> Furnished:
    """Make one of each; returns where they are."""
    mark = secrets.token_hex(4)
    discussion = inside.make(
        ANOUK, lambda reader: _discussion(reader, "Buurtteams Waterveen", f"Alles bij elkaar {mark}")
    )
    inside.make(ANOUK, lambda reader: _edited(reader, discussion))
    reply = inside.make(ANOUK, lambda reader: _reply(reader, discussion))
    inside.make(SAMIRA, lambda reader: _reply(reader, discussion))  # so that Anouk has a notification
    reported = inside.make(SAMIRA, lambda reader: _reported(reader, reply))
    inside.make(ANOUK, _deleted)
    closed = inside.make(
        "yusuf@voorbeeld.nl", lambda reader: _discussion(reader, "Ingewikkelde situaties", f"Zaak {mark}")
    )
    closed_report = inside.make("tom@voorbeeld.nl", lambda reader: _reported_item(reader, closed))
    group = inside.make(ANOUK, lambda _reader: _group("Buurtteams Waterveen").public_id)
    person = inside.make(ANOUK, lambda _reader: _user("lieke@voorbeeld.nl").public_id)
    inside.make(
        "lieke@voorbeeld.nl", lambda reader: ask(reader, _group("Ingewikkelde situaties"), "Ik schrijf mee.")
    )
    invited = inside.add_person("Uitgenodigd")
    inside.make(
        "joost@voorbeeld.nl", lambda reader: invite(reader, _group("Klankbord nieuwe verordening"), invited)
    )
    [link] = [link for link in inside.mail_to(invited, "Uitnodiging").links if "/uitnodiging/" in link]
    link_id, secret = inside.make("irene@voorbeeld.nl", lambda reader: _link(reader, "Buurtteams Waterveen"))
    sign_in = inside.make(SAMIRA, lambda _reader: tokens.sign_in_link(_user(SAMIRA)))
    unsubscribe = inside.make(SAMIRA, lambda _reader: unsubscribe_url(_user(SAMIRA)))
    setting_up, guarded = inside.add_person("Begonnen"), inside.add_person("Beveiligd")
    inside.make(setting_up, lambda _reader: _with_app(setting_up, confirmed=False))
    inside.make(guarded, lambda _reader: _with_app(guarded, confirmed=True))
    folder = inside.make(
        "irene@voorbeeld.nl",
        lambda reader: make_folder(reader, _group("Buurtteams Waterveen"), f"Beleid {mark}", False).public_id,
    )
    return Furnished(
        saved_stop=inside.make(SAMIRA, _saved_stop),
        folder=folder,
        setting_up=setting_up,
        guarded=guarded,
        discussion=discussion,
        reply=reply,
        report=reported,
        closed_report=closed_report,
        hidden_group_report=inside.make(
            SAMIRA, lambda reader: _reported_group(reader, "Klankbord nieuwe verordening")
        ),
        group_report=inside.make(SAMIRA, lambda reader: _reported_group(reader, "Buurtteams Waterveen")),
        person_report=inside.make(SAMIRA, _reported_person),
        group=group,
        person=person,
        invitation=_last(link),
        invited=invited,
        link=link_id,
        secret=secret,
        sign_in=_last(sign_in),
        address_change=inside.make(
            SAMIRA, lambda reader: address.ask(reader, "samira.nieuw@voorbeeld.nl").public_id
        ),
        unsubscribe=_last(unsubscribe),
        unsubscribe_notifications=_last(
            inside.make(SAMIRA, lambda _reader: notifications.unsubscribe_url(_user(SAMIRA)))
        ),
        draft=inside.make(SAMIRA, _drafts),
        site_page=inside.make("bas@voorbeeld.nl", lambda reader: _site_page(reader, f"Zaal {mark}")),
        style=inside.make("bas@voorbeeld.nl", offer_style),
    )


def offer_style(reader: Reader) -> str:
    """Let an administrator offer a style; gives its mark."""
    return styles.offer(reader, STYLE, styles.judge(STYLE)).mark


def _last(address: str) -> str:
    return re.split("/", urlsplit(address).path)[-1]


def _user(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


def _link(reader: Reader, group: str) -> tuple[str, str]:
    made = make_link(reader, _group(group), public_id=ids.public_id())
    return made.public_id, secret_for(made.public_id)


def _group(name: str) -> Group:
    return db.session.scalars(select(Group).where(Group.name == name)).one()


def _item(public_id: str) -> Item:
    return db.session.scalars(select(Item).where(Item.public_id == public_id)).one()


def _discussion(reader: Reader, group: str, title: str) -> str:
    return start_discussion(
        reader, title=title, body=RICH, group=_group(group), audience=None, theme_names=["proef"]
    ).public_id


def _site_page(reader: Reader, title: str) -> str:
    made = add_page(reader, title=title, body=RICH, place="nowhere")
    change_page(reader, made.slug, title=title, body=f"{RICH}\n\nEn nog iets.", place="nowhere", number=1)
    return made.slug


def _drafts(reader: Reader) -> str:
    assert reader.user_id
    going_on = Purpose(DraftFor.ITEM, "discussion", submission=secrets.token_hex(4))
    drafts.save(reader.user_id, going_on, {"title": ["Wat ik nog wilde vragen"], "body": [RICH]})
    lost = Purpose(DraftFor.REPLY, "discussion", item="zzzzzzzzzzzz", submission=secrets.token_hex(4))
    kept = drafts.save(reader.user_id, lost, {"body": ["Een lang verhaal over een gesprek dat weg is."]})
    assert kept
    return kept.public_id


def _deleted(reader: Reader) -> None:
    writing.delete(
        reader, _item(_discussion(reader, "Buurtteams Waterveen", f"Toch niet {secrets.token_hex(4)}"))
    )


def _edited(reader: Reader, public_id: str) -> None:
    item = _item(public_id)
    writing.edit(reader, item, title=item.title, body=f"{RICH}\n\nEn nog iets.")


def _reply(reader: Reader, public_id: str) -> str:
    reply = post_reply(reader, _item(public_id), "Een reactie, later aangepast.")
    edit_reply(reader, reply, "Een reactie, **aangepast**.")
    return reply.public_id


def _reported(reader: Reader, public_id: str) -> str:
    reply = db.session.scalars(select(Reply).where(Reply.public_id == public_id)).one()
    item = db.session.get(Item, reply.item_id)
    assert item
    return report(reader, Contribution(item, reply), "Hoort dit hier?").public_id


def _reported_item(reader: Reader, public_id: str) -> str:
    return report(
        reader, Contribution(_item(public_id), None), "Dit gaat over een herkenbaar gezin."
    ).public_id


def _reported_group(reader: Reader, name: str) -> str:
    return report(reader, GroupFace(_group(name)), "Deze naam kan niet.").public_id


def _reported_person(reader: Reader) -> str:
    return report(reader, PersonFace(_user("lieke@voorbeeld.nl")), "Dit is niet haar functie.").public_id


def _with_app(email: str, *, confirmed: bool) -> str:
    user = _user(email)
    user.role = Role.MODERATOR
    secret_key = current_app.config["KENNISPLEIN"].secret_key
    sealed = seal("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", secret_key, PURPOSE)
    app = Authenticator(user_id=user.id, sealed_secret=sealed)
    db.session.add(app)
    if confirmed:
        user.second_factor_at = app.confirmed_at = clock.now()
        key = Passkey(user_id=user.id, credential_id=user.email.encode(), public_key=b"-", name="Telefoon")
        db.session.add(key)
    return email


def furnish_closed_discussion(inside: Inside, title: str) -> str:
    """A new discussion in the closed group; its path."""
    made = inside.make(
        "yusuf@voorbeeld.nl", lambda reader: _discussion(reader, "Ingewikkelde situaties", title)
    )
    return f"/discussies/{made}"


def _saved_stop(reader: Reader) -> str:
    row = saved.save(reader, "wachtlijst", {"soort": "document"})
    db.session.flush()
    return urlsplit(saved_mails.stop_address(_user(SAMIRA), row)).path
