"""`claimdesk worker`, and the worker that runs beside `claimdesk start`."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from service.cli.process import settings, settle
from service.database import Database
from service.embeddings.following import duties_of
from service.imports.importing import run_import
from service.jobs.running import Handlers, run_next
from service.jobs.worker import Duty, Worker
from service.logs import set_up_logs
from service.matches.suggesting import suggest
from service.settings import Settings
from service.vocabulary import JobKind
from service.webhooks.delivering import deliver_due

HANDLERS: Handlers = {JobKind.IMPORT: run_import, JobKind.DOCUMENT_MATCHES: suggest}
"""What does the work of each kind of job."""

SECONDS_TO_STOP = 20
"""A batch is done by then; what is not goes on elsewhere."""

SECONDS_TO_LOOK = 1.0
"""How often it is looked whether a worker lives, and whether it is still wanted."""


@click.command()
def worker() -> None:
    """Do the work in the background: imports, matches, webhooks, embeddings. Any number may run."""
    set_up_logs(settings().log_level)
    _work(settings())


@contextmanager
def worker_beside(chosen: Settings) -> Iterator[None]:
    """A worker in a process of its own until the block ends; it ends by itself with its parent.

    A small process between the two begins another worker when one dies.
    """
    parent = os.getpid()
    keeper = os.fork()
    if keeper == 0:
        _keep(chosen, parent)
        os._exit(0)
    try:
        yield
    finally:
        _end(keeper)


def _keep(chosen: Settings, parent: int) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    keeper, child = os.getpid(), 0
    while not stop.is_set() and os.getppid() == parent:
        if not child or os.waitpid(child, os.WNOHANG)[0]:
            child = os.fork()
            if child == 0:
                _work(chosen, parent=keeper)
                os._exit(0)
        stop.wait(SECONDS_TO_LOOK)
    _end(child)


def _work(chosen: Settings, parent: int | None = None) -> None:
    running = Worker(_duties(chosen), parent=parent)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, running.stop)
    settle()
    running.run()


def _running(database: Database, chosen: Settings, handlers: Handlers) -> Duty:
    """Each kind of job is a duty of its own: an article is not held up by a long import."""
    return lambda stopping: run_next(database, chosen, handlers, stopping=stopping)


def _duties(chosen: Settings) -> list[Duty]:
    database = Database(chosen.database_url)
    return [
        *(_running(database, chosen, {kind: handler}) for kind, handler in HANDLERS.items()),
        lambda stopping: deliver_due(database, chosen, stopping),
        *duties_of(database, chosen),
    ]


def _end(child: int) -> None:
    """Tell it to stop, and wait; gunicorn may have heard of its end before."""
    try:
        os.kill(child, signal.SIGTERM)
        signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
        signal.alarm(SECONDS_TO_STOP)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
    finally:
        signal.alarm(0)
