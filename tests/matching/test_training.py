"""Training: which signals tell what is right is found out, and the same each time."""

import random

import pytest

from service.matching.model import parse, write
from service.matching.scoring import judge
from service.matching.training import Example, train


def examples() -> list[Example]:
    """Sentences with five candidates each, of which one shows more of what counts."""
    rng = random.Random(7)
    made = []
    for number in range(600):
        signals = [{"counts": rng.random(), "chance": rng.random()} for _ in range(5)]
        right = rng.randrange(5)
        is_found = number % 4 > 0
        if is_found:
            signals[right]["counts"] += rng.random()
        labels = [is_found and place == right for place in range(5)]
        made.append(Example(signals, labels, group=str(number // 2)))
    return made


def test_what_tells_gets_a_weight_and_scores_are_as_often_right_as_they_say():
    model = train(examples(), ["Data: made up"])
    assert model.weights["counts"] > 5 * abs(model.weights["chance"])
    judged = [
        (each.chance, label)
        for example in examples()
        for each, label in zip(judge(model, example.signals), example.labels, strict=True)
    ]
    for likely in (True, False):
        chances, right = zip(*(each for each in judged if (each[0] >= 0.5) == likely), strict=True)
        assert sum(chances) / len(chances) == pytest.approx(sum(right) / len(right), abs=0.1)


def test_the_same_examples_make_the_same_model():
    first, second = (write(train(examples(), ["Data: made up"])) for _ in range(2))
    assert first == second
    assert write(parse(first)) == first
