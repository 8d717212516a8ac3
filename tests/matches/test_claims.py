"""What may have checked a claim before, and what people say to that."""

import pytest
import sqlalchemy as sa

from service.errors import Conflict
from service.matches.actions import answer_match
from service.matches.queries import find_match
from service.models import Match
from service.settings import Settings
from service.vocabulary import MatchState
from tests.fact_checks.imported import add_imported
from tests.factories import Desk, codes
from tests.matches.checked import BRIDGE, DAM, answer, checked, matches


def ids(found: list[dict]) -> list[int]:
    return [each["fact_check"]["id"] for each in found]


def test_what_was_checked_before_is_found_with_its_rating_and_reasons(desk: Desk):
    far = checked(desk, "The bridge cost ten pounds.")
    same = checked(desk)
    checked(desk, "Bananas rot.")
    found = matches(desk, desk.claim(BRIDGE))
    assert ids(found) == [same, far]
    best = found[0]
    assert (best["score"], best["reasons"]) == (1.0, ["same words"])
    assert best["fact_check"]["rating"] == {"label": "Half true", "value": 3}
    assert (best["answer"], best["answered_by"], best["answered_at"]) == (None, None, None)
    assert 0 < found[1]["score"] < 1


def test_a_claim_does_not_match_its_own_verdict_but_that_on_another(desk: Desk):
    claim, other = desk.claim(BRIDGE), desk.claim(f"{BRIDGE} So they say.")
    desk.published(claim)
    assert matches(desk, claim) == []
    [found] = matches(desk, other)
    assert found["fact_check"]["claim_id"] == claim["id"]
    own = found["fact_check"]["id"]
    assert answer(desk, claim, own, "confirmed").status_code == 404


def test_confirmed_ones_come_first_and_rejected_ones_last(desk: Desk):
    first, second, third = (checked(desk) for _ in range(3))
    claim = desk.claim(BRIDGE)
    assert ids(matches(desk, claim)) == [third, second, first]
    said = answer(desk, claim, first, "confirmed")
    assert said.status_code == 200
    answer(desk, claim, third, "rejected")
    found = matches(desk, claim)
    assert ids(found) == [first, second, third]
    assert [each["answer"] for each in found] == ["confirmed", None, "rejected"]
    assert found[0] == said.get_json()
    me = desk.annotator.viewer
    assert found[0]["answered_by"] == {"id": me.id, "name": me.name}


def test_an_answer_is_kept_with_both_texts_and_told_in_the_history(desk: Desk):
    fact_check, claim = checked(desk, "The bridge cost nine million."), desk.claim(BRIDGE)
    answer(desk, claim, fact_check, "confirmed")
    again = answer(desk, claim, fact_check, "confirmed", desk.reviewer)
    assert again.json["answered_by"]["name"] == "annotator"
    answer(desk, claim, fact_check, "rejected", desk.reviewer)
    with desk.database.reading() as session:
        kept = session.scalars(sa.select(Match)).one()
    assert (kept.state, kept.claim_text) == (MatchState.REJECTED, BRIDGE)
    assert (kept.fact_check_text, kept.answered_by_id) == (
        "The bridge cost nine million.",
        desk.reviewer.viewer.id,
    )
    history = desk.annotator.get(f"/claims/{claim['id']}/history").json["items"]
    told = [(each["action"], each["actor"]["name"]) for each in history]
    assert sorted(told) == [("match_confirmed", "annotator"), ("match_rejected", "reviewer")]


def test_an_answer_can_be_taken_back(desk: Desk):
    fact_check, claim = checked(desk), desk.claim(BRIDGE)
    answer(desk, claim, fact_check, "rejected")
    path = f"/claims/{claim['id']}/matches/{fact_check}"
    reopened = desk.annotator.delete(path)
    assert (reopened.status_code, reopened.json["answer"]) == (200, None)
    assert desk.annotator.delete(path).json == reopened.json
    assert [each["answer"] for each in matches(desk, claim)] == [None]
    history = desk.annotator.get(f"/claims/{claim['id']}/history").json["items"]
    assert {each["action"] for each in history} == {"match_rejected", "match_reopened"}


def test_what_nobody_suggests_may_be_confirmed_too(desk: Desk):
    fact_check, claim = checked(desk, "Bananas rot."), desk.claim(BRIDGE)
    said = answer(desk, claim, fact_check, "confirmed")
    assert (said.json["answer"], said.json["score"]) == ("confirmed", 0.0)
    assert ids(matches(desk, claim)) == [fact_check]


