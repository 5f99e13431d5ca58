"""People: their own settings, the page that others see, and the language of the site."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user

from forum.access import Action, etag, get_visible, may
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.accounts import expertise, people, queries
from forum.accounts.blueprint import bp
from forum.accounts.forms import ProfileForm
from forum.accounts.profile import change_profile
from forum.core.expertise import expertise_of
from forum.core.user import User
from forum.following.queries import get_person_and_follow
from forum.lib.csrf import csrf
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import show
from forum.lib.http import local_path, same_origin
from forum.lib.i18n import COOKIE, LOCALES
from forum.storage import chosen_pictures
from forum.threads.lines import list_lines
from forum.threads.presenting import moderation_url

YEAR = 60 * 60 * 24 * 365
RECENT = 10


@bp.route("/instellingen", methods=["GET", "POST"])
@signed_in
def settings() -> ResponseReturnValue:
    """What somebody says of themselves, their language and their mail."""
    user: User = current_user.user
    form = ProfileForm(obj=user, themes=", ".join(expertise.names_of(user)))
    if form.validate_on_submit():
        try:
            change_profile(
                current_reader(),
                name=form.name.data,
                function=form.function.data or "",
                organisation=form.organisation.data or "",
                about=form.about.data or "",
                themes=form.theme_names(),
                picture=form.picture_file(),
                remove_picture=form.remove_picture.data,
            )
            people.change_preferences(
                current_reader(), locale=form.locale.data, digest_frequency=form.digest_frequency.data
            )
        except Invalid as error:
            show(error, form)
        else:
            refresh()  # say it in the language that was just chosen
            flash(_("Je instellingen zijn opgeslagen."), "success")
            return redirect(url_for("accounts.settings"), 303)
    page = render_template("accounts/settings.html", form=form, user=user)
    return page, (422 if form.is_submitted() else 200)


@bp.get("/profiel")
@signed_in
def profile() -> ResponseReturnValue:
    """Your own page, under an address that is the same for everybody."""
    return redirect(url_for("accounts.person", public_id=current_user.public_id))


@bp.get("/mensen/<public_id>")
@signed_in
def person(public_id: str) -> ResponseReturnValue:
    """Who somebody is, what they wrote, and the groups that this reader may know of (T28)."""
    reader = current_reader()
    found, following = get_person_and_follow(reader, public_id)
    return render_template(
        "accounts/person.html",
        person=found,
        expertise=expertise_of([found.id]).get(found.id, []),
        groups=queries.list_groups_of(reader, found),
        lines=list_lines(reader, author_id=found.id, order="new", per_page=RECENT),
        own=found.id == reader.user_id,
        may_follow=may(reader, Action.PERSON_FOLLOW, found),
        following=following,
        report_url=moderation_url("moderation.report", "person", found.public_id, found.id != reader.user_id),
    )


@bp.get("/mensen/<public_id>/foto")
@signed_in
def photo(public_id: str) -> ResponseReturnValue:
    """The photo of somebody, for who may see them: the one address of every face on the site.

    The browser may keep it but asks each time, so that it goes when the person goes, or when the reader signs out.
    """
    reader = current_reader()
    found = get_visible(User, public_id, reader)
    if found.photo is None:
        raise NotFound
    answer = chosen_pictures.answer(found.photo)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(etag.for_reader(reader, "photo", found.id, found.photo))
    return answer.make_conditional(request)


@bp.app_template_global()
def photo_url(public_id: str, checksum: str | None) -> str | None:
    """Where the photo with this checksum is, for who may see it: a visitor sees no faces. Another photo has another
    address."""
    if not checksum or not current_reader().signed_in:
        return None
    return url_for("accounts.photo", public_id=public_id, v=checksum[:8])


@bp.post("/taal")
@csrf.exempt
@everyone
def set_language() -> ResponseReturnValue:
    """Choose a language: with an account it is kept there, without in a cookie."""
    if not same_origin():
        raise Invalid(_("Dit formulier kwam niet van deze site. Ga naar de pagina en probeer het opnieuw."))
    chosen = request.form.get("language", "")
    answer = redirect(local_path(request.form.get("next")), 303)
    if chosen not in LOCALES:
        raise Invalid(_("Kies een taal."))
    if current_reader().signed_in:
        people.change_language(current_reader(), chosen)
    else:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        answer.set_cookie(COOKIE, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return answer
