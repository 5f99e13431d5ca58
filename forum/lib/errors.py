"""What a service may raise. Views and the error pages turn these into answers."""


class ForumError(Exception):
    """Base of every expected refusal; never a crash."""


class NotFound(ForumError):
    """It does not exist, or this reader may not know that it does: the same answer (404)."""


class Forbidden(ForumError):
    """The reader may see this but may not do that with it (403)."""


class Invalid(ForumError):
    """The input cannot be used. `message` is for the person; `field` names the form field, if one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
