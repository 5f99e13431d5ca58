"""What a person says of themselves: name, function, organisation, a short text, expertise and a photo."""

from collections.abc import Iterable
from typing import BinaryIO

from flask_babel import gettext as _

from forum.access import Reader
from forum.accounts import expertise, people, photos, rules
from forum.core.events import UserChanged
from forum.core.user import User
from forum.lib import events
from forum.lib.errors import Invalid
from forum.lib.forms import one_line, tidy


def change_profile(
    reader: Reader,
    *,
    name: str,
    function: str = "",
    organisation: str = "",
    about: str = "",
    themes: Iterable[str] = (),
    picture: BinaryIO | None = None,
    remove_picture: bool = False,
) -> User:
    """Let `reader` say exactly this of themselves. Without a `picture` the present photo stays, unless it is to go.

    `about` is plain text and stays so: a few sentences need no markup, and the same words go to the page and the index.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: a value cannot be used.
    """
    user = people.own_row(reader)
    user.name = people.checked_name(name)
    user.function = _short(function, "function")
    user.organisation = _short(organisation, "organisation")
    user.about = _about(about)
    expertise.put(user, themes)
    if picture is not None:
        user.photo_sha256 = photos.keep(picture)
    elif remove_picture:
        user.photo_sha256 = None
    events.publish(UserChanged(user.id))
    return user


def _short(text: str, field: str) -> str:
    return _not_longer(one_line(text), rules.LONGEST_NAME, field)


def _about(text: str) -> str:
    return _not_longer(tidy(text), rules.LONGEST_ABOUT, "about")


def _not_longer(text: str, most: int, field: str) -> str:
    if len(text) > most:
        raise Invalid(_("Maak dit korter: hoogstens %(n)s tekens.", n=most), field)
    return text
