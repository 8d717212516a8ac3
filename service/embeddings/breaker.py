"""Spares whoever searches a server that is down (a circuit breaker: Nygard 2007, Release It!)."""

import math
import time
from collections.abc import Callable
from threading import Lock

REST = 15.0
"""Seconds in which a server that failed is not asked; then one may try."""

FRESH = 10.0
"""Seconds for which it is believed that a server that answered is well."""


class Breaker:
    """What one process knows of a server: whether it failed, and until when to leave it alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._rests_until, self._answered_at = 0.0, -math.inf
        self.failure: str | None = None
        """Why it failed the last time it was asked; None when it did not."""

    def may_ask(self) -> bool:
        """Whether to ask now. After a failure, of all who come at once only the first may."""
        with self._lock:
            if self.failure is None:
                return True
            now = self._clock()
            if now < self._rests_until:
                return False
            self._rests_until = now + REST
            return True

    def note(self, failure: str | None) -> None:
        """How asking ended: why it failed, or None."""
        with self._lock:
            self.failure = failure
            if failure is None:
                self._answered_at = self._clock()
            else:
                self._rests_until = self._clock() + REST

    def is_fresh(self) -> bool:
        """Whether it answered a moment ago."""
        return self.failure is None and self._clock() < self._answered_at + FRESH
