"""The duty of the worker: every fact-check has the vector of what it says now.

It goes through all fact-checks in the order of their changes, and then waits for the next. A batch
is leased while the server works on it; what a crash leaves is done by whoever comes next.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import structlog

from service.database import Database
from service.db import utcnow
from service.embeddings import actions, queries, rules
from service.embeddings.actions import Taken
from service.embeddings.asking import MOST_AT_ONCE, Endpoint, TextRefused, Unavailable, ask
from service.embeddings.queries import Place, Row
from service.settings import Settings

SECONDS = 18.0
"""For one batch: a server that reads its model from a disk first needs some; and a worker that is
told to stop has no more."""

PAGE = 4 * MOST_AT_ONCE
LATE = timedelta(minutes=1)
"""A change may show itself so long after the moment it bears."""

SECONDS_BETWEEN_LOOKS = 15.0
"""How often changes of the last moments are looked at again."""

SECONDS_BETWEEN_FILES = 30.0
"""How often the file is made anew while little changes."""

MUCH = 2_000
"""Vectors, or a tenth of all, after which the file is made anew at once."""

REST = 5.0
LONGEST_REST = 300.0
PROBE = "Is this text embedded?"
"""What every model takes: when it is refused, the fault is not that of a text."""

_BEGINNING: Place = (datetime(1, 1, 1, tzinfo=UTC), 0)

log = structlog.get_logger()


def duties_of(database: Database, settings: Settings) -> "list[Follower]":
    """What a worker has to do for embeddings: nothing where the option is off."""
    endpoint = Endpoint.of(settings)
    return [Follower(database, settings, endpoint)] if endpoint else []


class Follower:
    """How far one worker is."""

    def __init__(self, database: Database, settings: Settings, endpoint: Endpoint) -> None:
        self._database, self._settings, self._endpoint = database, settings, endpoint
        self._place = _BEGINNING
        self._next_look = self._next_file = 0.0
        self._rests_until, self._rest = 0.0, REST
        self.embedded = 0

    def __call__(self, stopping: Callable[[], bool] = lambda: False) -> bool:
        """Do the next batch. Whether there was anything to do."""
        if time.monotonic() < self._rests_until:
            return False
        try:
            was_busy = self.step()
        except Unavailable as why:
            self._rests_until = time.monotonic() + self._rest
            log.warning("embeddings_wait", seconds=self._rest, error=str(why))
            self._rest = min(self._rest * 2, LONGEST_REST)
            return False
        self._rest = REST
        self._bring_file_up()
        return was_busy

    def step(self) -> bool:
        """Look at the next page, and embed what is due of it. Raises Unavailable."""
        now = utcnow()
        with self._database.reading() as session:
            page = queries.changed_after(session, self._place, PAGE)
        self._forget_what_says_nothing(page)
        model = self._endpoint.model
        due = [
            row.id
            for row in page
            if row.text is not None and rules.is_due(row.known, model, row.text, now)
        ]
        if due:
            self._embed(due[:MOST_AT_ONCE], now)
            return True
        elsewhere = [row for row in page if rules.is_elsewhere(row.known, now)]
        done = page[: page.index(elsewhere[0])] if elsewhere else page
        if done:
            self._place = done[-1].place
        if len(page) == PAGE and done:
            return True
        self._look_back(now)
        return False

    def finish(self) -> None:
        """Embed all that is due, and make the file. Raises Unavailable."""
        from service.embeddings.collection import make_file

        while self.step():
            pass
        make_file(self._database.engine, self._endpoint.model)

    def _look_back(self, now: datetime) -> None:
        """Caught up: before long, look at the last moments again."""
        if time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + SECONDS_BETWEEN_LOOKS
            self._place = min(self._place, (now - LATE, 0))

    def _forget_what_says_nothing(self, page: Sequence[Row]) -> None:
        """What was taken back while a worker was at it."""
        gone = [row.id for row in page if row.text is None and row.known.model is not None]
        if gone:
            with self._database.transaction() as session:
                actions.forget(session, gone)

    def _embed(self, ids: Sequence[int], now: datetime) -> None:
        model = self._endpoint.model
        with self._database.transaction() as session:
            taken = actions.take(session, model, ids, now)
        if not taken.texts:
            return
        try:
            vectors = self._asked(taken)
        except BaseException:
            with self._database.transaction() as session:
                actions.give_back(session, model, taken)
            raise
        with self._database.transaction() as session:
            if actions.settle(session, model, taken, vectors):
                self._place = _BEGINNING
        self.embedded += len(vectors)

    def _asked(self, taken: Taken) -> dict[int, bytes | None]:
        """The vector of each text; where the server refuses some, they are tried one by one."""
        from service.embeddings.vectors import as_bytes

        ids, texts = list(taken.texts), list(taken.texts.values())
        try:
            rows = ask(self._endpoint, texts, self._settings, SECONDS)
        except TextRefused:
            return self._asked_singly(taken)
        return {id_: as_bytes(row) for id_, row in zip(ids, rows, strict=True)}

    def _asked_singly(self, taken: Taken) -> dict[int, bytes | None]:
        from service.embeddings.vectors import as_bytes

        ask(self._endpoint, [PROBE], self._settings, SECONDS)
        vectors: dict[int, bytes | None] = {}
        for id_, text in taken.texts.items():
            try:
                vectors[id_] = as_bytes(ask(self._endpoint, [text], self._settings, SECONDS)[0])
            except TextRefused:
                vectors[id_] = None
        return vectors

    def _bring_file_up(self) -> None:
        """Make the file anew when much was written since, or after a while when anything was."""
        from service.embeddings.collection import make_file
        from service.embeddings.files import head_of, place_of

        model, engine = self._endpoint.model, self._database.engine
        is_time = time.monotonic() >= self._next_file
        try:
            head = head_of(place_of(engine.url), model)
            number, count = (head.number, head.rows) if head else (0, 0)
            with self._database.reading() as session:
                since = queries.count_of(session, model, after=number)
                is_other = is_time and count != queries.count_of(session, model)
            if since > max(MUCH, count // 10) or (is_time and (since or is_other)):
                is_time = True
                make_file(engine, model)
        except OSError as error:
            is_time = True
            log.warning("embeddings_file_failed", error=str(error))
        if is_time:
            self._next_file = time.monotonic() + SECONDS_BETWEEN_FILES
