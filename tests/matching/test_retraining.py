"""Training further on what a desk answered: used only where it ranks better."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
import sqlalchemy as sa

from service.learning.comparing import FEWEST
from service.matching.finding import Query, match
from service.matching.meaning import as_shipped
from service.matching.model import Chances, Model, shipped, write
from service.matching.queries import IN_USE
from service.matching.retraining import Answered, retrain
from service.matching.scoring import judge, margins
from service.models import TrainedModel
from service.permissions import OPERATOR
from tests.fact_checks.imported import add_all_imported
from tests.factories import Desk
from tests.matches.checked import answer
from tests.test_cli import forked

BASE = Model(["Made up."], Chances(-2.0, 1.0, 0.5), {"figures": 2.0, "names": 0.0})
BY_FIGURES = {"figures": 1.0, "names": 0.0}
BY_NAMES = {"figures": 0.0, "names": 1.0}

PLACES = ("library", "harbour", "museum", "station", "theatre")
CLAIM = "The new {} of {} cost the council 12 million pounds."
SAME_FIGURES = "The {} in {} cost 12 million pounds, the council says."
OTHER_FIGURES = "The new {} of {} cost the council 900 jobs."
TOWNS = ("Leith", "Perth", "Oban", "Wick", "Ayr")


def answers(names_are_right: bool | None, claims: int = 25) -> list[Answered]:
    """Claims with two candidates: one has their figures, the other their names."""
    is_right = [None if names_are_right is None else not names_are_right, names_are_right]
    return [Answered([BY_FIGURES, BY_NAMES], is_right, str(number % 5)) for number in range(claims)]


def chances(model: Model) -> list[float]:
    """Those of a fact-check with the figures of a claim, and of one with its names."""
    return [each.chance for each in judge(model, [BY_FIGURES, BY_NAMES])]


def test_a_desk_that_answers_otherwise_is_followed():
    model, outcome = retrain(answers(True), BASE, ["Here."])
    assert (outcome.before, outcome.after) == (0.5, 1.0)
    by_figures, by_names = chances(BASE)
    assert by_figures > by_names
    by_figures, by_names = chances(model)
    assert by_figures < 0.2 < 0.8 < by_names
    assert write(retrain(answers(True), BASE, ["Here."])[0]) == write(model)


def test_what_is_only_rejected_is_less_likely_from_then_on():
    followed, _outcome = retrain(answers(True), BASE, [])
    rejected = [
        Answered([BY_NAMES, BY_FIGURES], [False, None], str(number)) for number in range(25)
    ]
    doubted, _outcome = retrain([*answers(True), *rejected], BASE, [])
    assert chances(doubted)[1] < chances(followed)[1]


def test_a_model_that_is_no_better_is_not_used():
    model, outcome = retrain(answers(False), BASE, [])
    assert model is BASE
    assert outcome.before == 1
    assert "no better, and not used" in outcome.sentence


def test_a_model_that_gets_worse_is_not_used():
    """What is learnt from most documents is wrong for the others, which the base ranked right."""
    contrary = [
        Answered([BY_FIGURES, BY_NAMES], [is_figures, not is_figures], str(number % 5))
        for number in range(25)
        for is_figures in [number % 5 < 2]
    ]
    base = Model([], BASE.chances, {"figures": 0.01, "names": 0.0})
    model, outcome = retrain(contrary, base, [])
    assert outcome.before == pytest.approx(0.7)
    assert outcome.after == pytest.approx(0.5)
    assert model is base


@pytest.mark.parametrize(
    "too_few",
    [
        [],
        answers(True, FEWEST - 1),
        answers(None, 40),
        [Answered(each.signals, each.answers, "1") for each in answers(True, 40)],
        [Answered([BY_NAMES], [True], str(number)) for number in range(40)],
    ],
    ids=["nothing", "few claims", "no answers", "one document", "nothing beside"],
)
def test_too_little_teaches_nothing(too_few: list[Answered]):
    model, outcome = retrain(too_few, BASE, [])
    assert model is BASE
    assert "too few to learn from. It takes 20 such claims, in 5 documents." in outcome.sentence


def test_what_seems_right_but_nobody_answered_is_not_taken_as_wrong():
    """The likeliest was not answered: people confirm one of several fact-checks of the same."""
    both = {"figures": 3.0, "names": 0.0}
    unknown = [
        Answered([both, each.signals[0], each.signals[1]], [None, True, False], each.document)
        for each in answers(False)
    ]
    model, outcome = retrain(unknown, BASE, [])
    assert outcome.before == 1
    assert model is BASE


@pytest.fixture
def train(desk: Desk) -> Callable[..., str]:
    """Runs `claimdesk train matching` on the desk; answers what it says."""
    url = desk.database.engine.url.render_as_string(hide_password=False)

    def call(*options: str) -> str:
        status, printed, told = forked(["train", "matching", *options], b"", {"DATABASE_URL": url})
        assert status == 0, told
        return printed

    return call


def ranked(desk: Desk) -> list[str]:
    """What is found for a claim of the kind that the desk answers, the likeliest first."""
    query = Query(CLAIM.format("bridge", "Dundee"), "en")
    with desk.database.reading() as session:
        settings = desk.app.extensions["settings"]
        found = match(session, OPERATOR, settings, [query], limit=2)[0]
    return [each.record.text for each in found]


def test_a_desk_learns_from_its_answers(desk: Desk, train):
    pairs = {
        (place, town): add_all_imported(
            desk.database,
            [
                {"text": each.format(place, town), "language": "en"}
                for each in (SAME_FIGURES, OTHER_FIGURES)
            ],
        )
        for place, town in [*product(PLACES, TOWNS), ("bridge", "Dundee")]
    }
    said = train()
    assert "too few to learn from" in said
    assert "Nothing has changed." in said
    with desk.database.reading() as session:
        assert session.scalars(sa.select(TrainedModel)).all() == []
    likelier, other = ranked(desk)
    wanted, unwanted = (0, 1) if likelier.endswith("jobs.") else (1, 0)
    for town in TOWNS:
        document = desk.document(" ".join(CLAIM.format(place, town) for place in PLACES))
        for place, claim in zip(PLACES, desk.claims(document), strict=True):
            pair = pairs[place, town]
            assert answer(desk, claim, pair[wanted], "confirmed").status_code == 200
            assert answer(desk, claim, pair[unwanted], "rejected").status_code == 200
    said = train()
    assert "25 confirmed and 25 rejected matches; 25 claims with a confirmed one" in said
    assert "The new model is used from now on" in said
    assert ranked(desk) == [other, likelier]
    train()
    with desk.database.reading() as session:
        [first, second] = session.scalars(sa.select(TrainedModel.text))
        assert IN_USE.find(session) is not shipped()
    assert first == second
    assert "used again" in train("--forget")
    assert ranked(desk) == [likelier, other]


def test_beside_meaning_a_margin_counts_as_what_has_its_chance_in_the_program():
    base = shipped()
    lower = replace(base.chances, bias=base.chances.bias - 2)
    signals = [{"claim share": 3.0, "bm25": each} for each in (1.0, 20.0)]
    found = as_shipped(replace(base, chances=lower), margins(base.weights, signals))
    assert found[0] < margins(base.weights, signals)[0]
    odds = base.chances.bias + base.chances.margin * found[1]
    assert odds == pytest.approx(lower.bias + lower.margin * margins(base.weights, signals)[1])
