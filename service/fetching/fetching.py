"""Fetches a page from a public address."""

import time
from dataclasses import asdict

import structlog

from service.errors import Invalid
from service.fetching.answers import PASTE, refused
from service.fetching.fetched import Fetched
from service.fetching.resolving import Deadline, Resolver, ask_system
from service.settings import Settings

SECONDS = 15.0

log = structlog.get_logger()


def fetch(
    url: str, settings: Settings, *, resolver: Resolver = ask_system, seconds: float = SECONDS
) -> Fetched:
    """The page at `url`. Raises Invalid at the field `url`, with a sentence that says why not.

    All of it, redirects included, takes no longer than `seconds`. `resolver` finds the IP addresses
    of a host, by default as this machine does; it is asked once for each address on the way.
    """
    if settings.fetch == "off":
        raise refused(f"This desk does not fetch pages (FETCH is off): {PASTE}.")
    # Loading the client takes a tenth of a second, which a process that never fetches saves.
    from service.fetching.following import Trip, follow

    started, trip, why_not = time.perf_counter(), Trip(), None
    try:
        return follow(url, settings, resolver, Deadline(seconds), trip)
    except TimeoutError:
        why_not = f"The page takes longer than {seconds:g} seconds: try again later, or {PASTE}."
        raise refused(why_not) from None
    except Invalid as refusal:
        why_not = refusal.message
        raise
    finally:
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        log.info("fetch", **asdict(trip), ms=milliseconds, refused=why_not)
