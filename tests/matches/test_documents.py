"""What of a whole document was checked before: a worker looks for it."""

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from service.database import Database
from service.documents.purge import purge_document
from service.jobs.queries import get_job
from service.jobs.running import run_next
from service.matches import suggesting
from service.models import Match
from service.permissions import OPERATOR
from service.settings import Settings
from service.vocabulary import JobState
from tests.factories import Desk
from tests.http.reading import text_of
from tests.imports.importing import begin
from tests.matches.checked import (
    BRIDGE,
    DAM,
    HANDLERS,
    TEXT,
    answer,
    checked,
    look_through,
    of_document,
)


def told(found: dict) -> list[tuple[str, int]]:
    return [(each["text"], each["fact_check"]["id"]) for each in found["items"]]


def test_a_document_is_looked_through_as_it_comes_in(desk: Desk):
    bridge, dam = checked(desk), checked(desk, "Aswan keeps water.")
    document = desk.document(TEXT)
    before = of_document(desk, document)
    assert (before["items"], before["job"]["state"]) == ([], "queued")
    assert look_through(desk)
    found = of_document(desk, document)
    assert told(found) == [(BRIDGE, bridge), (DAM, dam)]
    assert 1.0 == found["items"][0]["score"] > found["items"][1]["score"] > 0
    job = desk.annotator.get(f"/jobs/{found['job']['id']}").json
    assert job == found["job"]
    counts = (job["kind"], job["state"], job["total"], job["done"], job["created"])
    assert counts == ("document_matches", "done", 3, 3, 2)


def test_nothing_is_begun_where_nothing_was_checked(desk: Desk):
    found = of_document(desk, desk.document(TEXT))
    assert found == {"items": [], "next_cursor": None, "job": None}


def test_a_document_is_looked_through_again_when_asked(desk: Desk):
    checked(desk)
    document = desk.document(TEXT)
    look_through(desk)
    dam = checked(desk, DAM)
    path = f"/documents/{document['id']}/matches"
    asked = desk.annotator.post(path)
    assert (asked.status_code, asked.headers["Location"]) == (
        202,
        f"/api/v1/jobs/{asked.json['id']}",
    )
    assert desk.annotator.post(path).json == asked.json
    look_through(desk)
    found = of_document(desk, document)
    assert (DAM, dam) in told(found)
    assert (found["job"]["created"], found["job"]["unchanged"]) == (1, 2)


def test_a_new_text_is_looked_through_and_old_words_count_no_more(desk: Desk):
    bridge = checked(desk)
    document = desk.document(TEXT)
    look_through(desk)
    text = TEXT.replace("9 million", "ninety")
    desk.annotator.post(f"/documents/{document['id']}/versions", {"text": text})
    assert told(of_document(desk, document)) == []
    look_through(desk)
    [(wording, found)] = told(of_document(desk, document))
    assert (wording, found) == (BRIDGE.replace("9 million", "ninety"), bridge)


def test_answers_lead_the_list_and_what_is_rejected_gives_way(desk: Desk):
    worse, better = checked(desk, "The bridge cost 9 million."), checked(desk)
    dam = checked(desk, "Aswan.")
    document = desk.document(TEXT)
    look_through(desk)
    first, _second, last = desk.claims(document)
    assert told(of_document(desk, document)) == [(BRIDGE, better), (DAM, dam)]
    answer(desk, last, dam, "confirmed")
    answer(desk, first, better, "rejected")
    assert told(of_document(desk, document)) == [(DAM, dam), (BRIDGE, worse)]
    assert told(of_document(desk, document, "?min_score=1")) == [(DAM, dam)]
    asked = desk.annotator.post(f"/documents/{document['id']}/matches")
    assert asked.status_code == 202
    look_through(desk)
    assert told(of_document(desk, document)) == [(DAM, dam), (BRIDGE, worse)]


def test_the_list_comes_in_pages(desk: Desk):
    checked(desk)
    document = desk.document(" ".join(f"{BRIDGE[:-1]} in {year}." for year in range(1990, 1995)))
    look_through(desk)
    whole = of_document(desk, document)["items"]
    assert len(whole) == 5
    read, cursor = [], ""
    while cursor is not None:
        page = of_document(desk, document, f"?limit=2{cursor}")
        read += page["items"]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert read == whole


def test_what_is_retracted_or_hidden_gives_its_place_to_the_next_best(desk: Desk):
    other = checked(desk, "The bridge cost 9 million.")
    claim = desk.claim(BRIDGE, visibility="desk")
    desk.published(claim)
    document = desk.document(TEXT)
    look_through(desk), look_through(desk)
    [(_text, ours)] = told(of_document(desk, document))
    assert ours != other
    desk.reviewer.patch(f"/documents/{claim['document_id']}", {"blind": True})
    newcomer = desk.add("annotator")
    assert told(of_document(desk, document, who=newcomer)) == [(BRIDGE, other)]
    seen = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    path = f"/claims/{claim['id']}/retraction"
    assert desk.reviewer.post(path, {"reason": "Wrong."}, if_match=seen).status_code == 201
    assert told(of_document(desk, document)) == [(BRIDGE, other)]


def test_who_is_blind_sees_the_claims_that_they_judged(desk: Desk):
    checked(desk), checked(desk, DAM)
    document = desk.document(TEXT, blind=True)
    look_through(desk)
    assert len(of_document(desk, document, who=desk.reviewer)["items"]) == 2
    assert of_document(desk, document)["items"] == []
    desk.submitted(desk.claims(document)[0])
    assert [text for text, _id in told(of_document(desk, document))] == [BRIDGE]


