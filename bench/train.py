"""`python -m bench.train [checkworthiness] [matching] [meaning]`: train the program's own models.

One tells what is worth checking, the others what was checked before, by words and with embeddings.
The last needs the weights of a small model: `make minilm`.

It needs ../shared/data. The same data make the same files, byte for byte.
"""

import sys

from bench import checked, train_matching, train_meaning
from bench.checkworthiness import (
    CHECKTHAT,
    CLAIMBUSTER,
    claimbuster,
    claimbuster_examples,
    debate_examples,
)
from service.checkworthiness.model import SHIPPED, Model, write
from service.checkworthiness.scoring import DECISION, score
from service.checkworthiness.training import train
from service.learning.measures import average_precision, f1

PROVENANCE = """\
Data: ClaimBuster's sentences as of CheckThat! 2024 task 1 (train part), which decide; and the
debates and speeches of CheckThat! 2019 task 1 and 2020 task 5 (dev parts), which help, without the
debates that stand in the test part of 2019 and the sentences that stand in ClaimBuster's dev part.
Only these weights were made of them; no sentence is kept.
Command: make train"""


def main() -> int:
    """0: the files are written; 1: its data are not here."""
    folders = {"checkworthiness": (CLAIMBUSTER, *CHECKTHAT.values()), "matching": checked.FOLDERS}
    folders["meaning"] = checked.FOLDERS
    trainers = {"checkworthiness": _train_checkworthiness, "matching": train_matching.main}
    trainers["meaning"] = train_meaning.main
    wanted = sys.argv[1:] or list(trainers)
    if not all(folder.is_dir() for name in wanted for folder in folders[name]):
        print("The folders with the data are absent: nothing was trained.", file=sys.stderr)
        return 1
    for name in wanted:
        trainers[name]()
    return 0


def _train_checkworthiness() -> None:
    examples = claimbuster_examples() + debate_examples()
    model = train(examples, "claimbuster", PROVENANCE.splitlines())
    model.provenance.append(_figures(model, len(examples)))
    SHIPPED.write_text(write(model), encoding="utf-8")
    print(f"{SHIPPED}: {model.provenance[-1]}")


def _figures(model: Model, size: int) -> str:
    sentences, labels = zip(*claimbuster("dev"), strict=True)
    scores = [score(model, sentence) for sentence in sentences]
    chosen = [each >= DECISION for each in scores]
    return (
        f"Figures: {size} sentences, {len(model.english.weights)} weights; on ClaimBuster's dev"
        f" part F1 {f1(labels, chosen):.3f}, average precision"
        f" {average_precision(labels, scores):.3f}"
    )


if __name__ == "__main__":
    sys.exit(main())
