"""What runs in the process that reads one file. apart.py starts it and says how it is spoken to."""

import gc
import json
import os
import resource
import sys
from dataclasses import fields
from datetime import datetime
from typing import Any, NoReturn

from service.errors import Invalid, Refusal, TooLarge
from service.texts.blocks import Block
from service.texts.extract import Extract
from service.texts.reading.readers import read
from service.vocabulary import BlockKind, FileKind

REFUSALS: dict[str, type[Refusal]] = {each.code: each for each in (Invalid, TooLarge)}


def main(kind: str, charset: str, seconds: int, memory: int) -> NoReturn:
    """Read what comes on standard input under limits, and write what it is on standard output.

    `memory` is the most address space, in bytes.
    """
    limit(seconds, memory)
    gc.disable()  # it ends soon, and has a limit
    answer = json.dumps(_answer(sys.stdin.buffer.read(), FileKind(kind), charset or None))
    sys.stdout.buffer.write(answer.encode())
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing is to be tidied up


def limit(seconds: int, memory: int) -> None:
    """Lower what this process may take, for good: it may not write files nor die with a core."""
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(kind, (most, most))


def _answer(raw: bytes, kind: FileKind, charset: str | None) -> dict[str, Any]:
    try:
        extract = read(raw, kind, charset)
    except tuple(REFUSALS.values()) as refusal:
        return {"refused": refusal.code, "message": refusal.message, "errors": refusal.errors}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:500]}
    return {"read": _told(extract)}


def _told(extract: Extract) -> dict[str, Any]:
    told: dict[str, Any] = {each.name: getattr(extract, each.name) for each in fields(extract)}
    if extract.blocks is not None:
        told["blocks"] = [
            (block.kind, block.level, block.start, block.end) for block in extract.blocks
        ]
    if extract.published_at is not None:
        told["published_at"] = extract.published_at.isoformat()
    return told


def extract_of(answer: dict[str, Any]) -> Extract:
    """What was read, as its process tells it.

    Raises what the reader refused it with; ValueError, TypeError or LookupError for anything else.
    """
    if refusal := REFUSALS.get(answer.get("refused", "")):
        raise refusal(answer["message"], errors=answer["errors"])
    if "read" not in answer:
        raise ValueError(answer.get("failed"))
    told = answer["read"]
    blocks, moment = told["blocks"], told["published_at"]
    made = {
        "blocks": blocks and [_block(*block) for block in blocks],
        "published_at": moment and datetime.fromisoformat(moment),
    }
    return Extract(**told | made)


def _block(kind: str, level: int | None, start: int, end: int) -> Block:
    return Block(BlockKind(kind), level, start, end)
