"""The desk's words: those it describes, and free topics beside them."""

from typing import Any

import pytest

from service.tags.rules import clean_tag, fold
from tests.factories import Desk

CLAIM_TYPES = ["statistic", "quotation", "causal", "prediction", "historical", "legal", "opinion"]
BRIDGES = {"name": "Bridges", "description": "What spans water."}


def tags_of(desk: Desk, *names: str) -> list[str]:
    """How the desk spells the tags of a draft."""
    return desk.draft(desk.claim(), tags=list(names)).json["proposed"]["tags"]


def test_a_desk_begins_with_claim_types(desk: Desk):
    tags = desk.stranger.get("/tags").json["items"]
    assert [tag["name"] for tag in tags] == CLAIM_TYPES
    assert {tag["kind"] for tag in tags} == {"claim_type"}
    assert all(tag["description"] and tag["colour"].startswith("#") for tag in tags)


def test_a_reviewer_describes_a_tag_and_describes_it_anew(desk: Desk):
    created = desk.reviewer.post("/tags", BRIDGES)
    assert (created.status_code, created.json["kind"]) == (201, "topic")
    path = created.headers["Location"]
    assert desk.stranger.get(path).json == created.json
    changed = desk.reviewer.patch(path, {"description": "Spans.", "colour": "#2a47c2"})
    assert changed.status_code == 200
    assert changed.json == created.json | {"description": "Spans.", "colour": "#2a47c2"}
    assert desk.stranger.get("/tags").json["items"][-1] == changed.json


@pytest.mark.parametrize("name", ["Bridges", "bridges", " BRIDGES ", "Ｂridges"])
def test_a_tag_is_described_once_in_all_its_spellings(name: str, desk: Desk):
    desk.reviewer.post("/tags", BRIDGES)
    again = desk.reviewer.post("/tags", BRIDGES | {"name": name})
    assert (again.status_code, again.json["code"]) == (409, "duplicate")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"description": "Nameless."}, "name"),
        ({"name": "Bridges"}, "description"),
        (BRIDGES | {"name": "  "}, "name"),
        (BRIDGES | {"name": "a" * 81}, "name"),
        (BRIDGES | {"name": "a\nb"}, "name"),
        (BRIDGES | {"colour": "red"}, "colour"),
        (BRIDGES | {"colour": "#2a47c2\n"}, "colour"),
        (BRIDGES | {"kind": "mood"}, "kind"),
        (BRIDGES | {"id": 9}, "id"),
    ],
    ids=str,
)
def test_a_tag_is_refused(body: dict[str, Any], field: str, desk: Desk):
    answer = desk.reviewer.post("/tags", body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert set(answer.json["errors"]) == {field}


def test_the_name_of_a_tag_stays(desk: Desk):
    answer = desk.reviewer.patch("/tags/1", {"name": "number"})
    assert (answer.status_code, set(answer.json["errors"])) == (422, {"name"})
    assert desk.reviewer.patch("/tags/777", {"colour": "#2a47c2"}).json["code"] == "not_found"


@pytest.mark.parametrize("who", ["annotator", "reader"])
def test_only_reviewers_describe_tags(who: str, desk: Desk):
    answer = getattr(desk, who).post("/tags", BRIDGES)
    assert (answer.status_code, answer.json["code"]) == (403, "role_missing")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ([], []),
        (["statistic"], ["statistic"]),
        (["STATISTIC"], ["statistic"]),
        (["Bridges", "bridges"], ["Bridges"]),
        (["bridges", "Bridges"], ["bridges"]),
        (["  two \u00a0 words "], ["two words"]),
        (["cafe\u0301"], ["caf\u00e9"]),
        (["b", "a"], ["b", "a"]),
        (["a", "b", "A"], ["a", "b"]),
        (["legal", "b", "LEGAL", "a"], ["legal", "b", "a"]),
    ],
    ids=str,
)
def test_an_edit_spells_tags_as_the_desk_does_each_once_in_the_order_given(
    written: list[str], kept: list[str], desk: Desk
):
    assert tags_of(desk, *written) == kept


def test_a_topic_that_the_desk_describes_is_spelled_its_way(desk: Desk):
    assert tags_of(desk, "BRIDGES") == ["BRIDGES"]
    desk.reviewer.post("/tags", BRIDGES)
    assert tags_of(desk, "BRIDGES") == ["Bridges"]


def test_a_free_topic_is_not_described_by_being_used(desk: Desk):
    tags_of(desk, "Bridges")
    assert len(desk.stranger.get("/tags").json["items"]) == len(CLAIM_TYPES)


@pytest.mark.parametrize(
    "tags", [["a" * 81], [""], ["a"] * 21, ["a\x00"], [1], "statistic", ["a\tb\x07"]], ids=repr
)
def test_an_edit_with_unusable_tags_is_refused(tags: Any, desk: Desk):
    answer = desk.annotator.post(f"/claims/{desk.claim()['id']}/edits", {"tags": tags})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert all(field.startswith("tags") for field in answer.json["errors"])


@pytest.mark.parametrize(
    ("one", "other"), [("Straße", "STRASSE"), ("ﬁsh", "fish"), ("a  b", " A B "), ("Ω", "ω")]
)
def test_two_spellings_are_one_tag(one: str, other: str):
    assert fold(one) == fold(other)


def test_a_tag_is_kept_as_written_but_for_its_spaces():
    assert clean_tag("  Two \n Words ") == "Two Words"
