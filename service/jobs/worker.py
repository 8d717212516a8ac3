"""The worker: does what is to be done in the background, until it is told to stop."""

import os
import threading
from collections.abc import Callable, Sequence

import structlog

Duty = Callable[[Callable[[], bool]], bool]
"""Does the next of its work and says whether there was any; it is given what tells to stop."""

PAUSE = 1.0
"""Seconds before a duty that found nothing looks again."""

log = structlog.get_logger()


class Worker:
    """Several duties side by side, so that a long one holds up no other."""

    def __init__(self, duties: Sequence[Duty], *, parent: int | None = None) -> None:
        """With a `parent`, a process, the worker stops when that is gone."""
        self._duties, self._parent = duties, parent
        self._stop = threading.Event()

    def run(self) -> None:
        """Work until `stop` is called; then end what is in hand in good order."""
        threads = [threading.Thread(target=self._go_on, args=(duty,)) for duty in self._duties]
        for thread in threads:
            thread.start()
        log.info("worker_started")
        while not self._stop.wait(PAUSE):
            if self._parent is not None and os.getppid() != self._parent:
                self._stop.set()
        for thread in threads:
            thread.join()

    def stop(self, *_signal: object) -> None:
        """Let `run` come back soon."""
        self._stop.set()

    def _go_on(self, duty: Duty) -> None:
        while not self._stop.is_set():
            try:
                was_busy = duty(self._stop.is_set)
            except Exception:
                log.exception("worker_broke")
                was_busy = False
            if not was_busy:
                self._stop.wait(PAUSE)
