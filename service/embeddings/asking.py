"""Asks the server of embeddings, in time and without believing what it answers."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import orjson
import structlog

from service.errors import Invalid
from service.fetching.resolving import Deadline, NotReached, ask_system, look_up
from service.settings import Settings

if TYPE_CHECKING:
    from prometheus_client import Counter

    from service.embeddings.vectors import Vectors

MOST_AT_ONCE = 32
"""Texts of one request."""

LONGEST_TEXT = 1_000
"""Characters that are sent of a text: about what such models read."""

MOST_BYTES = 64 << 20
REFUSES = (400, 413, 422)
"""What servers answer to a text that they do not take."""

log = structlog.get_logger()


@cache
def requests() -> "Counter":
    """How many were sent, by outcome. Made when it is first counted: the server says where counts
    of several processes are kept before this may be imported."""
    from prometheus_client import Counter

    name = "claimdesk_embedding_requests"
    return Counter(name, "Requests to the server of embeddings.", ["outcome"])


class Unavailable(Exception):
    """The server gives no vectors now, and why: a clause that names its host alone."""


class TextRefused(Unavailable):
    """It does not take these texts."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that an operator named, wherever it is: nobody else can have it asked."""

    url: str
    model: str
    key: str = field(repr=False)

    @classmethod
    def of(cls, settings: Settings) -> "Endpoint | None":
        """That of the settings, or None: the option is off."""
        if not settings.embeddings_url:
            return None
        url = f"{settings.embeddings_url}/v1/embeddings"
        return cls(url, settings.embeddings_model, settings.embeddings_key)


def ask(endpoint: Endpoint, texts: Sequence[str], settings: Settings, seconds: float) -> "Vectors":
    """A vector of length 1 for each of up to MOST_AT_ONCE texts. Raises Unavailable."""
    from service.embeddings.vectors import WrongAnswer, read_answer
    from service.fetching.targets import host_of, read_target

    started = time.perf_counter()
    host, failure = "", None
    try:
        host = host_of(read_target(endpoint.url))
        body = _post(endpoint, texts, settings, Deadline(seconds))
        return read_answer(body, len(texts))
    except Unavailable as why:
        failure = f"{host} {why}"
        raise type(why)(failure) from None
    except WrongAnswer as why:
        failure = f"{host}: {why}"
    except NotReached as why:
        failure = str(why)
    except TimeoutError:
        failure = f"{host} does not answer within {seconds:g} seconds"
    except Invalid as why:
        failure = f"the address cannot be asked: {why.message}"
    finally:
        requests().labels("failed" if failure else "ok").inc()
        log.log(
            30 if failure else 10,
            "embeddings",
            host=host,
            texts=len(texts),
            ms=round((time.perf_counter() - started) * 1000, 1),
            error=failure,
        )
    raise Unavailable(failure)


def _post(
    endpoint: Endpoint, texts: Sequence[str], settings: Settings, deadline: Deadline
) -> bytes:
    """The body of a 200. No redirects; nothing packed, which could grow without end."""
    from service.fetching.addresses import is_ip
    from service.fetching.asking import asked, own_headers
    from service.fetching.targets import host_of, port_of, read_target

    target = read_target(endpoint.url)
    host, port = host_of(target), port_of(target)
    try:
        found = [host] if is_ip(host) else look_up(host, port, ask_system, deadline)
    except OSError:  # TimeoutError too, which says the same here
        found = []
    if not found:
        raise Unavailable("is not known to the name server")
    sent = orjson.dumps(
        {
            "model": endpoint.model,
            "input": [text[:LONGEST_TEXT] for text in texts],
            "encoding_format": "float",
        }
    )
    headers = own_headers(target, settings)
    headers += [(b"Content-Type", b"application/json"), (b"Content-Length", b"%d" % len(sent))]
    headers += [(b"Accept-Encoding", b"identity")]
    if endpoint.key:
        headers += [(b"Authorization", b"Bearer " + endpoint.key.encode("ascii"))]
    with asked("POST", target, found, deadline, headers, sent) as response:
        if response.status != 200:
            kind = TextRefused if response.status in REFUSES else Unavailable
            raise kind(f"answers {response.status}")
        body = bytearray()
        for chunk in response.iter_stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise Unavailable("answers without end")
        return bytes(body)
