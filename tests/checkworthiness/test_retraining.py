"""Training further on what a desk decided: used only where it ranks better."""

import pytest
import sqlalchemy as sa

from service.checkworthiness.model import shipped
from service.checkworthiness.queries import decided_sentences, model_in_use
from service.checkworthiness.retraining import retrain
from service.checkworthiness.scoring import DECISION, score
from service.checkworthiness.training import Example
from service.learning.comparing import FEWEST
from service.models import TrainedModel
from service.vocabulary import ModelKind
from tests.checkworthiness.test_claims import assert_scored
from tests.claims.repairing import merge, retire
from tests.factories import Desk
from tests.test_cli import forked

TOPICS = ("library", "harbour", "museum", "station", "theatre")
ABOUT_TREES = "The old trees of the {} give the whole neighbourhood its shade in summer."
ABOUT_MONEY = "The {} has cost the city 4 million dollars since it was opened in 2012."


def decided(of_trees: bool, of_money: bool, more: int = 0) -> list[Example]:
    """What a desk decided that finds the one kind of sentence worth checking, or the other."""
    return [
        Example(sentence.format(f"{topic} {number}"), is_worth, "desk", str(number))
        for number in range(5 + more)
        for topic in TOPICS
        for sentence, is_worth in ((ABOUT_TREES, of_trees), (ABOUT_MONEY, of_money))
    ]


def test_a_desk_that_decides_otherwise_is_followed():
    model, (english, others) = retrain(decided(True, False), shipped(), ["Here."])
    assert english.is_better
    assert english.before is not None
    assert english.after is not None
    assert english.before < 0.5 < english.after
    assert (others.worth, others.part) == (0, None)
    trees, money = (each.format("zoo") for each in (ABOUT_TREES, ABOUT_MONEY))
    assert score(model, trees) > score(model, money)
    assert model.free is shipped().free
    assert retrain(decided(True, False), shipped(), ["Here."])[0] == model


def test_as_many_are_worth_checking_as_before():
    examples = decided(True, False, more=5)
    model, _outcomes = retrain(examples, shipped(), [])
    passed = [
        sum(score(each, example.sentence) >= DECISION for example in examples)
        for each in (shipped(), model)
    ]
    assert passed[0] == passed[1] > 0


def test_a_model_that_is_no_better_is_not_used():
    model, (english, _others) = retrain(decided(False, True), shipped(), [])
    assert english.before == 1
    assert not english.is_better
    assert model is shipped()
    assert "no better, and not used" in english.sentence


def test_a_model_that_gets_worse_is_not_used():
    """Each document contradicts the others: what is learnt from those is wrong for it."""
    examples = [
        Example(sentence, not is_worth, origin, group) if group in "13" else each
        for each in decided(False, True)
        for sentence, is_worth, origin, group in [
            (each.sentence, each.is_worth, each.origin, each.group)
        ]
    ]
    model, (english, _others) = retrain(examples, shipped(), [])
    assert english.after is not None
    assert english.before is not None
    assert english.after <= english.before
    assert model is shipped()


@pytest.mark.parametrize("examples", [[], decided(True, True), decided(True, False)[:FEWEST]])
def test_too_little_teaches_nothing(examples: list[Example]):
    model, outcomes = retrain(examples, shipped(), [])
    assert model is shipped()
    assert all("too few to learn from" in outcome.sentence for outcome in outcomes)


@pytest.fixture
def train(desk: Desk):
    """Runs `claimdesk train checkworthiness` on the desk; answers what it says."""
    url = desk.database.engine.url.render_as_string(hide_password=False)

    def call(*options: str) -> str:
        arguments = ["train", "checkworthiness", *options]
        status, printed, told = forked(arguments, b"", {"DATABASE_URL": url})
        assert status == 0, told
        return printed

    return call


def test_a_desk_learns_from_its_verdicts_and_what_it_retired(desk: Desk, train):
    for number in range(5):
        text = " ".join(
            sentence.format(f"{topic} {number}")
            for topic in TOPICS
            for sentence in (ABOUT_TREES, ABOUT_MONEY)
        )
        claims = desk.claims(desk.document(text))
        for trees, money in zip(claims[::2], claims[1::2], strict=True):
            desk.published(trees)
            retire(desk, money)
    with desk.database.reading() as session:
        assert model_in_use(session) is shipped()
    said = train()
    assert "25 worth checking and 25 not, in 5 documents" in said
    assert "The new model is used from now on" in said
    assert "Rescored: 50 claims have a new score." in said
    with desk.database.reading() as session:
        model = model_in_use(session)
        assert model is not shipped()
        assert model_in_use(session) is model
    trees, money = (each.format("zoo") for each in (ABOUT_TREES, ABOUT_MONEY))
    answer = desk.stranger.post("/checkworthiness", {"sentences": [trees, money]})
    first, second = (each["score"] for each in answer.json["results"])
    assert first == score(model, trees) > second
    assert desk.claim(trees)["checkworthiness"] == first
    assert "used again" in train("--forget")
    assert_scored(desk)


def test_without_enough_decisions_nothing_changes(desk: Desk, train):
    desk.published(desk.claim())
    assert "too few to learn from" in train()
    assert "Nothing has changed." in train()
    with desk.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(TrainedModel)) == 0


def test_what_counts_as_decided(desk: Desk):
    sentences = [f"Sentence {number} is one of them." for number in range(6)]
    document = desk.document(" ".join(sentences))
    rated, opinion, tagged, retired, first, second = desk.claims(document)
    desk.published(rated, rating="false")
    desk.published(opinion, rating="not_a_claim", citations=[])
    desk.published(tagged, rating=None, rationale=None, citations=[])
    retire(desk, retired)
    assert merge(desk, first, second).status_code == 200
    with desk.database.reading() as session:
        found = decided_sentences(session)
    assert [(each.sentence, each.is_worth) for each in found] == [
        (sentences[0], True),
        (sentences[1], False),
        (sentences[3], False),
    ]
    assert {each.document_id for each in found} == {document["id"]}


def test_a_model_of_another_version_of_the_program_is_left_alone(desk: Desk):
    with desk.database.transaction() as session:
        text = "claimdesk checkworthiness 0\n[english]\n[free]\n"
        session.add(TrainedModel(kind=ModelKind.CHECKWORTHINESS, text=text, digest=b"0"))
    with desk.database.reading() as session:
        assert model_in_use(session) is shipped()
    assert desk.claim()["checkworthiness"] is not None
