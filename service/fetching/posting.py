"""Posts to addresses that an administrator gave, which are guarded as those of pages are.

FETCH and FETCH_HOSTS are about pages, which everybody may name, and do not count here;
FETCH_PRIVATE_HOSTS does.
"""

from service.errors import Invalid
from service.fetching.answers import refused
from service.fetching.posted import Posted
from service.fetching.resolving import Deadline, NotReached, Resolver, ask_system
from service.settings import Settings

SECONDS = 15.0


def check_target(url: str, settings: Settings, *, resolver: Resolver = ask_system) -> None:
    """Raise Invalid at the field `url`, with a sentence that says why, for what is not posted to.

    Asks the resolver; a name may lead elsewhere later, so that `post` checks again.
    """
    from service.fetching.targets import read_target, resolve

    try:
        resolve(read_target(url), settings, resolver, Deadline(SECONDS))
    except NotReached as why:
        raise refused(f"{why}: {why.advice}." if why.advice else f"{why}.") from None


def post(
    url: str,
    headers: dict[str, str],
    body: bytes,
    settings: Settings,
    *,
    resolver: Resolver = ask_system,
    seconds: float = SECONDS,
) -> Posted:
    """Post JSON, and see which status is answered. What is at the other end never raises.

    Redirects are not followed. Of an answer only its head is read: nobody needs more, and more may
    have no end.
    """
    from service.fetching.asking import asked, own_headers
    from service.fetching.targets import read_target, resolve

    deadline = Deadline(seconds)
    try:
        target = read_target(url)
        found = resolve(target, settings, resolver, deadline)
        sent = own_headers(target, settings)
        sent += [(b"Content-Type", b"application/json"), (b"Content-Length", b"%d" % len(body))]
        sent += [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
        with asked("POST", target, found, deadline, sent, body) as response:
            return Posted(response.status, retry_after=_retry_after(response.headers))
    except TimeoutError:
        return Posted(failure=f"No answer came within {seconds:g} seconds.")
    except NotReached as why:
        return Posted(failure=f"{why}.")
    except Invalid as refusal:
        return Posted(failure=(refusal.errors or {})["url"][0])


def _retry_after(headers: list[tuple[bytes, bytes]]) -> int | None:
    """In seconds; a date is passed over, for the clock of others."""
    for name, value in headers:
        if name.lower() == b"retry-after" and value.isdigit() and len(value) < 9:
            return int(value)
    return None
