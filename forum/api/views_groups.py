"""Groups with their members, people, and themes."""

from typing import Any

from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.api import presenting_people as presenting
from forum.api import queries
from forum.api.blueprint import bp
from forum.api.describing import operation
from forum.api.paging import listed
from forum.api.schemas import PageQuery, SizedPageQuery
from forum.api.schemas_people import (
    GroupList,
    MemberList,
    Person,
    PersonList,
    ThemeList,
    WholeGroup,
)
from forum.groups import queries as groups
from forum.groups import queries_members
from forum.lib.errors import NotFound
from forum.threads import theme_lists


@bp.get("/groups")
@everyone
@bp.arguments(SizedPageQuery, location="query")
@bp.response(200, GroupList)
@operation(tag="reading")
def list_groups(wanted: dict[str, Any]) -> Any:
    """List the groups you may know of, by name."""
    page = queries.list_groups(current_reader(), wanted["page"], wanted["per_page"])
    return listed(page, [presenting.group(row) for row in page.items])


@bp.get("/groups/<address>")
@everyone
@bp.response(200, WholeGroup)
@operation(404, tag="reading")
def get_group(address: str) -> Any:
    """Read one group, and what you are to it."""
    reader = current_reader()
    found = queries.get_group(address, reader)
    _faces, members = groups.list_faces(reader, found)
    return presenting.whole_group(found, groups.standing_of(reader, found), members)


@bp.get("/groups/<address>/members")
@signed_in
@bp.arguments(PageQuery, location="query")
@bp.response(200, MemberList)
@operation(404, tag="reading")
def list_members(wanted: dict[str, Any], address: str) -> Any:
    """List who is in a group, managers first; 60 on a page. For who sees the page of its members: others get 404."""
    reader = current_reader()
    page = queries_members.list_members(reader, groups.get_readable(reader, address), wanted["page"])
    if not page.total:
        raise NotFound
    return listed(page, [presenting.member(row) for row in page.items])


@bp.get("/people")
@signed_in
@bp.arguments(SizedPageQuery, location="query")
@bp.response(200, PersonList)
@operation(tag="reading")
def list_people(wanted: dict[str, Any]) -> Any:
    """List the people with an account, by name. Never with an e-mail address."""
    page = queries.list_people(current_reader(), wanted["page"], wanted["per_page"])
    return listed(page, [presenting.person(row) for row in page.items])


@bp.get("/people/<public_id>")
@signed_in
@bp.response(200, Person)
@operation(404, tag="reading")
def get_person(public_id: str) -> Any:
    """Read who somebody is. What they wrote: `GET /items?author=`."""
    reader = current_reader()
    return presenting.whole_person(reader, queries.get_person(public_id, reader))


@bp.get("/themes")
@everyone
@bp.arguments(SizedPageQuery, location="query")
@bp.response(200, ThemeList)
@operation(tag="reading")
def list_themes(wanted: dict[str, Any]) -> Any:
    """List the themes of what you may read, those with most in them first."""
    page = theme_lists.list_themes(current_reader(), page=wanted["page"], per_page=wanted["per_page"])
    return listed(page, [presenting.theme(row) for row in page.items])
