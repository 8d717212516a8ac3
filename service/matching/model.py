"""The weights behind a score, as a text that people can read. Pure.

First come lines that say where they are from, then a part: what it takes to make a chance of a
margin, and a line for each signal. Its name and its weight in ten-thousandths have a tab between.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

TITLE = "claimdesk matching 1"
"""With another number where signals come to mean something else: older models count no more."""

SHIPPED = Path(__file__).with_name("shipped.txt")
WITH_MEANING = Path(__file__).with_name("with_meaning.txt")

_PART = "[words]"
_BIAS, _MARGIN, _LEAD = "(bias)", "(margin)", "(lead)"


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely a margin is right: the odds are bias + margin * it + lead * what it is ahead of
    the best other candidate."""

    bias: float
    margin: float
    lead: float


@dataclass(frozen=True, slots=True)
class Model:
    """A weight for each signal, how margins become chances, and where they are from."""

    provenance: list[str]
    chances: Chances
    weights: dict[str, float]


@cache
def shipped() -> Model:
    """The model that comes with the program; read once, before the workers fork."""
    return parse(SHIPPED.read_text(encoding="utf-8"))


@cache
def with_meaning() -> Model:
    """The model that weighs beside words what sentences mean: for signals of `meaning.py`."""
    return parse(WITH_MEANING.read_text(encoding="utf-8"))


def parse(text: str) -> Model:
    """The model that a text holds. Raises ValueError for any other text."""
    lines = text.splitlines()
    if not lines or lines[0] != TITLE:
        raise ValueError(f"A model begins with {TITLE!r}.")
    start = lines.index(_PART)
    rows = (line.split("\t") for line in lines[start + 1 :])
    weights = {name: int(weight) / 10_000 for name, weight in rows}
    try:
        chances = Chances(*(weights.pop(name) for name in (_BIAS, _MARGIN, _LEAD)))
    except KeyError as missing:
        raise ValueError(f"A model has a line {missing}.") from missing
    return Model(lines[1:start], chances, weights)


def write(model: Model) -> str:
    """The text of a model: of equal models equal, byte for byte."""
    chances = model.chances
    rows = [(_BIAS, chances.bias), (_MARGIN, chances.margin), (_LEAD, chances.lead)]
    rows += sorted(model.weights.items())
    lines = [f"{name}\t{round(weight * 10_000)}" for name, weight in rows]
    return "\n".join([TITLE, *model.provenance, _PART, *lines, ""])
