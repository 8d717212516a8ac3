"""Reads files line by line, each of a bounded length. Pure."""

from collections.abc import Iterator
from typing import BinaryIO

from service.formats.incoming import Unusable
from service.vocabulary import Fault

LONGEST_RECORD = 1 << 20
"""Bytes of one record; a longer one is passed over."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
TOO_LARGE = Unusable(Fault.TOO_LARGE, f"It is longer than {LONGEST_RECORD >> 20} MiB.")
TOO_DEEP = Unusable(Fault.TOO_LARGE, "It is nested too deeply.")
NOT_UTF8 = Unusable(Fault.NOT_UTF8, "It is not text in UTF-8.")


def lines_of(file: BinaryIO) -> Iterator[bytes | Unusable]:
    """The lines with their ends, without the byte order mark of the first; no more than one is in
    memory, and of one that is too long nothing."""
    mark = BYTE_ORDER_MARK
    while line := file.readline(LONGEST_RECORD):
        if len(line) < LONGEST_RECORD or line.endswith(b"\n"):
            yield line.removeprefix(mark)
        else:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_RECORD)
            yield TOO_LARGE
        mark = b""
