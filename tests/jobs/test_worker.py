"""The worker as a process: it ends when it is told to, and with the desk that it stands beside."""

import os
import signal
import subprocess
import time

import pytest

from tests.serving import COMMAND, serving

SECONDS = 60


@pytest.fixture
def backend() -> str:
    """What is tried here is a process; the databases are tried beside it."""
    return "sqlite"


def children(process: int) -> set[int]:
    """The processes that a process began and that run."""
    told = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return {int(number) for number in told.stdout.split()}


def worker_beside(server: int) -> tuple[int, int]:
    """The process that keeps a worker beside this server, and the worker."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        for keeper in children(server):
            if workers := children(keeper):
                return keeper, workers.pop()
        time.sleep(0.05)
    raise AssertionError("no worker")


def has_ended(process: int) -> bool:
    """Whether a process is gone within the time."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_a_worker_ends_when_it_is_told_to(desk, database):
    url = database.engine.url.render_as_string(hide_password=False)
    settings = os.environ | {"DATABASE_URL": url, "LOG_LEVEL": "info"}
    with subprocess.Popen([COMMAND, "worker"], env=settings, stderr=subprocess.PIPE) as worker:
        assert any(b"worker_started" in line for line in worker.stderr)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(SECONDS) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_worker_beside_a_desk_is_kept_alive_and_ends_with_it(desk, database, tmp_path, number):
    url = database.engine.url.render_as_string(hide_password=False)
    with serving(url, tmp_path / "log", "--with-worker", WORKERS="1") as server:
        _keeper, first = worker_beside(server.process.pid)
        os.kill(first, signal.SIGKILL)
        assert has_ended(first)
        keeper, second = worker_beside(server.process.pid)
        server.process.send_signal(number)
        assert server.process.wait(SECONDS) in (0, -number)
        assert has_ended(keeper)
        assert has_ended(second)
