"""ETags, 304, If-Match, HEAD and OPTIONS, on every route."""

import re

import pytest

from tests.factories import API, PROPOSAL, Desk
from tests.http.routes import STREAMED, address, fill, rules

STRONG = re.compile(r'"[0-9a-f.]+"')
REVISED = re.compile(r'"\d+\.[0-9a-f]+"')


def test_every_get_has_a_strong_etag_and_answers_304_to_it(desk: Desk, subtests):
    ids = fill(desk)
    for rule in rules(desk.app, "GET"):
        if rule.rule == STREAMED:
            continue
        path = address(rule, ids)
        with subtests.test(path):
            answer = desk.admin.get(path)
            etag = answer.headers["ETag"]
            assert answer.status_code == 200
            assert STRONG.fullmatch(etag)
            for known in (etag, f"W/{etag}", f'"a", W/"b", {etag}', "*"):
                again = desk.admin.get(path, headers={"If-None-Match": known})
                assert (again.status_code, again.data) == (304, b""), known
                assert again.headers["ETag"] == etag
                assert again.headers["Cache-Control"] == answer.headers["Cache-Control"]
            for known in ('"a"', etag.replace('"', '"a', 1), f"{etag[:-2]}"):
                assert desk.admin.get(path, headers={"If-None-Match": known}).data == answer.data


def test_head_is_get_without_a_body(desk: Desk, subtests):
    ids = fill(desk)
    for rule in rules(desk.app, "GET", below="/api"):
        if rule.rule == STREAMED:
            continue
        path = address(rule, ids)
        with subtests.test(path):
            get, head = desk.admin.get(path), desk.admin.send("HEAD", path)
            assert (head.status_code, head.data) == (get.status_code, b"")
            assert int(head.headers["Content-Length"]) == len(get.data)
            changing = {"X-Request-Id", "Date"}
            assert {name: value for name, value in head.headers if name not in changing} == {
                name: value for name, value in get.headers if name not in changing
            }


def test_options_names_the_methods_to_anybody(desk: Desk, subtests):
    ids = fill(desk)
    for rule in rules(desk.app, "OPTIONS"):
        path = address(rule, ids)
        with subtests.test(path):
            answer = desk.stranger.send("OPTIONS", path)
            assert (answer.status_code, answer.data) == (200, b"")
            assert rule.methods <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize("kind", ["document_id", "claim_id", "edit_id"])
def test_the_etag_of_what_is_versioned_begins_with_its_revision(desk: Desk, kind: str):
    ids = fill(desk)
    answer = desk.admin.get(f"/{kind.removesuffix('_id')}s/{ids[kind]}")
    assert REVISED.fullmatch(answer.headers["ETag"])
    assert answer.headers["ETag"].startswith(f'"{answer.json["revision"]}.')


def test_two_people_who_see_an_edit_differently_have_other_etags_of_one_revision(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim)
    desk.reviewer.post(
        f"/edits/{edit.json['id']}/change-request",
        {"comment": "Why?"},
        if_match=edit.headers["ETag"],
    )
    path = f"/edits/{edit.json['id']}"
    seen = desk.annotator.get(path).headers["ETag"]
    saved = desk.annotator.patch(path, {"rationale": "Because."}, if_match=seen)
    assert saved.status_code == 200
    mine, theirs = (person.get(path).headers["ETag"] for person in (desk.annotator, desk.reviewer))
    assert mine != theirs
    assert mine.partition(".")[0] == theirs.partition(".")[0]


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        pytest.param('"{revision}.{hash}"', 201, id="the tag that was read"),
        pytest.param('"{revision}.0"', 201, id="the revision with another hash"),
        pytest.param('"{revision}.{hash}-gzip"', 201, id="the tag of the compressed form"),
        pytest.param('"7.a", "{revision}.b"', 201, id="one of several"),
        pytest.param('"0.{hash}"', 412, id="the hash with another revision"),
        pytest.param('W/"{revision}.{hash}"', 412, id="a weak tag"),
        pytest.param('"{hash}"', 412, id="the hash alone"),
        pytest.param('"{revision}1.{hash}"', 412, id="a revision that begins alike"),
        pytest.param("*", 428, id="a star"),
        pytest.param(" * ", 428, id="a star with room"),
        pytest.param("", 428, id="nothing"),
    ],
)
def test_if_match_compares_the_revision_alone(desk: Desk, if_match: str, status: int):
    edit = desk.submitted(desk.claim())
    revision, _, digest = edit.headers["ETag"].strip('"').partition(".")
    answer = desk.reviewer.post(
        f"/edits/{edit.json['id']}/approval",
        if_match=if_match.format(revision=revision, hash=digest),
    )
    assert answer.status_code == status


def test_the_etag_of_a_save_is_the_one_to_save_with_next(desk: Desk):
    answer = desk.draft(desk.claim(), **PROPOSAL)
    path = f"/edits/{answer.json['id']}"
    for rationale in ("Once.", "Twice.", "Three times."):
        answer = desk.annotator.patch(
            path, {"rationale": rationale}, if_match=answer.headers["ETag"]
        )
        assert answer.status_code == 200
        assert desk.annotator.get(path).headers["ETag"] == answer.headers["ETag"]


def test_an_etag_changes_with_what_it_is_of(desk: Desk):
    ids = fill(desk)
    path = f"{API}/claims/{ids['claim_id']}/verdict"
    before = desk.stranger.get(path).headers["ETag"]
    desk.reviewer.patch(f"/documents/{ids['document_id']}", {"title": "Another title"})
    after = desk.stranger.get(path, headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.headers["ETag"] != before
