"""A POST repeated with the same Idempotency-Key changes nothing the second time."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa

from service.db import Base, utcnow
from service.models import IdempotencyKey
from tests.factories import API, PROPOSAL, Desk, Person
from tests.http.routes import add_fact_check, add_job, add_webhook, rules

KEY = {"Idempotency-Key": "the first try"}
RATING = {"code": "outdated", "labels": {"en": "Outdated"}, "averitec_label": "Refuted"}
TAG = {"name": "water", "description": "Of water."}


class Post(NamedTuple):
    """A request that is ready to be sent, as often as one likes."""

    who: Person
    path: str
    body: dict[str, Any]
    if_match: str | None = None

    def send(self, **changes: Any):
        body = changes.pop("body", self.body)
        return self.who.post(self.path, body, if_match=self.if_match, headers=KEY | changes)


def a_retraction(desk: Desk) -> Post:
    claim = desk.claim()
    desk.published(claim)
    path = f"/claims/{claim['id']}"
    etag = desk.reviewer.get(path).headers["ETag"]
    return Post(desk.reviewer, f"{path}/retraction", {"reason": "It was wrong."}, etag)


def a_decision(name: str, **body: Any) -> Callable[[Desk], Post]:
    def ready(desk: Desk) -> Post:
        edit = desk.submitted(desk.claim())
        path = f"/edits/{edit.json['id']}/{name}"
        return Post(desk.reviewer, path, body, edit.headers["ETag"])

    return ready


def a_submission(desk: Desk) -> Post:
    edit = desk.draft(desk.claim(), **PROPOSAL)
    path = f"/edits/{edit.json['id']}/submission"
    return Post(desk.annotator, path, {}, edit.headers["ETag"])


def a_withdrawal(desk: Desk) -> Post:
    edit = desk.submitted(desk.claim()).json
    return Post(desk.annotator, f"/edits/{edit['id']}/withdrawal", {})


def a_rebase(desk: Desk) -> Post:
    claim = desk.claim()
    edit = desk.draft(claim, **PROPOSAL)
    rival = desk.submitted(claim, desk.add("annotator"))
    path = f"/edits/{rival.json['id']}/approval"
    assert desk.reviewer.post(path, if_match=rival.headers["ETag"]).status_code == 201
    return Post(desk.annotator, f"/edits/{edit.json['id']}/rebase", {}, edit.headers["ETag"])


def an_edit(desk: Desk) -> Post:
    return Post(desk.annotator, f"/claims/{desk.claim()['id']}/edits", PROPOSAL | {"submit": True})


def a_comment(desk: Desk) -> Post:
    return Post(desk.annotator, f"/claims/{desk.claim()['id']}/comments", {"text": "So?"})


def a_comment_on_an_edit(desk: Desk) -> Post:
    edit = desk.submitted(desk.claim()).json
    return Post(desk.reviewer, f"/edits/{edit['id']}/comments", {"text": "So?"})


def a_version(desk: Desk) -> Post:
    path = f"/documents/{desk.document()['id']}/versions"
    return Post(desk.annotator, path, {"text": "It cost 8 million pounds.", "version": 1})


def a_confirmation(desk: Desk) -> Post:
    post = a_version(desk)
    (claim,) = desk.claims({"id": post.path.split("/")[2]})
    desk.published(claim)
    assert post.who.post(post.path, post.body).status_code == 201
    return Post(desk.annotator, f"/claims/{claim['id']}/confirmation", {})


def a_repair(name: str, **body: Any) -> Callable[[Desk], Post]:
    def ready(desk: Desk) -> Post:
        return Post(desk.annotator, f"/claims/{desk.claim()['id']}/{name}", body)

    return ready


def a_merge(desk: Desk) -> Post:
    claims = desk.claims(desk.document("It is so. It is red."))
    body = {"version": 1, "claims": [claim["id"] for claim in claims]}
    return Post(desk.annotator, "/claims/merge", body)


def an_undo(desk: Desk) -> Post:
    post = a_repair("retirement")(desk)
    assert post.who.post(post.path).status_code == 201
    return post._replace(path=post.path.replace("retirement", "undo"))


def a_reattachment(desk: Desk) -> Post:
    post = a_version(desk)
    (claim,) = desk.claims({"id": post.path.split("/")[2]})
    assert post.who.post(post.path, post.body).status_code == 201
    body = {"version": 2, "start": 0, "end": 7}
    return Post(desk.reviewer, f"/claims/{claim['id']}/reattachment", body)


def a_claim(desk: Desk) -> Post:
    path = f"/documents/{desk.document()['id']}/claims"
    return Post(desk.annotator, path, {"version": 1, "start": 0, "end": 2})


def a_webhook(desk: Desk) -> Post:
    return Post(desk.admin, "/webhooks", {"url": "https://8.8.8.8/hook"})


def of_a_webhook(path: str) -> Callable[[Desk], Post]:
    return lambda desk: Post(desk.admin, f"/webhooks/{add_webhook(desk)}/{path}", {})


def a_cancellation(desk: Desk) -> Post:
    return Post(desk.admin, f"/jobs/{add_job(desk)}/cancellation", {})


def an_answer(desk: Desk) -> Post:
    path = f"/claims/{desk.claim()['id']}/matches/{add_fact_check(desk)}"
    return Post(desk.annotator, path, {"answer": "confirmed"})


def a_look(desk: Desk) -> Post:
    return Post(desk.annotator, f"/documents/{desk.document()['id']}/matches", {})


READY: dict[str, Callable[[Desk], Post]] = {
    "/documents": lambda desk: Post(desk.annotator, "/documents", {"text": "It is so."}),
    "/documents/<id:document_id>/claims": a_claim,
    "/documents/<id:document_id>/versions": a_version,
    "/claims/<id:claim_id>/confirmation": a_confirmation,
    "/claims/<id:claim_id>/edits": an_edit,
    "/claims/<id:claim_id>/retraction": a_retraction,
    "/claims/<id:claim_id>/split": a_repair("split", version=1, at=[3]),
    "/claims/<id:claim_id>/retirement": a_repair("retirement"),
    "/claims/<id:claim_id>/undo": an_undo,
    "/claims/<id:claim_id>/reattachment": a_reattachment,
    "/claims/merge": a_merge,
    "/claims/<id:claim_id>/matches/<id:fact_check_id>": an_answer,
    "/documents/<id:document_id>/matches": a_look,
    "/claims/<id:claim_id>/comments": a_comment,
    "/edits/<id:edit_id>/comments": a_comment_on_an_edit,
    "/edits/<id:edit_id>/submission": a_submission,
    "/edits/<id:edit_id>/withdrawal": a_withdrawal,
    "/edits/<id:edit_id>/rebase": a_rebase,
    "/edits/<id:edit_id>/lease": a_decision("lease"),
    "/edits/<id:edit_id>/change-request": a_decision("change-request", comment="Why?"),
    "/edits/<id:edit_id>/rejection": a_decision("rejection", comment="No."),
    "/edits/<id:edit_id>/approval": a_decision("approval", rationale="Mended."),
    "/scales/<id:scale_id>/ratings": lambda desk: Post(desk.admin, "/scales/1/ratings", RATING),
    "/jobs/<id:job_id>/cancellation": a_cancellation,
    "/webhooks": a_webhook,
    "/webhooks/<id:webhook_id>/secret": of_a_webhook("secret"),
    "/webhooks/<id:webhook_id>/deliveries/<id:number>/replay": of_a_webhook("deliveries/1/replay"),
    "/tags": lambda desk: Post(desk.reviewer, "/tags", TAG),
    "/users": lambda desk: Post(desk.admin, "/users", {"name": "Ada", "role": "reader"}),
}


def rows(desk: Desk) -> dict[str, int]:
    """How many rows each table has."""
    with desk.database.reading() as session:
        return {
            table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


AGAIN = ("/lease", "/secret", "/replay")
"""What is done again to the same thing."""

WITHOUT = {
    "/api-keys",  # its answer holds a secret
    "/documents/<id:document_id>/versions/preview",  # changes nothing the first time either
    "/lookup",  # neither do these
    "/checkworthiness",
    "/webhooks/<id:webhook_id>/test",
    "/imports",  # takes one; its body is a file: tests/imports/test_receiving.py
}


def test_every_post_that_takes_a_key_is_tried_here(servers):
    _server, app = servers("sqlite")
    posts = {rule.rule.removeprefix(API) for rule in rules(app, "POST")}
    assert posts - WITHOUT == set(READY)


@pytest.mark.parametrize("route", READY)
def test_a_repeat_answers_the_same_and_changes_nothing(desk: Desk, route: str):
    post = READY[route](desk)
    first = post.send()
    assert first.status_code in (200, 201, 202), first.text
    assert "Idempotency-Replayed" not in first.headers
    before = rows(desk)
    for _ in range(2):
        again = post.send()
        assert (again.status_code, again.data) == (first.status_code, first.data)
        for name in ("Content-Type", "Location", "ETag", "Cache-Control"):
            assert again.headers.get(name) == first.headers.get(name), name
        assert again.headers["Idempotency-Replayed"] == "true"
    assert rows(desk) == before


@pytest.mark.parametrize("route", READY)
def test_without_a_key_a_repeat_is_another_request(desk: Desk, route: str):
    post = READY[route](desk)
    first, second = (post.who.post(post.path, post.body, if_match=post.if_match) for _ in range(2))
    assert first.status_code in (200, 201, 202)
    if second.status_code == 201 and not route.endswith(AGAIN):
        assert second.json["id"] != first.json["id"]
    else:
        assert second.status_code in (200, 201, 202, 404, 409, 412, 422)
    assert rows(desk)["idempotency_keys"] == 0


@pytest.mark.parametrize("route", READY)
def test_another_body_with_the_same_key_is_refused(desk: Desk, route: str):
    post = READY[route](desk)
    assert post.send().status_code in (200, 201, 202)
    before = rows(desk)
    other = post.who.send(
        "POST",
        post.path,
        data=b" " + json.dumps(post.body).encode(),
        content_type="application/json",
        if_match=post.if_match,
        headers=KEY,
    )
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert rows(desk) == before


def test_the_existing_document_is_an_answer_to_repeat_too(desk: Desk):
    document = desk.document("It is so.")
    post = Post(desk.annotator, "/documents", {"text": "It is so."})
    first, again = post.send(), post.send()
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json == again.json == document
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"name": ""}, 422, id="a bad field"),
        pytest.param(TAG | {"name": "Statistic"}, 409, id="a tag that there is"),
    ],
)
def test_a_refusal_stores_nothing_so_the_key_is_free(desk: Desk, body: dict, status: int):
    post = Post(desk.reviewer, "/tags", TAG)
    assert post.send(body=body).status_code == status
    assert rows(desk)["idempotency_keys"] == 0
    mended = post.send()
    assert mended.status_code == 201
    assert "Idempotency-Replayed" not in mended.headers


def test_a_refusal_may_be_tried_again_when_its_cause_is_gone(desk: Desk):
    """The same request, the same key, the same body: refused first, done later."""
    claim = desk.claim()
    open_edit = desk.draft(claim).json
    post = Post(desk.annotator, f"/claims/{claim['id']}/edits", PROPOSAL)
    assert post.send().status_code == 409
    desk.annotator.post(f"/edits/{open_edit['id']}/withdrawal")
    assert post.send().status_code == 201


def test_a_key_is_its_users_own(desk: Desk):
    other = desk.add("reviewer")
    first = Post(desk.reviewer, "/tags", TAG).send()
    second = Post(other, "/tags", TAG | {"name": "fire"}).send()
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["id"] != second.json["id"]


def test_a_key_is_of_one_path(desk: Desk):
    posts = [an_edit(desk), an_edit(desk)]
    answers = [post.send() for post in posts]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json["id"] != answers[1].json["id"]


def test_a_key_says_nothing_on_other_methods(desk: Desk):
    tag = desk.reviewer.post("/tags", TAG).json
    path = f"/tags/{tag['id']}"
    for description in ("Once.", "Twice."):
        answer = desk.reviewer.patch(path, {"description": description}, headers=KEY)
        assert (answer.status_code, answer.json["description"]) == (200, description)
    assert rows(desk)["idempotency_keys"] == 0


def test_a_key_made_twice_is_two_keys(desk: Desk):
    """The answer holds a secret, so it is kept nowhere, and no repeat can show it again."""
    path = f"{API}/api-keys"
    first, second = (desk.reader.post(path, headers=KEY) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["key"] != second.json["key"]
    assert rows(desk)["idempotency_keys"] == 0


@pytest.mark.parametrize(("hours", "kept"), [(23, True), (25, False)])
def test_a_key_is_kept_for_a_day(desk: Desk, hours: int, kept: bool):
    post = Post(desk.reviewer, "/tags", TAG)
    assert post.send().status_code == 201
    with desk.database.transaction() as session:
        then = utcnow() - timedelta(hours=hours)
        session.execute(sa.update(IdempotencyKey).values(created_at=then))
    other = post.send(body=TAG | {"name": "fire"})
    assert other.status_code == (422 if kept else 201)
    assert rows(desk)["idempotency_keys"] == 1


def test_old_keys_are_forgotten_by_and_by(desk: Desk):
    for number in range(12):
        tag = TAG | {"name": f"tag {number}"}
        desk.reviewer.post("/tags", tag, headers={"Idempotency-Key": str(number)})
    with desk.database.transaction() as session:
        session.execute(sa.update(IdempotencyKey).values(created_at=utcnow() - timedelta(hours=25)))
    for number in range(2):
        tag = TAG | {"name": f"other tag {number}"}
        desk.reviewer.post("/tags", tag, headers={"Idempotency-Key": f"new {number}"})
    assert rows(desk)["idempotency_keys"] == 2


def test_who_lost_the_right_does_not_get_the_stored_answer(desk: Desk):
    post = Post(desk.reviewer, "/tags", TAG)
    assert post.send().status_code == 201
    desk.admin.patch(f"/users/{desk.reviewer.viewer.id}", {"role": "reader"})
    assert post.send().status_code == 403
