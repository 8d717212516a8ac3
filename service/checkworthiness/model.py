"""The weights behind a score, as a text that people can read. Pure.

First come lines that say where they are from, then two parts, `[english]` and `[free]`, each with
its bias and a line for each feature: its name, its weight in thousandths and, for all but words,
how much of it an average sentence shows, in thousandths too. Tabs stand between them.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from service.checkworthiness.features import kind_of

TITLE = "claimdesk checkworthiness 1"
"""With another number where features come to mean something else: older models count no more."""

SHIPPED = Path(__file__).with_name("shipped.txt")

_BIAS = "(bias)"


@dataclass(frozen=True, slots=True)
class Part:
    """A bias and weights; `means` are those of an average sentence, and `averages` what those come
    to for each kind."""

    bias: float
    weights: dict[str, float]
    means: dict[str, float]
    averages: dict[str, float] = field(init=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, mean in self.means.items():
            if kind := kind_of(name):
                self.averages[kind] = self.averages.get(kind, 0.0) + self.weights[name] * mean


@dataclass(frozen=True, slots=True)
class Model:
    """Weights for English sentences, weights that need no language, and where they are from."""

    provenance: list[str]
    english: Part
    free: Part


@cache
def shipped() -> Model:
    """The model that comes with the program; read once, before the workers fork."""
    return parse(SHIPPED.read_text(encoding="utf-8"))


def parse(text: str) -> Model:
    """The model that a text holds. Raises ValueError for any other text."""
    head, english, free = _sections(text)
    return Model(head, _parse_part(english), _parse_part(free))


def write(model: Model) -> str:
    """The text of a model: of equal models equal, byte for byte."""
    lines = [TITLE, *model.provenance, "[english]", *_lines_of(model.english)]
    return "\n".join([*lines, "[free]", *_lines_of(model.free), ""])


def _sections(text: str) -> tuple[list[str], list[str], list[str]]:
    lines = text.splitlines()
    if not lines or lines[0] != TITLE:
        raise ValueError(f"A model begins with {TITLE!r}.")
    english, free = lines.index("[english]"), lines.index("[free]")
    return lines[1:english], lines[english + 1 : free], lines[free + 1 :]


def _parse_part(lines: list[str]) -> Part:
    weights, means = {}, {}
    for line in lines:
        name, weight, *mean = line.split("\t")
        weights[name] = int(weight) / 1000
        if mean:
            means[name] = int(mean[0]) / 1000
    return Part(weights.pop(_BIAS), weights, means)


def _lines_of(part: Part) -> list[str]:
    lines = [f"{_BIAS}\t{_thousandths(part.bias)}"]
    for name, weight in sorted(part.weights.items()):
        mean = f"\t{_thousandths(part.means[name])}" if name in part.means else ""
        lines.append(f"{name}\t{_thousandths(weight)}{mean}")
    return lines


def _thousandths(number: float) -> int:
    return round(number * 1000)
