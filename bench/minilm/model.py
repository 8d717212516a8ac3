"""The forward pass: six layers of attention, the mean of all pieces, of length 1."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.minilm.weights import Weights, load_vocabulary, load_weights
from bench.minilm.wordpiece import WordPiece

LAYERS, HEADS, DIMENSIONS = 6, 12, 384
PIECES_AT_ONCE = 512
EPSILON = np.float32(1e-12)

Array = NDArray[np.float32]


class MiniLM:
    """The model, read once."""

    def __init__(self) -> None:
        """Raises NoWeights."""
        self._pieces = WordPiece(load_vocabulary())
        self._weights: Weights = load_weights()

    def embed(self, texts: Sequence[str]) -> Array:
        """A row of length 1 for each text. Those of one length go together: nothing is padded."""
        numbered = [self._pieces.numbers_of(text) for text in texts]
        by_length: dict[int, list[int]] = {}
        for place, numbers in enumerate(numbered):
            by_length.setdefault(len(numbers), []).append(place)
        rows = np.empty((len(texts), DIMENSIONS), np.float32)
        for length, places in by_length.items():
            step = max(1, PIECES_AT_ONCE // length)
            for first in range(0, len(places), step):
                here = places[first : first + step]
                rows[here] = self._forward(np.array([numbered[place] for place in here]))
        return rows

    def _forward(self, numbers: NDArray[np.int64]) -> Array:
        """Texts of the same length, by the numbers of their pieces."""
        texts, length = numbers.shape
        at = self._weights
        x = at["embeddings.word_embeddings.weight"][numbers]
        x = x + at["embeddings.position_embeddings.weight"][:length]
        x = x + at["embeddings.token_type_embeddings.weight"][0]
        x = self._normed("embeddings.LayerNorm", x).reshape(texts * length, DIMENSIONS)
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}"
            seen = self._attended(f"{layer}.attention.self", x, texts, length)
            seen = self._linear(f"{layer}.attention.output.dense", seen)
            x = self._normed(f"{layer}.attention.output.LayerNorm", seen + x)
            inner = _gelu(self._linear(f"{layer}.intermediate.dense", x))
            inner = self._linear(f"{layer}.output.dense", inner)
            x = self._normed(f"{layer}.output.LayerNorm", inner + x)
        mean: Array = x.reshape(texts, length, DIMENSIONS).mean(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def _attended(self, name: str, x: Array, texts: int, length: int) -> Array:
        """What each piece takes from the others of its text."""
        query, key, value = (
            self._linear(f"{name}.{which}", x)
            .reshape(texts, length, HEADS, DIMENSIONS // HEADS)
            .transpose(0, 2, 1, 3)
            for which in ("query", "key", "value")
        )
        weights = query @ key.transpose(0, 1, 3, 2) / np.float32((DIMENSIONS / HEADS) ** 0.5)
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        seen: Array = (weights @ value).transpose(0, 2, 1, 3).reshape(texts * length, DIMENSIONS)
        return seen

    def _linear(self, name: str, x: Array) -> Array:
        product: Array = x @ self._weights[f"{name}.weight"].T
        return product + self._weights[f"{name}.bias"]

    def _normed(self, name: str, x: Array) -> Array:
        x = x - x.mean(axis=-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + EPSILON)
        scaled: Array = x * self._weights[f"{name}.weight"]
        return scaled + self._weights[f"{name}.bias"]


def _gelu(x: Array) -> Array:
    """x times the share of a normal distribution below it; erf by Abramowitz and Stegun 7.1.26."""
    half = np.abs(x) * np.float32(2**-0.5)
    t = 1 / (1 + np.float32(0.3275911) * half)
    sum_ = np.zeros_like(t)
    for factor in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        sum_ = (sum_ + np.float32(factor)) * t
    erf = np.copysign(1 - sum_ * np.exp(-half * half), x)
    gelu: Array = np.float32(0.5) * x * (1 + erf)
    return gelu
