"""Answers as what is learnt from: in the words that were judged, as long as those are there."""

import sqlalchemy as sa

from service.documents.purge import purge_document
from service.matches.answers import answered
from service.models import FactCheck
from service.permissions import OPERATOR
from tests.factories import Desk
from tests.matches.checked import BRIDGE, TEXT, answer, checked

BESIDE = "The bridge over the Nile cost 8 million pounds, and the dam of Aswan 5."


def answers(desk: Desk) -> list[list[bool | None]]:
    """What was answered of the candidates of each claim."""
    with desk.database.reading() as session:
        found = list(answered(session))
    assert all(len(each.signals) == len(each.answers) for each in found)
    return [sorted(each.answers, key=str) for each in found]


def test_what_was_not_answered_stands_beside_and_the_same_words_are_left_out(desk: Desk):
    same, right, wrong, _beside = (
        checked(desk, text, language="en")
        for text in (BRIDGE, "The Nile bridge cost 9 million.", "Nile boats cost more.", BESIDE)
    )
    bridge, _why, dam = desk.claims(desk.document(TEXT, language="en"))
    answer(desk, bridge, same, "confirmed")
    assert answers(desk) == []
    answer(desk, bridge, right, "confirmed")
    answer(desk, bridge, wrong, "rejected")
    answer(desk, dam, right, "rejected")
    assert answers(desk) == [[False, None, True], [False, None]]


def test_answers_about_what_changed_or_went_are_not_learnt_from(desk: Desk):
    changed, kept = (
        checked(desk, f"{start} bridge on the Nile: 9 million", language="en")
        for start in ("One", "Another")
    )
    ours = desk.claim("A third bridge on the Nile: 9 million.", language="en")
    desk.published(ours)
    with desk.database.reading() as session:
        retracted = session.scalars(sa.select(FactCheck.id).filter_by(claim_id=ours["id"])).one()
    documents = [desk.document(text, language="en") for text in (BRIDGE, f"{BRIDGE} Truly.")]
    for document in documents:
        claim = desk.claims(document)[0]
        for fact_check in (changed, retracted, kept):
            assert answer(desk, claim, fact_check, "confirmed").status_code == 200
    assert answers(desk) == [[True, True, True]] * 2
    with desk.database.transaction() as session:
        session.execute(
            sa.update(FactCheck).where(FactCheck.id == changed).values(text="A bridge on the Nile")
        )
        purge_document(session, OPERATOR, documents[0]["id"], "A court said so.")
    assert answers(desk) == [[True, True]]
    reason = {"reason": "Wrong."}
    seen = desk.reviewer.get(f"/claims/{ours['id']}").headers["ETag"]
    gone = desk.reviewer.post(f"/claims/{ours['id']}/retraction", reason, if_match=seen)
    assert gone.status_code == 201
    assert answers(desk) == [[True]]
