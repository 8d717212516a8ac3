"""Training: the same examples make the same model, which is what is said of it."""

import random

import numpy as np
import pytest

from service.checkworthiness.fitting import Problem, Rows, fit
from service.checkworthiness.model import SHIPPED, parse, shipped, write
from service.checkworthiness.scoring import score
from service.checkworthiness.training import Example, train
from service.learning.folding import folds
from service.learning.measures import average_precision, best_threshold, f1

SUBJECTS = ("The council", "Ada Palmer", "The budget", "My neighbour", "This city")
FACTS = ("spent {} million on buses in 2019", "cut {} percent of its jobs", "paid {} dollars more")
OPINIONS = ("should be proud of itself", "is wonderful", "must do better", "can be trusted")


def examples() -> list[Example]:
    """Two hundred made up sentences, in ten documents."""
    dice = random.Random(1)
    found = []
    for number in range(200):
        is_fact = dice.random() < 0.4
        said = dice.choice(FACTS).format(dice.randint(2, 99)) if is_fact else dice.choice(OPINIONS)
        sentence = f"{dice.choice(SUBJECTS)} {said}, and that is all there is."
        found.append(Example(sentence, is_fact, "tiny", f"document {number % 10}"))
    return found


def test_the_same_examples_make_the_same_model_byte_for_byte():
    one, other = (write(train(examples(), "tiny", ["Made up."])) for _ in range(2))
    assert one == other
    assert write(parse(one)) == one


def test_it_learns_what_its_examples_show():
    model = train(examples(), "tiny", [])
    assert score(model, "The museum spent 4 million on buses, and that is all there is.") > 0.5
    assert score(model, "The museum must do better, and that is all there is.") < 0.5


def test_the_model_of_the_program_is_small_and_says_where_it_is_from():
    text = SHIPPED.read_text(encoding="utf-8")
    assert len(text.encode()) < 1_000_000
    assert write(shipped()) == text
    told = " ".join(shipped().provenance)
    assert "Data: ClaimBuster" in told
    assert "Command: make train" in told


@pytest.mark.parametrize("text", ["", "claimdesk checkworthiness 2\n", "[english]\n[free]\n"])
def test_another_text_is_no_model(text: str):
    with pytest.raises(ValueError, match="model"):
        parse(text)


def test_a_fit_is_where_the_loss_is_least():
    """With one feature, and a bias for each of two sets: no other point near is better."""
    size = 40
    dice = random.Random(2)
    problem = Problem(
        rows=Rows([[0] if dice.random() < 0.5 else [] for _ in range(size)], [1.0] * size),
        labels=np.array([float(dice.random() < 0.4) for _ in range(size)]),
        counts=np.ones(size),
        sets=np.array([at % 2 for at in range(size)]),
        prior=np.array([0.3]),
        hold=2.0,
    )

    def loss(weight: float, biases: tuple[float, float]) -> float:
        margin = problem.rows.times(np.array([weight])) + np.array(biases)[problem.sets]
        likelihood = np.logaddexp(0, margin) - problem.labels * margin
        return float(likelihood.sum() + (weight - 0.3) ** 2)

    found = fit(problem)
    weight, biases = float(found.weights[0]), tuple(found.biases.tolist())
    least = loss(weight, biases)
    for step in (-1e-3, 1e-3):
        assert loss(weight + step, biases) > least
        assert loss(weight, (biases[0] + step, biases[1])) > least
        assert loss(weight, (biases[0], biases[1] + step)) > least


def test_what_is_held_out_together_is_in_one_fold():
    assigned = folds(example.group for example in examples())
    assert set(assigned) == {f"document {number}" for number in range(10)}
    assert sorted(assigned.values()) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_measures_have_known_values():
    labels, margins = [True, False, True, False], [4.0, 3.0, 2.0, 1.0]
    assert average_precision(labels, margins) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([False], [1.0]) == 0
    assert f1([True, True, False], [True, False, True]) == pytest.approx(0.5)
    assert f1([False], [False]) == 0
    assert best_threshold(labels, margins) == 2.0
    assert best_threshold([True, False, True], [2.0, 2.0, 2.0]) == 2.0
