"""What a server answers, read strictly and made into vectors of length 1. Pure."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

MOST_DIMENSIONS = 8192
STORED = np.dtype("<f2")
"""How vectors are kept: half precision moves a cosine by less than a thousandth."""

Vectors = NDArray[np.float32]
"""A row for each text."""


class WrongAnswer(Exception):
    """An answer that cannot be used, and why, as a clause."""


def read_answer(body: bytes, count: int) -> Vectors:
    """The vectors of `count` texts in the order asked. Raises WrongAnswer.

    `{"data": [{"index": 0, "embedding": [0.1, ...]}, ...]}`, as OpenAI describes it.
    """
    try:
        items = orjson.loads(body)["data"]
        placed = {item["index"]: item["embedding"] for item in items}
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise WrongAnswer("its answer has not the form of /v1/embeddings") from None
    if len(items) != count or placed.keys() != set(range(count)):
        raise WrongAnswer(f"it answers {len(items)} vectors to {count} texts")
    return _normal([_numbers(placed[place]) for place in range(count)])


def as_bytes(vector: Vectors) -> bytes:
    """A vector as it is kept."""
    return vector.astype(STORED).tobytes()


def from_bytes(kept: Sequence[bytes]) -> Vectors:
    """Vectors of one dimension, as they were kept."""
    return np.frombuffer(b"".join(kept), STORED).reshape(len(kept), -1).astype(np.float32)


def _numbers(embedding: Any) -> list[float]:
    if not isinstance(embedding, list) or not set(map(type, embedding)) <= {int, float}:
        raise WrongAnswer("one of its vectors is no list of numbers")
    if not 0 < len(embedding) <= MOST_DIMENSIONS:
        raise WrongAnswer(f"one of its vectors has {len(embedding)} dimensions")
    return embedding


def _normal(rows: list[list[float]]) -> Vectors:
    if len({len(row) for row in rows}) != 1:
        raise WrongAnswer("its vectors have different dimensions")
    vectors = np.array(rows, np.float64)
    with np.errstate(over="ignore"):
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not (lengths > 0).all():
        raise WrongAnswer("one of its vectors has no direction")
    normal: Vectors = (vectors / lengths).astype(np.float32)
    return normal
