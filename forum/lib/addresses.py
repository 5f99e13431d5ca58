"""E-mail addresses: one spelling of each."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from forum.lib.errors import Invalid

LONGEST = 254


def normal(text: str | None, field: str | None = "email") -> str:
    """`text` as an address in the one spelling that we store: lower case, domain in ASCII.

    No name server is asked. Addresses of an internal network (gemeente.local) are good.

    Raises:
        Invalid: it is empty or no address; the message is at `field`.
    """
    typed = (text or "").strip()
    if not typed:
        raise Invalid(_("Vul je e-mailadres in."), field)
    typed = typed.removeprefix("mailto:")
    try:
        # Most mail servers still refuse letters with accents before the @: so do we, before sending.
        found = validate_email(
            typed, check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
        )
    except EmailNotValidError as error:
        raise Invalid(_("Dit e-mailadres klopt niet. Controleer of het volledig is."), field) from error
    address = f"{found.local_part}@{found.ascii_domain}".lower()
    if "." not in found.ascii_domain and found.ascii_domain != "localhost" or len(address) > LONGEST:
        raise Invalid(_("Dit e-mailadres klopt niet. Controleer of het volledig is."), field)
    return address


def domain(address: str) -> str:
    """The part behind the @."""
    return address.rpartition("@")[2]
