"""Vectors of what somebody looks for: quickly, or not at all."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from service.embeddings.asking import (
    MOST_AT_ONCE,
    Endpoint,
    TextRefused,
    Unavailable,
    ask,
    requests,
)
from service.embeddings.breaker import Breaker
from service.settings import Settings

if TYPE_CHECKING:
    from service.embeddings.vectors import Vectors

SECONDS = 2.0
"""For one request. Whoever searches waits no longer for a server that hangs, and that once."""

SECONDS_OF_A_LOOK = 0.5
"""For a look whether it answers, for readiness: who asks that has little patience."""


@cache
def breaker_of(endpoint: Endpoint) -> Breaker:
    """What this process knows of a server."""
    return Breaker()


def vectors_of(endpoint: Endpoint, texts: Sequence[str], settings: Settings) -> "Vectors | None":
    """A row for each text, or None when the server is down."""
    import numpy as np

    parts = []
    for first in range(0, len(texts), MOST_AT_ONCE):
        part = _asked(endpoint, texts[first : first + MOST_AT_ONCE], settings)
        if part is None:
            return None
        parts.append(part)
    if len({part.shape[1] for part in parts}) != 1:
        return None
    return np.concatenate(parts)


def readiness(settings: Settings) -> str | None:
    """For operators, whether the server answers; None when the option is off."""
    endpoint = Endpoint.of(settings)
    if endpoint is None:
        return None
    failure = failure_of(endpoint, settings)
    return "ok" if failure is None else f"down, and searches go on without: {failure}."


def failure_of(endpoint: Endpoint, settings: Settings) -> str | None:
    """Why the server gives no vectors now, after a look unless that is known; None when it does.

    A look that takes too long stops no search, for it waits less than they do.
    """
    breaker = breaker_of(endpoint)
    if breaker.is_fresh():
        return None
    if not breaker.may_ask():
        return breaker.failure
    try:
        ask(endpoint, ["ready?"], settings, SECONDS_OF_A_LOOK)
    except Unavailable as why:
        return str(why)
    breaker.note(None)
    return None


def _asked(endpoint: Endpoint, texts: Sequence[str], settings: Settings) -> "Vectors | None":
    breaker = breaker_of(endpoint)
    if not breaker.may_ask():
        requests().labels("spared").inc()
        return None
    try:
        vectors = ask(endpoint, texts, settings, SECONDS)
    except TextRefused:  # whose text it is, is no reason to ask for nobody else's
        return None
    except Unavailable as why:
        breaker.note(str(why))
        return None
    breaker.note(None)
    return vectors
