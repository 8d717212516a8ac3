"""Servers as people start them, and what can be seen of them from outside."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.wrk import Failed

HOST = "127.0.0.1"
WORKERS = 2
SECONDS_TO_START = 60
SECONDS_TO_STOP = 30
PAUSE = 0.005
MOMENT = 0.1
COMMAND = Path(sys.executable).with_name("claimdesk")


@dataclass(frozen=True)
class Running:
    """A server that answers: where, its main process, and how long its first answer took."""

    port: int
    pid: int
    seconds_to_start: float

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://{HOST}:{self.port}"

    def get(self, path: str, key: str | None = None) -> bytes:
        """The body of a good answer. Raises Failed for any other."""
        status, body = ask(self.port, "GET", path, key=key)
        if status != 200:
            raise Failed(f"GET {path} answered {status}: {body[:300]!r}")
        return body

    def processor_seconds(self) -> float:
        """The processor time that its processes have used."""
        ticks = 0
        for pid in _family(self.pid):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def wait_until_idle(self) -> None:
        """Wait until it works on nothing any more. Raises Failed when it does not end."""
        deadline = time.monotonic() + SECONDS_TO_STOP
        while time.monotonic() < deadline:
            used = self.processor_seconds()
            time.sleep(MOMENT)
            if self.processor_seconds() - used < MOMENT / 4:
                return
        raise Failed(f"{self.url} still works {SECONDS_TO_STOP} seconds after the last request.")

    def memory(self) -> dict[int, int]:
        """The proportional set size of each of its processes, in bytes."""
        return {pid: _pss(pid) for pid in _family(self.pid)}


def ask(
    port: int, method: str, path: str, *, body: bytes | None = None, key: str | None = None
) -> tuple[int, bytes]:
    """One request on a connection of its own."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    if body is not None:
        headers["Content-Type"] = "application/json"
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def desk(database_url: str, folder: Path, first: str) -> Iterator[Running]:
    """`claimdesk serve` on a migrated database; `first` is the path that tells that it serves."""
    environment = {"DATABASE_URL": database_url, "HOST": HOST, "WORKERS": str(WORKERS)}
    environment["RATE_LIMIT"] = "0"  # the benchmarks are one address
    with _started([str(COMMAND), "serve"], environment, folder / "desk.log", first) as server:
        yield server


@contextmanager
def worker(database_url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`claimdesk worker` on a migrated database."""
    log = folder / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(COMMAND), "worker"],
            env=os.environ | {"DATABASE_URL": database_url},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        _stop(process)
    check_log(log)


@contextmanager
def floors(database_file: Path, sizes: list[int], folder: Path) -> Iterator[Running]:
    """The two floors: constants of these sizes, and rows of the file's fact-checks."""
    command = [sys.executable, "-m", "bench.floors", str(database_file), *map(str, sizes)]
    environment = {"HOST": HOST, "WORKERS": str(WORKERS)}
    environment["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # a hook of gunicorn's looks there
    with _started(command, environment, folder / "floors.log", "/row/1") as server:
        yield server


@contextmanager
def _started(
    command: list[str], environment: dict[str, str], log: Path, first: str
) -> Iterator[Running]:
    port = _free_port()
    with log.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            env=os.environ | environment | {"PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for us, who then stop it
        )
    try:
        _wait_for(process, port, first, log)
        yield Running(port, process.pid, time.perf_counter() - began)
    finally:
        _stop(process)
    check_log(log)


def check_log(log: Path) -> None:
    """Raise Failed when a server wrote of a lock or of a failure."""
    with log.open(errors="replace") as lines:
        for line in lines:
            if any(word in line for word in ("database is locked", "Traceback", '"status":5')):
                raise Failed(f"A server failed meanwhile: {line.strip()[:500]}")


def _wait_for(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if ask(port, "GET", path)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(PAUSE)
    raise Failed(f"A server did not start: {log.read_text(errors='replace')[-500:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            for pid in _family(process.pid):
                os.kill(pid, signal.SIGKILL)
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise Failed(f"The memory of process {pid} cannot be read.")
