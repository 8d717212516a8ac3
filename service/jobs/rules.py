"""When a job may be taken, and by whom. Pure."""

import os
import socket
from datetime import timedelta

LEASE = timedelta(minutes=1)
"""How long a worker has for the next batch before another may go on in its place."""

MOST_ATTEMPTS = 5
"""How often a job is taken without getting a row further, before it is given up."""


def own_name() -> str:
    """The name of this process among all workers: its machine and its number there."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_gone(worker: str | None) -> bool:
    """Whether a worker surely runs no more: it was of this machine, and its process is not there.

    So that a restart goes on at once. Of other machines only the lease tells.
    """
    if worker is None:
        return False
    machine, _, number = worker.rpartition(":")
    if machine != socket.gethostname() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
