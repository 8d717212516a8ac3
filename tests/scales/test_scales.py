"""The scale that a desk begins with, and what its ratings are called."""

import pytest
import sqlalchemy as sa

from service.scales.rules import label_in
from tests.factories import Desk

SUPPORTED, REFUTED = "Supported", "Refuted"
CONFLICTING, TOO_LITTLE = "Conflicting Evidence/Cherrypicking", "Not Enough Evidence"


def test_the_default_scale_has_its_values_and_averitec_labels(desk: Desk):
    page = desk.stranger.get("/scales").json
    (scale,) = page["items"]
    assert (scale["active"], page["next_cursor"]) == (True, None)
    assert [
        (rating["code"], rating["value"], rating["averitec_label"]) for rating in scale["ratings"]
    ] == [
        ("true", 5, SUPPORTED),
        ("mostly_true", 4, SUPPORTED),
        ("mixed", 3, CONFLICTING),
        ("mostly_false", 2, REFUTED),
        ("false", 1, REFUTED),
        ("unverifiable", None, TOO_LITTLE),
        ("not_a_claim", None, TOO_LITTLE),
    ]
    assert all({"en", "de", "es", "fr"} <= set(rating["labels"]) for rating in scale["ratings"])
    assert all(rating["retired_at"] is None for rating in scale["ratings"])


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("de", "Richtig"),
        ("de-AT", "Richtig"),
        ("DE", "Richtig"),
        ("pt-BR", "Verdadeiro"),
        ("pt", "True"),
        ("pl", "True"),
        ("en-GB", "True"),
        (None, "True"),
    ],
)
def test_a_label_is_in_the_language_or_its_base_or_else_english(language: str | None, label: str):
    labels = {"en": "True", "de": "Richtig", "pt-BR": "Verdadeiro"}
    assert label_in(labels, language) == label


def test_a_rating_that_the_scale_does_not_have_is_refused_with_those_it_has(desk: Desk):
    answer = desk.annotator.post(f"/claims/{desk.claim()['id']}/edits", {"rating": "half_true"})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    (sentence,) = answer.json["errors"]["rating"]
    assert "mostly_true" in sentence


def test_a_new_label_is_for_later_submissions_alone(desk: Desk):
    """The labels of the scale outlive a test, so that it puts them back."""
    before, after = desk.claim(visibility="public"), desk.claim(visibility="public")
    desk.published(before)
    ratings = sa.table("ratings", sa.column("code"), sa.column("labels", sa.JSON))
    this = ratings.c.code == "mostly_true"
    with desk.database.transaction() as session:
        labels = session.scalar(sa.select(ratings.c.labels).where(this))
        renamed = labels | {"en": "Nearly true"}
        session.execute(sa.update(ratings).where(this).values(labels=renamed))
    try:
        desk.published(after)
        desk.reviewer.patch(f"/documents/{before['document_id']}", {"title": "Another title"})
        shown = [desk.stranger.get(f"/claims/{c['id']}/verdict").json for c in (before, after)]
    finally:
        with desk.database.transaction() as session:
            session.execute(sa.update(ratings).where(this).values(labels=labels))
    assert [verdict["rating"]["label"] for verdict in shown] == ["Mostly true", "Nearly true"]
