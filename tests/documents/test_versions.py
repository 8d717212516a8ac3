"""A new text of a document: its claims stay, and what rests on them is told."""

import os
import re
import subprocess
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import create_app
from service.claims.queries import compute_status
from service.database import Database
from service.documents import aligning, versions
from service.documents.intake import take_in
from service.documents.purge import purge_document
from service.edits.actions import approve_edit, restore_edit
from service.errors import Conflict
from service.models import Anchor, Claim, ClaimStanding, Event, Retirement, Snapshot
from service.permissions import OPERATOR
from service.settings import Settings
from tests.edits.acts import do, verdict
from tests.factories import PROPOSAL, Desk, Person
from tests.fetching.hostile import Hostile, hostile, response
from tests.http.routes import add_snapshot
from tests.serving import COMMAND

COST, OPENED, HURT, MAYOR = (
    "The bridge cost 9 million pounds in all.",
    "It opened in May 1998.",
    "Nobody was hurt when it opened.",
    "The mayor lives in a tower of glass.",
)
OTHER_COST = "The bridge cost 8 million pounds in all."
FISH = "A fish was seen there."
TEXT = f"{COST} {OPENED} {HURT} {MAYOR}"
OTHER = f"{OTHER_COST} {OPENED} {HURT} {MAYOR}"
REWRITTEN = f"{FISH} {OTHER_COST} {HURT} {OPENED}"
CONTEXT = 32


def update(desk: Desk, document: dict[str, Any], text: str | None, **body: Any) -> TestResponse:
    """The answer to a new text, which is a new version."""
    answer = ask(desk.annotator, document, **body | ({} if text is None else {"text": text}))
    assert answer.status_code == 201, answer.text
    return answer


def ask(who: Person, document: dict[str, Any], what: str = "versions", **body: Any) -> TestResponse:
    """The answer to a new text."""
    return who.post(f"/documents/{document['id']}/{what}", body)


def look(desk: Desk, claim: dict[str, Any]) -> dict[str, Any]:
    """The claim as it is now."""
    return desk.annotator.get(f"/claims/{claim['id']}").json


