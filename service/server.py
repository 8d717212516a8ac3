"""Runs the application under gunicorn."""

import gc
import os
import shutil
import signal
import socket
import tempfile
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.http import message

from service.checkworthiness import model as checkworthiness
from service.settings import Settings
from service.texts import languages

LONGEST_LINE = 128 * 1024
"""Bytes of a request's first line: whoever searches for ten thousand words gets an answer."""

message.MAX_REQUEST_LINE = LONGEST_LINE  # which gunicorn has for what its setting may be at most


def address(settings: Settings) -> str:
    """Host and port as URLs write them."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


class PortTaken(Exception):
    """Something listens there already."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with our settings: loaded once before the workers fork, to share memory."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn what ours and only ours decide."""
        for name, value in {
            "bind": address(self.settings),
            "workers": self.settings.workers,
            "worker_class": "gthread",
            "threads": self.settings.threads,
            "preload_app": True,
            "keepalive": 15,
            "timeout": 60,
            "graceful_timeout": 30,
            "loglevel": "warning",
            "proc_name": "claimdesk",
            "control_socket_disable": True,
            "limit_request_line": LONGEST_LINE,
            "post_fork": _hear_ends,
            "child_exit": _forget_metrics,
        }.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until told to stop."""
        _Parent(self).run()

    def load(self) -> Any:
        """The application."""
        from app import create_app  # after PROMETHEUS_MULTIPROC_DIR is set

        app = create_app(self.settings)
        languages.load()
        checkworthiness.shipped()
        gc.collect()
        gc.freeze()  # what the collector never touches again stays shared between the workers
        return app


def serve(settings: Settings) -> None:
    """Serve until told to stop. Raises PortTaken with one sentence."""
    check_port(settings)
    folder = Path(tempfile.mkdtemp(prefix="claimdesk-metrics-"))
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    parent = os.getpid()
    try:
        Server(settings).run()
    finally:
        if os.getpid() == parent:
            shutil.rmtree(folder, ignore_errors=True)


def check_port(settings: Settings) -> None:
    """Raise PortTaken when the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(
                f"Cannot listen on {address(settings)} ({error.strerror}):"
                " stop what runs there, or set PORT to another number."
            ) from None


ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


class _Parent(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's arbiter, whose workers can be told to end from the moment they exist.

    Until a worker has handlers of its own a signal would enter its copy of the arbiter's queue,
    which nothing reads, or be dropped by Python's own tidying after a fork; and the arbiter would
    wait `graceful_timeout` for the worker. So ends are held back while a worker is made.
    """

    def spawn_worker(self) -> int:
        """Its process id; a new worker leaves this method only to exit."""
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
        try:
            return int(super().spawn_worker())
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)


def _hear_ends(_arbiter: Any, _worker: Any) -> None:
    """In a new worker: end at once when told to, also if that was before this line."""
    for end in ENDS:
        signal.signal(end, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)


def _forget_metrics(_server: Any, worker: Any) -> None:
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
