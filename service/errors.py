"""What the domain refuses, in words. HTTP statuses live in http/problems.py."""

from typing import Any


class Refusal(Exception):
    """A refusal a person can act on: a stable code and one plain sentence.

    `errors` names the fields at fault, as `{"citations.0.url": ["..."]}`; `current` is what stands
    now, for someone whose decision came too late.
    """

    code = "malformed"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        errors: dict[str, list[str]] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.errors = errors
        self.extra = extra


class Malformed(Refusal):
    """The request cannot be read."""


class Unauthenticated(Refusal):
    """Nobody known is asking."""

    code = "unauthenticated"


class Forbidden(Refusal):
    """Known, but not allowed."""

    code = "role_missing"


class NotFound(Refusal):
    """It does not exist, or not for the one who asks."""

    code = "not_found"


class Moved(Refusal):
    """A claim became part of another, `claim_id`: who reads is sent there, who writes is told."""

    code = "not_found"


class Conflict(Refusal):
    """It contradicts what stands now. Every use names its code."""


class Gone(Refusal):
    """It was there and was taken back."""

    code = "retracted"


class RevisionChanged(Refusal):
    """Somebody changed it after it was read."""

    code = "revision_changed"


class TooLarge(Refusal):
    """More than is accepted."""

    code = "too_large"


class UnsupportedMediaType(Refusal):
    """Not in a format that is read here."""

    code = "unsupported_media_type"


class Invalid(Refusal):
    """Readable, but it breaks a rule of its fields."""

    code = "invalid"


class TooManyRequests(Refusal):
    """Asked too often. `retry_after`, in seconds, says when to come back."""

    code = "too_many_requests"

    def __init__(self, message: str, *, retry_after: int | None = None, **more: Any) -> None:
        super().__init__(message, retry_after=retry_after, **more)


class IfMatchMissing(Refusal):
    """A decision that does not say what was on screen."""

    code = "if_match_missing"
