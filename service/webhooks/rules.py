"""When a delivery counts, when it is tried again, and when a receiver is left alone. Pure."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from service.fetching.posted import Posted

LONGEST_DESCRIPTION = 200

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
)
"""Before each further attempt, as the Standard Webhooks convention has it for the first day."""

JITTER = 0.2
"""By which part of itself a wait may be longer or shorter, so that what failed together does not
come back together."""

FIRST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(minutes=5)

KEPT = timedelta(days=30)
"""How long a delivery that is over stays in the log, where it can be replayed."""

LEASE = timedelta(minutes=1)
"""Longer than an attempt takes; then another worker may try in the place of one that died."""

OVERLAP = timedelta(days=1)
"""How long a secret that was replaced signs too."""

_UNWELL = (
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)


def host_of(url: str) -> str:
    """Where an address leads. The rest of it may be a secret, so that logs have this alone."""
    return urlsplit(url).hostname or ""


def is_delivered(posted: Posted) -> bool:
    """Whether the receiver has it."""
    return posted.status is not None and 200 <= posted.status < 300


def is_gone(posted: Posted) -> bool:
    """Whether the receiver wants no more, ever."""
    return posted.status == HTTPStatus.GONE


def is_unwell(posted: Posted) -> bool:
    """Whether the receiver as a whole is in trouble, rather than with this delivery."""
    return posted.status is None or posted.status in _UNWELL


def error_of(posted: Posted) -> str | None:
    """Why it was not delivered, in one sentence; None when it was."""
    if posted.status is None or is_delivered(posted):
        return posted.failure
    try:
        answer = f"{posted.status} {HTTPStatus(posted.status).phrase}"
    except ValueError:
        answer = str(posted.status)
    if is_gone(posted):
        return f"The receiver answers {answer}: it wants no more."
    if 300 <= posted.status < 400:
        return f"The receiver answers {answer}; redirects are not followed."
    return f"The receiver answers {answer}."


def wait_after(attempts: int, posted: Posted, chance: float) -> timedelta | None:
    """How long to wait after so many attempts, or None: it failed for good.

    `chance`, from 0 to 1, is the jitter. As long as the receiver asks for, but not over the longest
    wait.
    """
    if attempts > len(WAITS):
        return None
    wait = WAITS[attempts - 1] * (1 + JITTER * (2 * chance - 1))
    return max(wait, min(timedelta(seconds=posted.retry_after or 0), WAITS[-1]))


def rest_after(failures: int, posted: Posted) -> timedelta:
    """How long a receiver is left alone after so many failures in a row: each time twice as long,
    or as long as it asks for.

    What waits for it meanwhile loses no attempt.
    """
    rest = FIRST_REST * (1 << min(failures - 1, 10))
    return min(max(rest, timedelta(seconds=posted.retry_after or 0)), LONGEST_REST)
