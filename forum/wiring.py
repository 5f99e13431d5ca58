"""THE list: rooms, kinds, what follows from what, and the names of jobs.

Every side effect of the system can be read here.
"""

from flask import Flask

from forum import mail
from forum.accounts import address as accounts_address
from forum.accounts import jobs as accounts_jobs
from forum.accounts import jobs_address as accounts_jobs_address
from forum.accounts import photos as accounts_photos
from forum.accounts import registration
from forum.accounts import service as accounts_service
from forum.accounts import views as accounts
from forum.accounts.second_factor import service as second_factor
from forum.administration import views as administration
from forum.api import health, once, openapi, security
from forum.api import views as api
from forum.attachments import service as attachments_service
from forum.attachments import views as attachments
from forum.core import events, kinds
from forum.digest import service as digest_service
from forum.digest import views as digest
from forum.discussions import kind as discussions_kind
from forum.discussions import views as discussions
from forum.following import views as following
from forum.groups import log as groups_log
from forum.groups import mails as groups_mails
from forum.groups import pictures as groups_pictures
from forum.groups import queries_invitations, queries_links
from forum.groups import succession as groups_succession
from forum.groups import views as groups
from forum.lib.events import subscribe
from forum.library import folders as library_folders
from forum.library import jobs as library_jobs
from forum.library import kind as library_kind
from forum.library import previews as library_previews
from forum.library import reading as library_reading
from forum.library import service as library_service
from forum.library import sharing as library_sharing
from forum.library import uploads as library_uploads
from forum.library import views as library
from forum.moderation import faces as moderation_faces
from forum.moderation import group_log as moderation_group_log
from forum.moderation import mails as moderation_mails
from forum.moderation import service as moderation_service
from forum.moderation import views as moderation
from forum.notifications import about, naming, telling
from forum.notifications import mails as notifications_mails
from forum.notifications import views as notifications
from forum.operations import erasures as operations_erasures
from forum.operations import health as operations_health
from forum.operations import revocations as operations_revocations
from forum.operations import views as operations
from forum.polls import kind as polls_kind
from forum.polls import views as polls
from forum.search import indexer as search_indexer
from forum.search import outbox as search_outbox
from forum.search import saved as search_saved
from forum.search import saved_mails as search_saved_mails
from forum.search import sought as search_sought
from forum.search import views as search
from forum.site import face as site_face
from forum.site import logo as site_logo
from forum.site import views as site
from forum.statements import kind as statements_kind
from forum.statements import views as statements
from forum.storage import cleaning
from forum.themes import views as themes
from forum.threads import drafts as threads_drafts
from forum.threads import jobs as threads_jobs
from forum.threads import planning as threads_planning
from forum.threads import removal as threads_removal
from forum.threads import views as threads
from forum.timeline import views as timeline
from forum.webhooks import jobs as webhooks_jobs
from forum.webhooks import mails as webhooks_mails
from forum.webhooks import views as webhooks
from forum.welcome import views as welcome
from forum.work import jobs, outbox
from forum.work.worker import FILES, INDEX, MAIL, register_lane, register_minutely

BLUEPRINTS = (
    timeline.bp,
    accounts.bp,
    groups.bp,
    discussions.bp,
    statements.bp,
    polls.bp,
    library.bp,
    threads.bp,
    themes.bp,
    following.bp,
    attachments.bp,
    search.bp,
    moderation.bp,
    notifications.bp,
    operations.bp,
    digest.bp,
    site.bp,
    administration.bp,
    welcome.bp,
    webhooks.bp,
    health.bp,
    security.bp,
)


