"""The members of a group, and what managers do with them."""

from collections.abc import Callable
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, Reader, may
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.core.group import Group, MembershipRole
from forum.core.user import User
from forum.groups import queries, queries_members, service_members
from forum.groups.blueprint import bp
from forum.lib.errors import Invalid, NotFound
from forum.lib.pages import number_from

Act = Callable[[Reader, Group, User], None]


def _promote(reader: Reader, group: Group, person: User) -> None:
    service_members.set_role(reader, group, person, MembershipRole.MANAGER)


def _demote(reader: Reader, group: Group, person: User) -> None:
    service_members.set_role(reader, group, person, MembershipRole.MEMBER)


# The word in the address, what is done. What is said afterwards: `_done`.
ACTS: dict[str, Act] = {
    "toelaten": service_members.accept,
    "afwijzen": service_members.refuse,
    "verwijderen": service_members.remove,
    "blokkeren": service_members.block,
    "deblokkeren": service_members.unblock,
    "beheerder-maken": _promote,
    "lid-maken": _demote,
}


def _done(act: str, name: str) -> str:
    return {
        "toelaten": _("%(name)s is nu lid.", name=name),
        "afwijzen": _("Je hebt het verzoek van %(name)s afgewezen.", name=name),
        "verwijderen": _("%(name)s is geen lid meer.", name=name),
        "blokkeren": _("%(name)s is geblokkeerd.", name=name),
        "deblokkeren": _("%(name)s is niet meer geblokkeerd.", name=name),
        "beheerder-maken": _("%(name)s is nu beheerder.", name=name),
        "lid-maken": _("%(name)s is nu gewoon lid.", name=name),
    }[act]


def _people_page(reader: Reader, group: Group, problem: str | None = None) -> str:
    address = group.address
    people = queries_members.list_members(reader, group, number_from(request.args.get("pagina")))
    people = replace(people, address=lambda n: url_for("groups.members", address=address, pagina=n))
    manager = may(reader, Action.GROUP_MANAGE, group)
    return render_template(
        "groups/members.html",
        group=group,
        members=people,
        manager=manager,
        requests=queries_members.list_requests(reader, group) if manager else [],
        blocked=queries_members.list_blocked(reader, group) if manager else [],
        guests=queries_members.list_guests(reader, group) if manager else [],
        problem=problem,
    )


@bp.get("/groepen/<address>/leden")
@signed_in
def members(address: str) -> ResponseReturnValue:
    """Who is in the group; for managers also who asks and who is blocked."""
    reader = current_reader()
    group = queries.get_readable(reader, address)
    if group.id in reader.blocked_in:  # they read what a visitor reads, and a visitor sees no members
        raise NotFound
    return _people_page(reader, group)


@bp.post("/groepen/<address>/leden/<public_id>/<act>")
@signed_in
def act_on(address: str, public_id: str, act: str) -> ResponseReturnValue:
    """One button of a manager at one person."""
    reader = current_reader()
    group = queries.get_group(reader, address)
    if act not in ACTS:
        raise NotFound
    person = queries_members.get_person(reader, public_id)
    try:
        ACTS[act](reader, group, person)
    except Invalid as error:
        return _people_page(reader, group, error.message), 422
    flash(_done(act, person.name), "success")
    # Whoever gave up their own role sees the page of the group: the list of requests is gone for them.
    return redirect(url_for("groups.members", address=address), 303)
