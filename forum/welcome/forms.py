"""The form of the last step."""

from forum.accounts.forms import ProfileForm
from forum.notifications import forms as notifications


class MailForm(notifications.MailForm):
    """Both sorts of mail, as one chooses them elsewhere."""

    digest_frequency = ProfileForm.digest_frequency
