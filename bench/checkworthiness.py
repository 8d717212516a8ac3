"""Sentences that others judged worth checking or not: ClaimBuster's and those of CheckThat!.

They are for research and no part of the project; only weights that were trained on them are.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.checkworthiness.features import features
from service.checkworthiness.training import Example

DATA = Path(__file__).parents[2] / "shared" / "data"
CLAIMBUSTER = DATA / "checkworthiness-claimbuster-ct24" / "dev"
CHECKTHAT = {
    "2019": DATA / "checkworthiness-checkthat2019-t1" / "dev",
    "2020": DATA / "checkworthiness-checkthat2020-t5" / "dev",
}

OVERLAPPING = ("20151219", "20160129", "20160311", "20180131", "20181015", "20190205", "20190215")
"""Debates of 2020 that stand in the test part of 2019: nothing is trained on them."""

_BLOCKS = 5
"""ClaimBuster's sentences are numbered by debate: held out are so many runs of them."""

_ALIKE = 0.1
"""The share of long sentences in common from which on two transcripts are of one debate."""

_LONG = 8

_COUNT, _COUNT_WORTH = 0.1, 1.0
"""How often a sentence of a debate counts: far fewer are marked there, by other standards."""


@dataclass(frozen=True)
class Debate:
    """The sentences of a debate or speech, in order, and whether each was fact-checked."""

    year: str
    name: str
    sentences: list[str]
    labels: list[bool]


def claimbuster(part: str) -> list[tuple[str, bool]]:
    """The sentences of a part, `train` or `dev`, in the order of the debates, with their labels."""
    (path,) = CLAIMBUSTER.glob(f"*_{part}.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file, delimiter="\t"), key=lambda row: int(row["Sentence_id"]))
    return [(row["Text"], row["class_label"] == "Yes") for row in rows]


@cache
def debates(year: str) -> list[Debate]:
    """The debates and speeches of a year's task."""
    found = []
    for path in sorted(CHECKTHAT[year].glob("*.tsv")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        found.append(
            Debate(year, path.stem, [row[2] for row in rows], [row[3] == "1" for row in rows])
        )
    return found


def claimbuster_examples() -> list[Example]:
    """The train part of ClaimBuster."""
    rows = claimbuster("train")
    return [
        Example(sentence, label, "claimbuster", f"claimbuster {at * _BLOCKS // len(rows)}")
        for at, (sentence, label) in enumerate(rows)
    ]


def debate_examples() -> list[Example]:
    """The debates of both years, without those that overlap with a test part, nor any sentence of
    ClaimBuster's dev part."""
    held_out = {_key(sentence) for sentence, _label in claimbuster("dev")}
    every = [
        debate
        for year in CHECKTHAT
        for debate in debates(year)
        if not debate.name.startswith(OVERLAPPING)
    ]
    return [
        Example(sentence, label, debate.year, group, _COUNT_WORTH if label else _COUNT)
        for debate, group in zip(every, _groups(every), strict=True)
        for sentence, label in zip(debate.sentences, debate.labels, strict=True)
        if _key(sentence) not in held_out
    ]


def _key(sentence: str) -> str:
    return " ".join(features(sentence).words)


def _groups(every: list[Debate]) -> list[str]:
    """For each debate the name of the first that has many sentences in common with it."""
    long = [
        {key for key in map(_key, debate.sentences) if key.count(" ") >= _LONG} for debate in every
    ]
    groups: list[str] = []
    for at, debate in enumerate(every):
        same = (
            groups[before]
            for before in range(at)
            if len(long[at] & long[before]) > _ALIKE * min(len(long[at]), len(long[before]))
        )
        groups.append(next(same, f"{debate.year} {debate.name}"))
    return groups