def test_a_purge_forgets_matches(desk: Desk):
    bridge = checked(desk)
    document = desk.document(TEXT)
    look_through(desk)
    answer(desk, desk.claims(document)[0], bridge, "confirmed")
    with desk.database.transaction() as session:
        purge_document(session, OPERATOR, document["id"], "It had to go.")
    with desk.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Match)) == 0


def test_a_document_that_is_archived_meanwhile_is_left_alone(desk: Desk):
    checked(desk)
    document = desk.document(TEXT)
    assert desk.admin.delete(f"/documents/{document['id']}").status_code == 200
    look_through(desk)
    job = of_document(desk, document, who=desk.admin)["job"]
    assert (job["state"], job["done"]) == ("failed", 0)
    assert "archived" in job["error"]


def test_cancelling_ends_it_and_is_told(desk: Desk):
    checked(desk)
    document = desk.document(TEXT)
    job_id = of_document(desk, document)["job"]["id"]
    assert desk.admin.post(f"/jobs/{job_id}/cancellation").json["state"] == "cancelled"
    assert not look_through(desk)
    events = desk.admin.get(f"/documents/{document['id']}/history").json["items"]
    assert [each["action"] for each in events] == ["matching_cancelled", "document_added"]
    page = text_of(desk.admin.browser.get("/administration/events").text)
    title = document["title"] or f"document {document['id']}"
    assert f"admin cancelled the look for what of {title} was checked before" in page


def test_it_is_no_import(desk: Desk):
    checked(desk)
    job_id = of_document(desk, desk.document(TEXT))["job"]["id"]
    page = f"/administration/imports/{job_id}"
    assert desk.admin.browser.get(page).status_code == 404
    assert desk.admin.browser.post(f"{page}/cancellation").status_code == 404
    assert desk.admin.get(f"/jobs/{job_id}").json["state"] == "queued"


def test_an_administrator_sees_every_kind_of_job_and_ends_one(desk: Desk):
    checked(desk)
    document = desk.document(TEXT, title="Bridges")
    look_through(desk)
    again = desk.annotator.post(f"/documents/{document['id']}/matches").json["id"]
    begin(desk, b"{}")
    page = desk.admin.browser.get("/administration/jobs").text
    rows = [
        text_of(f"<main{row}</main>") for row in re.findall(r'<tr id="job-.*?</tr>', page, re.S)
    ]
    expected = ("Import 3 Waiting", "Bridges Waiting", "Bridges Done 3 sentences")
    for row, job in zip(rows, expected, strict=True):
        assert job in row
    cancelling = f"/administration/jobs/{again}/cancellation"
    told = desk.admin.browser.post(cancelling, follow_redirects=True).text
    assert "The job is cancelled" in told
    assert "Bridges Cancelled" in text_of(told)
    assert desk.admin.browser.post(cancelling).status_code == 409


def test_a_worker_that_dies_leaves_the_rest_to_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(suggesting, "CLAIMS_AT_ONCE", 5)
    checked(desk)
    document = desk.document(" ".join(f"{BRIDGE[:-1]} in {1900 + year}." for year in range(40)))
    job_id = of_document(desk, document)["job"]["id"]
    child = forked(desk.database)
    while (done := progress(desk.database, job_id).done) == 0:
        time.sleep(0.01)
    os.waitpid(child, 0)
    assert 0 < done < 40
    assert look_through(desk)
    job = progress(desk.database, job_id)
    assert (job.state, job.done, job.total, job.created) == (JobState.DONE, 40, 40, 40)
    assert len(of_document(desk, document)["items"]) == 40


def forked(database: Database) -> int:
    """A worker in a process of its own, which dies after its second batch: its number."""
    url = database.engine.url.render_as_string(hide_password=False)
    child = os.fork()
    if child == 0:

        def die(job) -> None:
            if job.done >= 10:
                os._exit(1)

        try:
            run_next(Database(url), Settings(), HANDLERS, told=die)
        finally:
            os._exit(0)
    return child


def progress(database: Database, job_id: int):
    with database.reading() as session:
        return get_job(session, job_id)


def test_a_worker_leaves_the_kinds_alone_that_it_does_not_know(desk: Desk):
    checked(desk)
    document = desk.document(TEXT)
    assert not run_next(desk.database, Settings(), {})
    assert of_document(desk, document)["job"]["state"] == "queued"
    assert look_through(desk)


def test_of_many_who_answer_at_once_each_is_kept_in_turn(desk: Desk):
    fact_check, claim = checked(desk), desk.claim(BRIDGE)
    people = [desk.add("annotator") for _ in range(4)]
    for each in people:
        assert each.get("/documents").status_code == 200  # writes that the key is used

    def say(who):
        return answer(desk, claim, fact_check, "confirmed", who).status_code

    with ThreadPoolExecutor(len(people)) as pool:
        assert set(pool.map(say, people)) == {200}
    history = desk.annotator.get(f"/claims/{claim['id']}/history").json["items"]
    assert [each["action"] for each in history] == ["match_confirmed"]


def test_the_list_takes_as_many_statements_however_long_it_is(desk: Desk, count_queries):
    checked(desk), checked(desk)
    counted = []
    for number in (1, 12):
        years = range(1990, 1990 + number)
        document = desk.document(" ".join(f"{BRIDGE[:-1]} in {year}." for year in years))
        look_through(desk)
        assert len(of_document(desk, document)["items"]) == number
        with count_queries() as sent:
            of_document(desk, document)
        counted.append(len(sent))
    assert counted == [5, 5]
