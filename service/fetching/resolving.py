"""Where a host is, asked once and in time."""

import math
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread

SECONDS_TO_CONNECT = 5.0

Resolver = Callable[[str, int], list[str]]
"""The IP addresses of a host and port. Raises OSError where there are none."""


class NotReached(Exception):
    """Why nobody was reached, as a clause without its stop; `advice` says what may help, if
    anything does."""

    def __init__(self, clause: str, advice: str = "") -> None:
        super().__init__(clause)
        self.advice = advice


class Deadline:
    """The moment at which all of it has to be done."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float = math.inf) -> float:
        """How many seconds are left, or `most`. Raises TimeoutError when none are."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return min(seconds, most)


def ask_system(host: str, port: int) -> list[str]:
    """The IP addresses that this machine finds for a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def look_up(host: str, port: int, resolver: Resolver, deadline: Deadline) -> list[str]:
    """Ask the resolver, once. Raises OSError, or TimeoutError: the system's own has no time limit,
    so it runs beside."""
    answer: Future[list[str]] = Future()

    def ask() -> None:
        try:
            answer.set_result(resolver(host, port))
        except Exception as error:  # told to whoever waits
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()
    return answer.result(deadline.left(SECONDS_TO_CONNECT))