def test_an_answer_counts_for_the_wording_that_it_was_given_on(desk: Desk):
    document = desk.document(BRIDGE)
    fact_check, [claim] = checked(desk), desk.claims(document)
    answer(desk, claim, fact_check, "confirmed")
    changed = {"text": BRIDGE.replace("9", "8")}
    assert desk.annotator.post(f"/documents/{document['id']}/versions", changed).status_code == 201
    [found] = matches(desk, claim)
    assert (found["answer"], found["score"] < 1) == (None, True)
    assert answer(desk, claim, fact_check, "rejected").json["answer"] == "rejected"


def test_an_answer_that_a_new_wording_overtook_is_refused(desk: Desk):
    document = desk.document(BRIDGE)
    fact_check, [claim] = checked(desk), desk.claims(document)
    annotator = desk.annotator.viewer
    with desk.database.reading() as session:
        wording, found = find_match(session, annotator, Settings(), claim["id"], fact_check)
    assert (wording, found.score) == (BRIDGE, 1.0)
    desk.annotator.post(f"/documents/{document['id']}/versions", {"text": BRIDGE.replace("9", "8")})
    for said in MatchState:
        with pytest.raises(Conflict, match="reworded"), desk.database.transaction() as session:
            answer_match(session, annotator, claim["id"], wording, found, said)
    with desk.database.reading() as session:
        assert session.scalars(sa.select(Match)).all() == []


def test_what_was_retracted_is_gone_also_where_it_was_confirmed(desk: Desk):
    other, claim = desk.claim(BRIDGE), desk.claim(f"{BRIDGE} So they say.")
    desk.published(other)
    [found] = matches(desk, claim)
    answer(desk, claim, found["fact_check"]["id"], "confirmed")
    seen = desk.reviewer.get(f"/claims/{other['id']}").headers["ETag"]
    gone = desk.reviewer.post(
        f"/claims/{other['id']}/retraction", {"reason": "Wrong."}, if_match=seen
    )
    assert gone.status_code == 201
    assert matches(desk, claim) == []
    assert answer(desk, claim, found["fact_check"]["id"], "rejected").status_code == 404


def test_who_is_blind_sees_no_match_before_judging_by_themselves(desk: Desk):
    fact_check = checked(desk)
    [claim] = desk.claims(desk.document(BRIDGE, blind=True))
    assert ids(matches(desk, claim, desk.reviewer)) == [fact_check]
    answer(desk, claim, fact_check, "confirmed", desk.reviewer)
    assert matches(desk, claim) == []
    refused = answer(desk, claim, fact_check, "rejected")
    assert (refused.status_code, refused.json["code"]) == (404, "not_found")
    assert desk.annotator.get(f"/claims/{claim['id']}/history").json["items"] == []
    desk.submitted(claim)
    assert [each["answer"] for each in matches(desk, claim)] == ["confirmed"]


def test_what_does_not_exist_is_not_found_and_nonsense_is_refused(desk: Desk):
    fact_check, claim = checked(desk), desk.claim(BRIDGE)
    path = f"/claims/{claim['id']}/matches"
    me = desk.annotator
    answers = [
        me.get("/claims/999/matches"),
        me.post(f"{path}/999", {"answer": "confirmed"}),
        me.post(f"/claims/999/matches/{fact_check}", {"answer": "confirmed"}),
        me.post(f"{path}/{fact_check}", {"answer": "suggested"}),
        me.post(f"{path}/{fact_check}", {}),
        me.get(f"{path}?limit=21"),
        desk.reader.get(path),
        desk.stranger.get(path),
    ]
    assert codes(answers) == [404, 404, 404, 422, 422, 422, 403, 401]
    for body, why in (
        ({"answer": "perhaps"}, "answer: Must be one of: confirmed, rejected."),
        (["confirmed"], "Not a JSON object."),
    ):
        assert me.post(f"{path}/{fact_check}", body).json["detail"] == why


@pytest.mark.parametrize("text", ["?", "\U0001f600", "AND OR NOT (", "的", "the of and"])
def test_any_wording_can_be_looked_up(text: str, desk: Desk):
    add_imported(desk.database, DAM)
    document = desk.document(f"{BRIDGE}\n\n{text}")
    for claim in desk.claims(document):
        assert isinstance(matches(desk, claim), list)
