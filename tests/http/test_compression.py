"""Gzip for large bodies, with an ETag of its own."""

import gzip

import pytest

from tests.factories import Desk

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def large(desk: Desk) -> str:
    """The path of a large answer."""
    document = desk.document(" ".join(f"It cost {number} million." for number in range(100)))
    return f"/documents/{document['id']}/claims?limit=100"


def test_a_large_body_is_compressed_for_who_can_read_it(desk: Desk, large: str):
    plain, packed = desk.annotator.get(large), desk.annotator.get(large, headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 3
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_a_small_body_is_not(desk: Desk):
    answer = desk.stranger.get("/tags?limit=1", headers=GZIP)
    assert "Content-Encoding" not in answer.headers
    assert answer.json["items"]


@pytest.mark.parametrize("accepted", ["br", "identity", "gzip;q=0", "*;q=0", ""])
def test_it_is_not_compressed_for_who_cannot_read_it(desk: Desk, large: str, accepted: str):
    answer = desk.annotator.get(large, headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert len(answer.json["items"]) == 100


@pytest.mark.parametrize("accepted", ["gzip, deflate, br", "*", "br;q=1.0, gzip;q=0.1"])
def test_it_is_compressed_for_who_can_read_it_among_others(desk: Desk, large: str, accepted: str):
    answer = desk.annotator.get(large, headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == "gzip"


def test_the_compressed_form_has_an_etag_of_its_own(desk: Desk, large: str):
    plain, packed = desk.annotator.get(large), desk.annotator.get(large, headers=GZIP)
    etag = plain.headers["ETag"].strip('"')
    assert packed.headers["ETag"] == f'"{etag}-gzip"'
    for known in (plain.headers["ETag"], packed.headers["ETag"]):
        again = desk.annotator.get(large, headers=GZIP | {"If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")


def test_the_same_body_is_compressed_to_the_same_bytes(desk: Desk, large: str):
    first, second = (desk.annotator.get(large, headers=GZIP) for _ in range(2))
    assert first.data == second.data


def test_the_answer_to_an_act_and_its_repeat_are_compressed_alike(desk: Desk):
    claim = desk.claim()
    content = {"rationale": "Because. " * 2000}
    headers = GZIP | {"Idempotency-Key": "once"}
    path = f"/claims/{claim['id']}/edits"
    first, second = (desk.annotator.post(path, content, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert first.headers["Content-Encoding"] == second.headers["Content-Encoding"] == "gzip"
    assert first.headers["ETag"] == second.headers["ETag"]
    assert gzip.decompress(first.data) == gzip.decompress(second.data)


def test_an_edit_may_be_saved_with_the_etag_of_its_compressed_form(desk: Desk):
    edit = desk.draft(desk.claim(), rationale="Because. " * 2000)
    path = f"/edits/{edit.json['id']}"
    etag = desk.annotator.get(path, headers=GZIP).headers["ETag"]
    assert etag.endswith('-gzip"')
    assert desk.annotator.patch(path, {"rationale": "So."}, if_match=etag).status_code == 200
