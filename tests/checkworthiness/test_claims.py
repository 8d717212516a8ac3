"""The scores of claims: always those of their wording, however it came about."""

import sqlalchemy as sa

from service.checkworthiness.model import shipped
from service.checkworthiness.scoring import score
from service.models import Claim
from tests.claims.repairing import TEXT, merge, move, select, split, undo
from tests.factories import Desk
from tests.test_cli import forked

BUS = "The city spent 9 million pounds on buses in 2024."
THANKS = "Thank you all for coming."


def assert_scored(desk: Desk) -> None:
    """Each claim of the database has the score of its wording."""
    with desk.database.reading() as session:
        rows = session.execute(sa.select(Claim.text, Claim.checkworthiness)).all()
    assert rows
    for text, checkworthiness in rows:
        assert checkworthiness == score(shipped(), text), text


def test_claims_are_scored_when_their_text_comes_in(desk: Desk):
    claims = desk.claims(desk.document(f"{BUS} {THANKS}"))
    assert [claim["checkworthiness"] for claim in claims] == [
        score(shipped(), BUS), score(shipped(), THANKS),
    ]  # fmt: skip
    assert desk.annotator.get(f"/claims/{claims[0]['id']}").json == claims[0]


def test_a_text_that_is_added_in_a_browser_is_scored(desk: Desk):
    answer = desk.annotator.browser.post("/documents", data={"text": BUS, "title": "Buses"})
    assert answer.status_code == 303
    assert_scored(desk)


def test_a_new_wording_has_a_new_score_and_one_revision(desk: Desk):
    document = desk.document(f"{BUS} {THANKS}")
    new = f"{BUS.replace('9 million pounds', 'a lot')} {THANKS} It has 40 buses."
    before = desk.claims(document)
    assert (
        desk.annotator.post(f"/documents/{document['id']}/versions", {"text": new}).status_code
        == 201
    )
    after = desk.claims(document)
    assert after[0]["text"] != before[0]["text"]
    assert after[0]["revision"] == before[0]["revision"] + 1
    assert after[0]["checkworthiness"] < before[0]["checkworthiness"]
    assert after[1] | {"anchor": None} == before[1] | {"anchor": None}
    assert_scored(desk)


def test_repairs_and_selections_are_scored(desk: Desk):
    document = desk.document(TEXT)
    claims = desk.claims(document)
    split(desk, claims[1], 3)
    assert_scored(desk)
    merge(desk, *desk.claims(document)[:2])
    assert_scored(desk)
    undo(desk, desk.claims(document)[0])
    move(desk, claims[3], "is so. Five is so.")
    select(desk, document, "Three")
    assert_scored(desk)


def test_a_published_wording_has_its_score(desk: Desk):
    claim = desk.claim(f"{BUS} {THANKS}")
    desk.published(claim)
    assert_scored(desk)


def test_lists_are_narrowed_to_what_is_worth_checking(desk: Desk):
    document = desk.document(f"{THANKS} {BUS} What do you think?")
    for path in (f"/documents/{document['id']}/claims", "/claims"):
        for asked, found in (("true", {BUS}), ("false", {THANKS, "What do you think?"})):
            items = desk.annotator.get(f"{path}?checkworthy={asked}").json["items"]
            assert {item["text"] for item in items} == found
    assert desk.annotator.get("/claims?checkworthy=perhaps").status_code == 422


def test_what_is_older_than_scores_gets_them_by_rescore(desk: Desk):
    document = desk.document(f"{BUS} {THANKS}")
    with desk.database.transaction() as session:
        session.execute(sa.update(Claim).values(checkworthiness=None))
    unscored = desk.claims(document)
    assert [claim["checkworthiness"] for claim in unscored] == [None, None]
    assert desk.annotator.get("/claims?checkworthy=false").json["items"] == unscored[::-1]
    url = desk.database.engine.url.render_as_string(hide_password=False)
    assert forked(["rescore"], b"", {"DATABASE_URL": url}) == (
        0, "Rescored: 2 claims have a new score.\n", "",
    )  # fmt: skip
    assert_scored(desk)
    assert [claim["revision"] for claim in desk.claims(document)] == [1, 1]
    assert forked(["rescore"], b"", {"DATABASE_URL": url})[1].startswith("Rescored: 0 claims")
