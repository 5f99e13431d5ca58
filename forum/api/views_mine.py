"""What is one's own: who is behind the token, notifications, and what one follows."""

from typing import Any

from flask import g

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.api import presenting_people as presenting
from forum.api import queries
from forum.api.blueprint import bp
from forum.api.describing import operation
from forum.api.paging import listed
from forum.api.schemas import PageQuery, SizedPageQuery
from forum.api.schemas_people import FollowedList, Me, NotificationList
from forum.notifications import queries as notifications


@bp.get("/me")
@signed_in
@bp.response(200, Me)
@operation(tag="reading")
def get_me() -> Any:
    """Read who is behind the token, and what the token may do."""
    return presenting.me(g.token, notifications.count_unread(current_reader()))


@bp.get("/me/notifications")
@signed_in
@bp.arguments(PageQuery, location="query")
@bp.response(200, NotificationList)
@operation(tag="reading")
def list_notifications(wanted: dict[str, Any]) -> Any:
    """List what you were told, the newest first; 20 on a page. Reading this marks nothing as read."""
    reader = current_reader()
    page = notifications.list_lines(reader, wanted["page"])
    return listed(page, [presenting.notification(reader, row) for row in page.items])


@bp.get("/me/follows")
@signed_in
@bp.arguments(SizedPageQuery, location="query")
@bp.response(200, FollowedList)
@operation(tag="reading")
def list_follows(wanted: dict[str, Any]) -> Any:
    """List the items, themes, people and groups that you follow, the latest first."""
    page = queries.list_follows(current_reader(), wanted["page"], wanted["per_page"])
    return listed(page, page.items)