def states(desk: Desk, document: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Each claim's wording, anchor and status, in reading order."""
    return [(c["text"], c["anchor"]["state"], c["status"]) for c in desk.claims(document)]


def feed(desk: Desk) -> list[tuple[str, int]]:
    """The lines of the feed: what happened to the verdict on which claim."""
    items = desk.reader.get("/changes?limit=200").json["items"]
    return [(item["kind"], item["claim_id"]) for item in items]


def check_everything(session: Session, document_id: int) -> None:
    """What holds of the newest text, whatever came before it."""
    rows = session.execute(
        sa.text(
            "SELECT version, text, claims_count, v.number FROM documents d"
            " JOIN versions v ON v.document_id = d.id WHERE d.id = :id ORDER BY v.number"
        ),
        {"id": document_id},
    ).all()
    text, newest = rows[-1].text, rows[-1].version
    assert [row.number for row in rows] == list(range(1, newest + 1))
    anchors = session.scalars(
        sa.select(Anchor).filter_by(document_id=document_id, version=newest)
    ).all()
    claims = {c.id: c for c in session.scalars(sa.select(Claim).filter_by(document_id=document_id))}
    merged = session.scalars(
        sa.select(Retirement.claim_id).where(Retirement.survivor_id.is_not(None))
    )
    assert {anchor.claim_id for anchor in anchors} == claims.keys() - set(merged)
    retired = session.scalars(sa.select(Retirement.claim_id)).all()
    assert rows[-1].claims_count == len(claims.keys() - set(retired))
    for anchor in anchors:
        words, start, end = text[anchor.start : anchor.end], anchor.start, anchor.end
        if anchor.state in ("exact", "moved"):
            assert words == claims[anchor.claim_id].text
        if anchor.state == "orphaned":
            assert start == end == len(text)
        assert anchor.prefix == text[max(0, start - CONTEXT) : start]
        assert anchor.suffix == text[end : end + CONTEXT]
    for standing in session.scalars(sa.select(ClaimStanding).filter_by(document_id=document_id)):
        assert standing.status is compute_status(session, standing.claim_id), standing.claim_id


# What becomes of the claims


def test_the_claims_of_a_document_stay_when_its_text_changes(desk: Desk, session: Session):
    document = desk.document(TEXT)
    cost, opened, hurt, mayor = desk.claims(document)
    answer = update(desk, document, REWRITTEN)
    here = f"/documents/{document['id']}"
    assert answer.headers["Location"] == f"/api/v1{here}/versions/2"
    counts = {"exact": 1, "moved": 1, "changed": 1, "orphaned": 1, "new": 1}
    assert (answer.json["number"], answer.json["counts"]) == (2, counts)
    assert states(desk, document) == [
        (FISH, "exact", "unchecked"),
        (OTHER_COST, "changed", "unchecked"),
        (HURT, "exact", "unchecked"),
        (OPENED, "moved", "unchecked"),
        (MAYOR, "orphaned", "unchecked"),
    ]
    assert [c["id"] for c in desk.claims(document)[1:]] == [
        each["id"] for each in (cost, hurt, opened, mayor)
    ]
    now = desk.annotator.get(here).json
    assert (now["version"], now["claims_count"]) == (2, 5)
    assert now["revision"] > document["revision"]
    assert desk.annotator.get(f"{here}/versions/1").json["text"] == TEXT
    assert desk.annotator.get(f"{here}/versions/2").json["text"] == REWRITTEN
    assert [v["number"] for v in desk.annotator.get(f"{here}/versions").json["items"]] == [2, 1]
    check_everything(session, document["id"])


@pytest.mark.parametrize("role", ["annotator", "reviewer", "admin"])
def test_the_same_text_changes_nothing(role: str, desk: Desk, database: Database):
    document = desk.document(TEXT)
    desk.published(desk.claims(document)[0])
    person = getattr(desk, role)
    before = everything(database)
    answer = ask(person, document, text=TEXT)
    assert (answer.status_code, answer.json["number"], answer.json["counts"]) == (200, 1, None)
    assert "Location" not in answer.headers
    assert ask(desk.annotator, document, text=TEXT, version=7).status_code == 200
    assert everything(database) == before


def everything(database: Database) -> dict[str, Any]:
    """The rows of every table that a text has to do with."""
    tables = ("documents", "versions", "blocks", "claims", "anchors", "events", "changes")
    with database.reading() as session:
        return {t: session.execute(sa.text(f"SELECT * FROM {t}")).all() for t in tables}


def test_a_text_that_came_before_is_a_version_again(desk: Desk, session: Session):
    document = desk.document(TEXT)
    update(desk, document, REWRITTEN)
    assert update(desk, document, TEXT).json["number"] == 3
    found = {text: state for text, state, _status in states(desk, document)}
    assert set(found) == {COST, OPENED, HURT, MAYOR, FISH}
    assert (found[MAYOR], found[FISH]) == ("exact", "orphaned")
    check_everything(session, document["id"])


def test_two_sentences_that_say_the_same_keep_their_order(desk: Desk):
    document = desk.document(f"{HURT} {COST} {HURT}")
    before = [claim["id"] for claim in desk.claims(document)]
    update(desk, document, f"{FISH} {HURT} {COST} {HURT}")
    assert [claim["id"] for claim in desk.claims(document)[1:]] == before


def test_a_claim_knows_the_kind_of_its_new_block(desk: Desk):
    document = desk.document(TEXT)
    revision = desk.claims(document)[1]["revision"]
    update(desk, document, f"{COST} {HURT} {MAYOR}\n\n- {OPENED}\n- {FISH}\n")
    (opened,) = [c for c in desk.claims(document) if c["text"] == OPENED]
    assert (opened["block"], opened["revision"]) == ("list_item", revision)


# What was judged


def test_a_changed_claim_that_nobody_judged_takes_the_new_wording_at_once(desk: Desk):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    update(desk, document, OTHER)
    now = look(desk, claim)
    assert (now["text"], now["anchor"]["state"]) == (OTHER_COST, "changed")
    assert now["revision"] == claim["revision"] + 1
    desk.published(now)
    assert look(desk, claim)["status"] == "published"
    assert verdict(desk, claim)["needs_recheck"] is False


def test_a_changed_claim_with_a_verdict_keeps_its_wording_and_needs_a_recheck(desk: Desk):
    document = desk.document(TEXT, visibility="public")
    cost, opened, _hurt, mayor = desk.claims(document)
    for claim in (cost, opened, mayor):
        desk.published(claim)
    update(desk, document, f"{OTHER_COST} {HURT} {OPENED}")
    now = look(desk, cost)
    assert (now["text"], now["status"], now["anchor"]["state"]) == (
        COST,
        "needs_recheck",
        "changed",
    )
    said = desk.stranger.get(f"/claims/{cost['id']}/verdict").json
    assert (said["text"], said["needs_recheck"]) == (COST, True)
    assert said["anchor"]["version"] == 2
    assert feed(desk)[3:] == [
        ("recheck", cost["id"]),
        ("corrected", opened["id"]),
        ("corrected", mayor["id"]),
    ]
    found = desk.annotator.get(f"/documents/{document['id']}/claims?status=needs_recheck").json
    assert [claim["id"] for claim in found["items"]] == [cost["id"]]
    listed = desk.annotator.get("/documents?status=needs_recheck").json["items"]
    assert [each["id"] for each in listed] == [document["id"]]


def test_an_orphan_keeps_its_verdict(desk: Desk):
    document = desk.document(TEXT, visibility="public")
    mayor = desk.claims(document)[3]
    desk.published(mayor)
    update(desk, document, f"{COST} {OPENED} {HURT}")
    said = desk.stranger.get(f"/claims/{mayor['id']}/verdict").json
    assert (said["text"], said["anchor"]["state"], said["needs_recheck"]) == (
        MAYOR,
        "orphaned",
        False,
    )
    assert look(desk, mayor)["status"] == "published"


def test_a_change_that_goes_on_is_told_of_once(desk: Desk):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    desk.published(claim)
    update(desk, document, OTHER)
    update(desk, document, OTHER.replace("8 million", "7 million"))
    assert [kind for kind, _claim in feed(desk)] == ["published", "recheck", "corrected"]
    assert look(desk, claim)["text"] == COST


def test_a_text_that_comes_back_to_the_judged_wording_needs_no_recheck(desk: Desk):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    desk.published(claim)
    update(desk, document, OTHER)
    update(desk, document, f"{TEXT} {FISH}")
    now = look(desk, claim)
    assert (now["status"], now["anchor"]["state"]) == ("published", "exact")
    assert verdict(desk, claim)["needs_recheck"] is False
    update(desk, document, f"{OTHER} {FISH}")
    kinds = [kind for kind, _claim in feed(desk)]
    assert kinds == ["published", "recheck", "corrected", "recheck"]


def test_a_retracted_verdict_holds_no_wording(desk: Desk):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    desk.published(claim)
    on_screen = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    path = f"/claims/{claim['id']}/retraction"
    desk.reviewer.post(path, {"reason": "Forged."}, if_match=on_screen)
    update(desk, document, OTHER)
    now = look(desk, claim)
    assert (now["text"], now["status"]) == (OTHER_COST, "retracted")


# Claims that are none


def retired(database: Database, claim: dict[str, Any], survivor: dict[str, Any] | None = None):
    """Retire a claim, as a repair does."""
    with database.transaction() as session:
        row = session.get_one(Claim, claim["id"])
        session.add(Retirement(claim_id=row.id, survivor_id=survivor and survivor["id"]))
        row.document.claims_count -= 1
        standing = session.get_one(ClaimStanding, row.id)
        session.flush()
        standing.status = compute_status(session, row.id)
        if survivor:
            session.delete(session.get_one(Anchor, (row.id, 1)))


def test_a_retired_claim_goes_with_the_text_and_is_not_counted(
    desk: Desk, database: Database, session: Session
):
    document = desk.document(TEXT)
    cost, _opened, _hurt, mayor = desk.claims(document)
    for claim in (cost, mayor):
        retired(database, claim)
    preview = ask(desk.annotator, document, "versions/preview", text=f"{OTHER} {FISH}").json
    answer = update(desk, document, f"{OTHER} {FISH}")
    assert answer.json["counts"] == preview["counts"]
    assert answer.json["counts"] == {"exact": 2, "moved": 0, "changed": 0, "orphaned": 0, "new": 1}
    assert [text for text, *_rest in states(desk, document)] == [OPENED, HURT, FISH]
    assert [line["after"] for line in preview["lines"]] == [OPENED, HURT, FISH]
    path = f"/documents/{document['id']}/claims?status=retired"
    assert [c["text"] for c in desk.annotator.get(path).json["items"]] == [OTHER_COST, MAYOR]
    check_everything(session, document["id"])


def test_a_claim_that_became_part_of_another_stands_nowhere(
    desk: Desk, database: Database, session: Session
):
    document = desk.document(TEXT)
    cost, opened, _hurt, _mayor = desk.claims(document)
    retired(database, opened, survivor=cost)
    update(desk, document, f"{COST} {HURT} {MAYOR}")
    assert [text for text, *_rest in states(desk, document)] == [COST, HURT, MAYOR]
    check_everything(session, document["id"])


@pytest.mark.parametrize("merged", [False, True])
def test_nothing_is_proposed_for_a_claim_that_is_none(desk: Desk, database: Database, merged: bool):
    document = desk.document(TEXT)
    cost, opened, *_rest = desk.claims(document)
    edit = desk.draft(opened)
    do(desk.annotator, "withdrawal", edit)
    retired(database, opened, survivor=cost if merged else None)
    with database.transaction() as session, pytest.raises(Conflict) as refusal:
        restore_edit(session, desk.annotator.viewer, edit.json["id"])
    assert refusal.value.code == "invalid_transition"
    if not merged:
        answer = desk.annotator.post(f"/claims/{opened['id']}/edits", PROPOSAL)
        assert (answer.status_code, answer.json["code"]) == (409, "invalid_transition")
        assert "retired" in answer.json["detail"]


# Looking before saving


def test_a_preview_shows_what_would_become_of_each_claim(desk: Desk, database: Database):
    document = desk.document(TEXT)
    cost, opened, hurt, mayor = desk.claims(document)
    desk.published(cost)
    desk.draft(mayor)
    before = everything(database)
    answer = ask(desk.annotator, document, "versions/preview", text=REWRITTEN)
    assert answer.status_code == 200, answer.text
    assert answer.json["is_same"] is False
    assert answer.json["counts"] == dict.fromkeys(
        ("exact", "moved", "changed", "orphaned", "new"), 1
    )
    names = ("claim_id", "state", "before", "after", "status", "keeps_wording")
    assert [tuple(line[name] for name in names) for line in answer.json["lines"]] == [
        (None, "new", None, FISH, None, False),
        (cost["id"], "changed", COST, OTHER_COST, "published", True),
        (hurt["id"], "exact", HURT, HURT, "unchecked", False),
        (opened["id"], "moved", OPENED, OPENED, "unchecked", False),
        (mayor["id"], "orphaned", MAYOR, None, "in_work", False),
    ]
    for line in answer.json["lines"]:
        assert line["after"] == (REWRITTEN[line["start"] : line["end"]] or None)
    assert [line["has_verdict"] for line in answer.json["lines"]] == [False, True] + [False] * 3
    assert [line["has_open_edits"] for line in answer.json["lines"]] == [False] * 4 + [True]
    assert everything(database) == before


def test_a_preview_of_the_same_text_has_no_lines(desk: Desk):
    document = desk.document(TEXT)
    answer = ask(desk.annotator, document, "versions/preview", text=TEXT)
    assert answer.json == {
        "is_same": True,
        "counts": dict.fromkeys(("exact", "moved", "changed", "orphaned", "new"), 0),
        "lines": [],
    }


@pytest.mark.parametrize(
    ("who", "status", "keeps"),
    [
        ("newcomer", "unchecked", False),
        ("annotator", "published", True),
        ("reviewer", "published", True),
    ],
)
def test_a_preview_tells_no_more_of_a_blind_document_than_one_may_see(
    desk: Desk, who: str, status: str, keeps: bool
):
    document = desk.document(TEXT, blind=True)
    desk.published(desk.claims(document)[0])
    person = desk.add("annotator") if who == "newcomer" else getattr(desk, who)
    line = ask(person, document, "versions/preview", text=OTHER).json["lines"][0]
    assert (line["status"], line["has_verdict"], line["keeps_wording"]) == (status, keeps, keeps)


# What is refused


@pytest.mark.parametrize("what", ["versions", "versions/preview"])
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "\x00"}, "text"),
        ({"text": "# Only a heading"}, "text"),
        ({"text": TEXT, "html": f"<p>{TEXT}</p>"}, "html"),
        ({"text": TEXT, "title": "Another"}, "title"),
        ({"url": "gopher://example.org"}, "url"),
        ({}, "text"),
    ],
    ids=str,
)
def test_a_text_that_is_none_is_refused(desk: Desk, what: str, body: dict, field: str):
    document = desk.document(TEXT)
    answer = ask(desk.annotator, document, what, **body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid"), answer.text
    assert field in answer.json["errors"]
    assert desk.annotator.get(f"/documents/{document['id']}").json == document


@pytest.mark.parametrize("version", [0, -1, "1", 2**70, 1.5])
def test_a_version_that_is_no_number_is_refused(desk: Desk, version: Any):
    answer = ask(desk.annotator, desk.document(TEXT), text=OTHER, version=version)
    assert (answer.status_code, set(answer.json["errors"])) == (422, {"version"})


def test_a_text_made_for_an_older_version_is_refused(desk: Desk):
    document = desk.document(TEXT)
    update(desk, document, OTHER, version=1)
    answer = ask(desk.annotator, document, text=REWRITTEN, version=1)
    assert (answer.status_code, answer.json["code"]) == (409, "stale_version")
    assert "newest version of document 1 is 2" in answer.json["detail"]
    assert ask(desk.annotator, document, text=REWRITTEN, version=3).status_code == 409
    update(desk, document, REWRITTEN, version=2)


def test_a_text_that_another_document_has_is_refused(desk: Desk, session: Session):
    other, document = desk.document(OTHER), desk.document(TEXT)
    answer = ask(desk.annotator, document, text=OTHER)
    assert (answer.status_code, answer.json["code"]) == (409, "duplicate")
    assert answer.json["document_id"] == other["id"]
    assert desk.annotator.get(f"/documents/{document['id']}").json == document
    with_url = desk.document(TEXT, url="https://example.org/article")
    update(desk, with_url, OTHER)
    check_everything(session, with_url["id"])


def test_the_versions_path_that_a_duplicate_names_takes_the_text(desk: Desk):
    url = "https://example.org/article"
    document = desk.document(TEXT, url=url)
    refused = desk.annotator.post("/documents", {"text": OTHER, "url": url})
    answer = desk.annotator.post(refused.json["versions"], {"text": OTHER})
    assert (answer.status_code, answer.json["number"]) == (201, 2)
    again = desk.annotator.post("/documents", {"text": OTHER, "url": url})
    assert (again.status_code, again.json["id"]) == (200, document["id"])


def test_what_is_archived_gets_no_new_text(desk: Desk):
    document = desk.document(TEXT)
    desk.admin.delete(f"/documents/{document['id']}")
    assert ask(desk.annotator, document, text=OTHER).status_code == 404
    answer = ask(desk.admin, document, text=OTHER)
    assert (answer.status_code, "archived" in answer.json["detail"]) == (404, True)


def test_a_repeated_request_adds_one_version(desk: Desk):
    document = desk.document(TEXT)
    path, header = f"/documents/{document['id']}/versions", {"Idempotency-Key": "once"}
    first = desk.annotator.post(path, {"text": OTHER}, headers=header)
    update(desk, document, REWRITTEN)
    again = desk.annotator.post(path, {"text": OTHER}, headers=header)
    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Location"] == first.headers["Location"]
    assert desk.annotator.get(f"/documents/{document['id']}").json["version"] == 3


# The history, and the end of it


def test_history_tells_of_a_new_text_and_what_it_made(desk: Desk, session: Session):
    document = desk.document(TEXT)
    update(desk, document, REWRITTEN)
    event = desk.annotator.get(f"/documents/{document['id']}/history").json["items"][0]
    assert (event["action"], event["actor"]["name"]) == ("version_added", "annotator")
    kept = session.scalars(sa.select(Event).filter_by(id=event["id"])).one().details
    assert kept == {"version": 2} | dict.fromkeys(versions.queries.STATES, 1)


def test_a_purge_forgets_every_version(desk: Desk, database: Database, session: Session):
    document = desk.document(TEXT)
    opened = desk.claims(document)[1]
    update(desk, document, REWRITTEN)
    retired(database, opened)
    add_snapshot(desk, document["id"])
    with database.transaction() as writing:
        purge_document(writing, OPERATOR, document["id"], "A court said so.")
    assert session.scalars(sa.select(Snapshot)).all() == []
    for table in ("versions", "claims"):
        assert set(session.scalars(sa.text(f"SELECT text FROM {table}"))) == {""}
    assert set(session.execute(sa.text("SELECT prefix, suffix FROM anchors"))) == {("", "")}
    assert session.scalars(sa.select(Retirement.claim_id)).all() == [opened["id"]]
    assert all(not event.details.get("version") for event in session.scalars(sa.select(Event)))


# What is at an address


@pytest.fixture
def server() -> Iterator[Hostile]:
    """A web server that the desk may fetch from."""
    with hostile() as server:
        yield server


@pytest.fixture
def fetching(database: Database, server: Hostile, desk: Desk) -> Iterator[Desk]:
    """The desk with settings that allow the server by name."""
    url = database.engine.url.render_as_string(hide_password=False)
    app = create_app(server.settings(database_url=url))
    yield Desk(app, database)
    app.extensions["database"].engine.dispose()


def fetched(desk: Desk, server: Hostile) -> dict[str, Any]:
    """A document that was fetched."""
    server.pages["/"] = response(body=TEXT.encode())
    answer = desk.annotator.post("/documents", {"url": server.url})
    assert answer.status_code == 201, answer.text
    return answer.json


def test_without_a_text_the_documents_own_address_is_fetched_again(
    fetching: Desk, server: Hostile, session: Session
):
    document = fetched(fetching, server)
    assert ask(fetching.annotator, document).status_code == 200
    assert len(session.scalars(sa.select(Snapshot)).all()) == 1
    server.pages["/"] = response(body=OTHER.encode())
    assert ask(fetching.annotator, document, "versions/preview").json["counts"]["changed"] == 1
    assert update(fetching, document, None).json["counts"]["changed"] == 1
    described = ("title", "url", "author", "publisher", "published_at", "language")
    now = fetching.annotator.get(f"/documents/{document['id']}").json
    assert [now[name] for name in described] == [document[name] for name in described]
    check_everything(session, document["id"])


def test_a_version_keeps_what_was_fetched_for_it(fetching: Desk, server: Hostile):
    document = fetched(fetching, server)
    here = f"/documents/{document['id']}/versions"
    kept = fetching.annotator.get(f"{here}/1").json["snapshot"]
    assert kept["fetched_at"].endswith("Z")
    assert {name: kept[name] for name in ("url", "media_type", "sha256", "size")} == {
        "url": document["url"],
        "media_type": "text/plain",
        "sha256": sha256(TEXT.encode()).hexdigest(),
        "size": len(TEXT.encode()),
    }
    update(fetching, document, OTHER)
    assert fetching.annotator.get(f"{here}/2").json["snapshot"] is None
    assert fetching.annotator.get(f"{here}/2/snapshot").status_code == 404
    assert fetching.annotator.get(f"{here}/3/snapshot").status_code == 404


@pytest.mark.parametrize("times", [1, 200], ids=["a small page", "a large one"])
def test_what_was_fetched_is_downloaded_as_a_file_that_no_browser_opens(
    fetching: Desk, server: Hostile, times: int
):
    document = fetched(fetching, server)
    body = f"<!doctype html><p>{TEXT} {FISH}</p><script>alert(1)</script>".encode() * times
    server.pages["/"] = response(body=body, content_type="text/html")
    update(fetching, document, None)
    path = f"/documents/{document['id']}/versions/2/snapshot"
    answer = fetching.annotator.get(path)
    assert (answer.status_code, answer.data) == (200, body)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    name = f"document-{document['id']}-version-2.html"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    known = {"If-None-Match": answer.headers["ETag"]}
    again = fetching.annotator.get(path, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    small = fetching.annotator.get(path, headers={"Accept-Encoding": "gzip"})
    if small.headers.get("Content-Encoding") == "gzip":
        assert zlib.decompress(small.data, wbits=31) == body
    assert fetching.reader.get(path).status_code == 403


def test_an_address_that_fails_changes_nothing(fetching: Desk, server: Hostile):
    document = fetched(fetching, server)
    server.pages["/"] = response(status="500 Broken", body=b"")
    for what in ("versions", "versions/preview"):
        answer = ask(fetching.annotator, document, what)
        assert (answer.status_code, set(answer.json["errors"])) == (422, {"url"})
    assert fetching.annotator.get(f"/documents/{document['id']}").json == document


def test_refresh_fetches_a_document_again_from_the_command_line(fetching: Desk, server: Hostile):
    document = fetched(fetching, server)
    here = f"Document {document['id']}"
    assert refresh(fetching, server, document) == (0, f"{here} has not changed.\n")
    server.pages["/"] = response(body=REWRITTEN.encode())
    counts = "1 exact, 1 moved, 1 changed, 1 orphaned, 1 new"
    assert refresh(fetching, server, document) == (0, f"{here}: version 2: {counts}.\n")
    history = fetching.annotator.get(f"/documents/{document['id']}/history").json["items"]
    assert (history[0]["action"], history[0]["actor"]) == ("version_added", None)


def test_refresh_says_in_a_sentence_what_it_cannot_do(fetching: Desk, server: Hostile):
    status, said = refresh(fetching, server, fetching.document(TEXT))
    assert status == 2
    assert re.fullmatch(r"claimdesk: text: Document 1 has no address .*\.\n", said)


def refresh(desk: Desk, server: Hostile, document: dict[str, Any]) -> tuple[int, str]:
    """The status and the words of the command."""
    result = subprocess.run(
        [COMMAND, "refresh", str(document["id"])],
        env=os.environ
        | {
            "DATABASE_URL": desk.database.engine.url.render_as_string(hide_password=False),
            "FETCH_PRIVATE_HOSTS": server.host,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return result.returncode, result.stderr if result.returncode else result.stdout


# Many claims, and many people


def test_a_text_of_two_thousand_claims_takes_as_few_statements_as_one_of_four(
    desk: Desk, count_queries
):
    def statements_for(size: int) -> int:
        lines = [
            f"Bridge {n} cost {n * 7919 % 1000} pounds and opened in {n}." for n in range(size)
        ]
        document = desk.document(" ".join(lines))
        for claim in desk.claims(document)[:3]:
            desk.published(claim)
        lines[:2] = [line.replace("cost", "did cost") for line in lines[:2]]
        del lines[-size // 4 :]
        lines += [f"A fish number {n} was seen in the river." for n in range(size // 4)]
        with count_queries() as sent:
            answer = update(desk, document, " ".join(lines))
        assert sum(answer.json["counts"].values()) == size + size // 4
        return len(sent)

    few = statements_for(4)
    assert statements_for(2000) <= few < 70


def adding(desk: Desk, document: dict[str, Any], text: str, based_on: int | None) -> str | None:
    """Add a version in a transaction of its own; the code of the refusal, if it is one."""
    intake = take_in(settings=Settings(), text=text)
    try:
        with desk.database.transaction() as session:
            versions.add_version(
                session, desk.annotator.viewer, document["id"], intake, based_on=based_on
            )
    except Conflict as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize(("based_on", "told"), [(1, [None, "stale_version"]), (None, [None, None])])
def test_of_two_texts_at_once_the_second_is_refused_or_follows_the_first(
    desk: Desk, session: Session, based_on: int | None, told: list[str | None]
):
    document = desk.document(TEXT)
    texts = [OTHER, REWRITTEN]
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(adding, desk, document, text, based_on) for text in texts]
        answers = [each.result(60) for each in asked]
    assert sorted(answers, key=str) == sorted(told, key=str)
    now = desk.annotator.get(f"/documents/{document['id']}").json
    assert now["version"] == 1 + told.count(None)
    check_everything(session, document["id"])


def test_what_was_aligned_ahead_counts_only_while_the_claims_stand_so(desk: Desk, session: Session):
    document = desk.document(TEXT)
    intake = take_in(settings=Settings(), text=REWRITTEN)
    ahead = aligning.align_ahead(session, desk.annotator.viewer, document["id"], intake)
    place = {"version": 1, "start": 4, "end": 10}
    made = desk.annotator.post(f"/documents/{document['id']}/claims", place).json
    with desk.database.transaction() as writing:
        versions.add_version(writing, desk.annotator.viewer, document["id"], intake, ahead=ahead)
    assert look(desk, made)["anchor"]["version"] == 2
    check_everything(session, document["id"])


@pytest.mark.parametrize("judged", ["before", "after"])
def test_a_new_text_while_an_edit_is_approved(desk: Desk, session: Session, judged: str):
    """Whichever is first: the verdict is on the words that its author read, and says so."""
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    if judged == "after":
        desk.published(claim)
        update(desk, document, OTHER)
    edit = desk.submitted(claim, rating="false")
    seen, reviewer = frozenset({edit.json["revision"]}), desk.reviewer.viewer
    text = OTHER if judged == "before" else f"{TEXT} {FISH}"

    def approving() -> None:
        with desk.database.transaction() as writing:
            approve_edit(writing, reviewer, edit.json["id"], seen=seen)

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(approving), pool.submit(adding, desk, document, text, None)]
        assert [each.result(60) for each in asked] == [None, None]
    words = COST if judged == "before" else OTHER_COST
    assert (look(desk, claim)["text"], verdict(desk, claim)["text"]) == (words, words)
    assert look(desk, claim)["status"] == "needs_recheck"
    assert verdict(desk, claim)["needs_recheck"] is True
    check_everything(session, document["id"])