def install(app: Flask) -> None:
    """Connect the rooms to each other and to `app`."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    openapi.install(app, api.bp)
    mail.install(app, app.config["KENNISPLEIN"])
    site_face.install(app)
    # Signing in
    registration.also_allow(queries_invitations.is_invited)
    registration.also_allow(queries_links.is_invited_by_link)
    jobs.register(accounts_service.SEND_MAIL, accounts_jobs.send_sign_in_mail, lane=MAIL)
    jobs.register(accounts_address.SEND_CODE, accounts_jobs_address.send_address_code, lane=MAIL)
    jobs.register(accounts_address.TELL_OLD, accounts_jobs_address.tell_old_address, lane=MAIL)
    jobs.register(accounts_jobs.MARK_SEEN, accounts_jobs.mark_seen, lane=FILES)
    jobs.register(accounts_jobs.TOKEN_USED, accounts_jobs.token_used, lane=FILES)
    jobs.register(second_factor.MAIL, accounts_jobs.send_second_factor_mail, lane=MAIL)
    register_minutely(accounts_jobs.forget_old)
    register_minutely(once.forget_old)
    # Groups
    subscribe(events.ItemMoved, groups_log.on_item_moved)
    subscribe(events.ItemShared, groups_log.on_item_shared)
    jobs.register("groups.mail_invitation", groups_mails.mail_invitation, lane=MAIL)
    jobs.register("groups.mail_request", groups_mails.mail_request, lane=MAIL)
    jobs.register("groups.mail_accepted", groups_mails.mail_accepted, lane=MAIL)
    # Kinds
    kinds.register(discussions_kind.KIND)
    kinds.register(statements_kind.KIND)
    kinds.register(polls_kind.KIND)
    kinds.register(library_kind.KIND)
    jobs.register(library_service.EXTRACT, library_jobs.extract, lane=FILES)
    jobs.register(library_service.EXTRACT_VERSION, library_jobs.extract_version, lane=FILES)
    register_lane(library_previews.LANE, lambda: outbox.do_tasks(library_previews.LANE))
    jobs.register(library_previews.DRAW, library_jobs.draw, lane=library_previews.LANE)
    jobs.register(library_sharing.OPENED, library_sharing.opened, lane=FILES)
    register_minutely(library_jobs.remind_hourly)
    subscribe(events.ItemMoved, library_folders.on_item_moved)
    # Threads and files
    jobs.register(threads_jobs.MARK_READ, threads_jobs.mark_read, lane=FILES)
    register_minutely(attachments_service.forget_unattached)
    # Drafts: a document's file is held by one before there is an item
    threads_drafts.register_held(library_kind.KIND.code, library_uploads.held_checksum)
    register_minutely(threads_drafts.forget_old)
    register_minutely(threads_planning.post_due)
    register_minutely(threads_removal.forget_hourly)
    for is_used in (
        attachments_service.is_used,
        library_reading.is_used,
        library_previews.is_used,
        groups_pictures.is_used,
        site_logo.is_used,
        accounts_photos.is_used,
        moderation_faces.is_used,
        threads_drafts.is_used,
    ):
        cleaning.register_use(is_used)
    register_minutely(cleaning.clean_hourly)
    # Moderation: managers read in their group's log what moderators opened or hid
    groups_log.register_source(moderation_group_log.lines)
    subscribe(events.ItemMoved, moderation_service.on_item_moved)
    subscribe(events.UserChanged, moderation_faces.on_user_changed)
    jobs.register(moderation_service.DECIDED, moderation_mails.mail_decided, lane=MAIL)
    # Operations: what was erased is kept beside the database, and the worker says that it lives
    subscribe(events.ItemChanged, operations_erasures.on_item_changed)
    subscribe(events.ReplyChanged, operations_erasures.on_reply_changed)
    subscribe(events.UserChanged, operations_erasures.on_user_changed)
    subscribe(events.ItemChanged, operations_revocations.on_item_changed)
    subscribe(events.GroupChanged, operations_revocations.on_group_changed)
    subscribe(events.MembershipChanged, operations_revocations.on_membership_changed)
    subscribe(events.RoleChanged, operations_revocations.on_role_changed)
    subscribe(events.WayTakenBack, operations_revocations.on_way_taken_back)
    register_minutely(operations_health.beat)
    # Notifications: told in a lane of their own, so that nobody's news waits for a slow mail server
    register_lane(telling.LANE, lambda: outbox.do_tasks(telling.LANE))
    jobs.register(telling.TELL_REPLY, telling.tell_reply, lane=telling.LANE)
    jobs.register(telling.TELL_ITEM, telling.tell_item, lane=telling.LANE)
    jobs.register(telling.TELL_MEMBERSHIP, telling.tell_membership, lane=telling.LANE)
    jobs.register(telling.MAIL, notifications_mails.mail_user, lane=MAIL)
    subscribe(events.ItemPublished, naming.on_item)
    subscribe(events.ItemChanged, naming.on_item)
    subscribe(events.ReplyPosted, naming.on_reply)
    subscribe(events.ReplyChanged, naming.on_reply)
    jobs.register(naming.TELL_NAMED, naming.tell_named, lane=telling.LANE)
    subscribe(events.FileReplaced, about.on_file_replaced)
    jobs.register(about.TELL_RENEWED, about.tell_renewed, lane=telling.LANE)
    subscribe(events.ReplyPosted, telling.on_reply_posted)
    subscribe(events.ItemPublished, telling.on_item_published)
    subscribe(events.MembershipChanged, telling.on_membership_changed)
    subscribe(events.PlannedNotPosted, telling.on_planned_not_posted)
    register_minutely(telling.mail_collected)
    register_minutely(telling.forget_old)
    # Webhooks: in a lane of their own, so that nothing waits for a slow receiver
    register_lane(webhooks_jobs.LANE, lambda: outbox.do_tasks(webhooks_jobs.LANE))
    jobs.register(webhooks_jobs.TELL, webhooks_jobs.tell, lane=webhooks_jobs.LANE)
    jobs.register(webhooks_jobs.DELIVER, webhooks_jobs.deliver, lane=webhooks_jobs.LANE)
    jobs.register(webhooks_jobs.MAIL, webhooks_mails.mail_stopped, lane=MAIL)
    subscribe(events.ItemPublished, webhooks_jobs.on_item_published)
    subscribe(events.ItemChanged, webhooks_jobs.on_item_changed)
    subscribe(events.ReplyPosted, webhooks_jobs.on_reply_posted)
    register_minutely(webhooks_jobs.forget_old)
    # The weekly digest
    jobs.register(digest_service.SEND, digest_service.send_digest, lane=MAIL)
    register_minutely(digest_service.start_due)
    # Search: noted in the transaction of the cause, indexed by one lane
    subscribe(events.ItemPublished, search_outbox.on_item_published)
    subscribe(events.ItemChanged, search_outbox.on_item_changed)
    subscribe(events.ReplyPosted, search_outbox.on_reply_posted)
    subscribe(events.ReplyChanged, search_outbox.on_reply_changed)
    subscribe(events.GroupChanged, search_outbox.on_group_changed)
    subscribe(events.UserChanged, search_outbox.on_user_changed)
    subscribe(events.UserChanged, groups_succession.on_user_changed)
    register_lane(INDEX, search_indexer.drain)
    jobs.register(search_sought.COUNT, search_sought.count, lane=FILES)
    register_minutely(search_sought.forget_old)
    # Saved searches
    jobs.register(search_saved_mails.SEND, search_saved_mails.send, lane=MAIL)
    register_minutely(search_saved_mails.start_due)
    subscribe(events.UserChanged, search_saved.on_user_changed)
