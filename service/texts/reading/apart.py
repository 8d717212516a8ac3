"""Runs a reader in a process of its own, which may neither take long nor take much.

Files come from strangers, and what reads them is large and partly not written in Python. So each
is read in a new process without what this one knows: no environment, no open files, no folder to
write to. It may take some seconds and some memory, and is killed for more.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Event, Timer
from typing import IO, cast

import structlog

from service.errors import TooManyRequests
from service.texts.extract import Extract
from service.texts.reading.child import extract_of
from service.texts.reading.decoding import refused
from service.texts.reading.readers import read
from service.vocabulary import FileKind

SECONDS = 10
"""For a file to be read; and before that, for a place to become free."""

MEMORY = 1 << 30
"""Bytes of address space."""

AT_ONCE = 4
"""Files that are read at the same time for one process of ours."""

MOST_ANSWER = 64 << 20
"""Bytes of what a reader may tell: a text with every character of it escaped, and its blocks."""

IN_PROCESS = frozenset({FileKind.TEXT})
"""What is read here: decoding takes time in proportion to the size, and under a second for 10 MiB.

Markdown does not: some nested marks take the square of it."""

_ROOT = str(Path(__file__).parents[3])
_PROGRAM = (
    "import sys; root, kind, charset, seconds, memory = sys.argv[1:]; sys.path.insert(0, root);"
    "from service.texts.reading.child import main; main(kind, charset, int(seconds), int(memory))"
)

_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}
"""A library that a reader loads reserves memory for each processor of the machine otherwise."""

_places = BoundedSemaphore(AT_ONCE)
log = structlog.get_logger()


def read_apart(raw: bytes, kind: FileKind, charset: str | None = None) -> Extract:
    """What `read` makes of it, in at most 10 seconds.

    Raises as `read` does, also Invalid for what takes too long or too much, and TooManyRequests
    where no place becomes free.
    """
    if kind in IN_PROCESS:
        return read(raw, kind, charset)
    if not _places.acquire(timeout=SECONDS):
        raise TooManyRequests(
            "Too many files are being read at this moment. Send it again in some seconds.",
            retry_after=SECONDS,
        )
    try:
        answer, is_late = _ask(raw, kind, charset)
    finally:
        _places.release()
    if is_late:
        why = f"This file could not be read in {SECONDS} seconds."
    else:
        try:
            return extract_of(json.loads(answer))
        except (ValueError, TypeError, LookupError) as error:
            why = "This file could not be read: it is damaged, or it takes too much memory."
            log.info("reader failed", kind=kind.value, size=len(raw), said=str(error))
    raise refused(why)


def _ask(raw: bytes, kind: FileKind, charset: str | None) -> tuple[bytes, bool]:
    """What a new process says of it, and whether it was killed because that took too long."""
    is_name = charset is not None and charset.isascii() and charset.isprintable()
    options = [_ROOT, kind.value, (charset or "")[:50] if is_name else "", SECONDS + 1, MEMORY]
    is_late = Event()
    with subprocess.Popen(  # noqa: S603 - this program, with words of its own
        [sys.executable, "-I", "-B", "-c", _PROGRAM, *map(str, options)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    ) as child:

        def kill() -> None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)

        def give_up() -> None:
            is_late.set()
            kill()

        source, answer = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
        timer = Timer(SECONDS, give_up)
        timer.start()
        try:
            # It reads all before it says anything, so neither waits for the other for ever.
            with suppress(BrokenPipeError):
                source.write(raw)
            with suppress(BrokenPipeError):
                source.close()
            return answer.read(MOST_ANSWER), is_late.is_set()
        finally:
            timer.cancel()
            timer.join()
            kill()
