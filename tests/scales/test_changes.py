"""Administrators change scales: what ratings are called, their order, new ones, retired ones."""

from typing import Any

import pytest

from service.database import Database
from service.history.queries import list_events
from service.scales.queries import usable_ratings
from service.scales.rules import MOST_LABELS
from service.scales.schemas import RatingShape
from service.vocabulary import Action
from tests.factories import PROPOSAL, Desk
from tests.verdicts.shapes import assert_shaped

RATINGS = "/scales/1/ratings"
CODES = ["true", "mostly_true", "mixed", "mostly_false", "false", "unverifiable", "not_a_claim"]
OUTDATED: dict[str, Any] = {
    "code": "outdated",
    "labels": {"en": "Outdated", "pt-BR": "Ultrapassado"},
    "averitec_label": "Refuted",
}


def ratings(desk: Desk) -> list[dict[str, Any]]:
    (scale,) = desk.stranger.get("/scales").json["items"]
    return scale["ratings"]


def codes(desk: Desk) -> list[str]:
    return [rating["code"] for rating in ratings(desk)]


def usable(database: Database) -> list[str]:
    with database.reading() as session:
        return [rating.code for rating in usable_ratings(session)]


def change(desk: Desk, code: str = "mixed", **changes: Any):
    return desk.admin.patch(f"{RATINGS}/{code}", changes)


def test_a_rating_is_called_something_else(desk: Desk):
    labels = {"en": "Half true", "nl": "Half waar"}
    answer = change(desk, labels=labels)
    assert (answer.status_code, answer.json["labels"]) == (200, labels)
    assert_shaped(RatingShape, answer.data, answer.json)
    assert ratings(desk)[2] == answer.json
    assert codes(desk) == CODES


def test_a_new_label_is_for_later_submissions(desk: Desk):
    before, after = desk.claim(language="de"), desk.claim(language="de")
    desk.published(before)
    change(desk, "mostly_true", labels={"en": "Nearly", "de": "Fast"})
    desk.published(after)
    labels = [
        desk.reader.get(f"/claims/{claim['id']}/verdict").json["rating"]["label"]
        for claim in (before, after)
    ]
    assert labels == ["Größtenteils richtig", "Fast"]


def test_a_retired_rating_stays_on_verdicts_and_is_given_no_more(desk: Desk, database: Database):
    claim = desk.claim()
    desk.published(claim, rating="mixed")
    assert change(desk, retired=True).json["retired_at"] is not None
    assert usable(database) == [code for code in CODES if code != "mixed"]
    assert codes(desk) == CODES
    verdict = desk.reader.get(f"/claims/{claim['id']}/verdict").json
    assert verdict["rating"]["code"] == "mixed"
    refused = desk.annotator.post(f"/claims/{desk.claim()['id']}/edits", {"rating": "mixed"})
    assert (refused.status_code, set(refused.json["errors"])) == (422, {"rating"})


def test_a_retired_rating_is_taken_up_again(desk: Desk, database: Database):
    change(desk, retired=True)
    assert change(desk, retired=False).json["retired_at"] is None
    assert usable(database) == CODES


def test_the_last_rating_that_can_be_used_is_not_retired(desk: Desk, database: Database):
    for code in CODES[1:]:
        assert change(desk, code, retired=True).status_code == 200
    answer = change(desk, "true", retired=True)
    assert (answer.status_code, answer.json["code"]) == (409, "invalid_transition")
    assert change(desk, "false", retired=True).status_code == 200
    assert usable(database) == ["true"]


@pytest.mark.parametrize(
    ("code", "to", "order"),
    [
        ("true", 0, CODES),
        ("true", 1, ["mostly_true", "true", *CODES[2:]]),
        ("true", 6, [*CODES[1:], "true"]),
        ("not_a_claim", 0, ["not_a_claim", *CODES[:-1]]),
        ("false", 2, ["true", "mostly_true", "false", "mixed", "mostly_false", *CODES[5:]]),
    ],
)
def test_a_rating_is_put_at_another_place(
    desk: Desk, database: Database, code: str, to: int, order: list[str]
):
    assert change(desk, code, position=to).status_code == 200
    assert codes(desk) == usable(database) == order


def test_a_rating_is_added_at_the_end(desk: Desk, database: Database):
    answer = desk.admin.post(RATINGS, OUTDATED)
    assert (answer.status_code, answer.headers["Location"]) == (201, "/api/v1/scales")
    assert answer.json == OUTDATED | {"value": None, "retired_at": None}
    assert ratings(desk)[-1] == answer.json
    assert usable(database) == [*CODES, "outdated"]
    claim = desk.claim(language="pt-BR")
    desk.published(claim, rating="outdated")
    verdict = desk.reader.get(f"/claims/{claim['id']}/verdict").json
    expected = {"code": "outdated", "label": "Ultrapassado", "value": None}
    assert verdict["rating"] == expected


def test_a_new_rating_with_a_value_needs_a_citation(desk: Desk):
    desk.admin.post(RATINGS, OUTDATED | {"value": 2})
    content = PROPOSAL | {"rating": "outdated", "citations": [], "submit": True}
    answer = desk.annotator.post(f"/claims/{desk.claim()['id']}/edits", content)
    assert (answer.status_code, set(answer.json["errors"])) == (422, {"citations"})


@pytest.mark.parametrize("code", ["outdated", "mixed"])
def test_a_code_is_used_once_even_after_retirement(desk: Desk, code: str):
    desk.admin.post(RATINGS, OUTDATED)
    assert change(desk, code, retired=True).status_code == 200
    before = ratings(desk)
    answer = desk.admin.post(RATINGS, OUTDATED | {"code": code})
    assert (answer.status_code, answer.json["code"]) == (409, "duplicate")
    assert ratings(desk) == before


LONG = {"en": "True"} | {f"x{chr(97 + n // 26)}{chr(97 + n % 26)}": "x" for n in range(30)}
BAD_LABELS = [
    ("no labels at all", {}, "labels.en"),
    ("no English label", {"de": "Teils"}, "labels.en"),
    ("an empty label", {"en": " "}, "labels.en"),
    ("a label of 81 characters", {"en": "a" * 81}, "labels.en"),
    ("a label of two lines", {"en": "a\nb"}, "labels.en"),
    ("a label with NUL", {"en": "Mixed", "de": "a\x00"}, "labels.de"),
    ("a label with half a surrogate pair", {"en": "\ud800"}, "labels.en"),
    ("a label that is a number", {"en": 5}, "labels.en"),
    ("a language in words", {"en": "Mixed", "British English": "Mixed"}, "labels.British English"),
    ("a language in capitals", {"en": "Mixed", "DE": "Teils"}, "labels.DE"),
    ("a language with NUL", {"en": "Mixed", "de\x00": "Teils"}, "labels.de\x00"),
    ("31 labels", LONG, "labels"),
    ("a label alone", "Mixed", "labels"),
    ("a list of labels", ["Mixed"], "labels"),
]
BAD_CHANGES = [
    *((sentence, {"labels": labels}, at) for sentence, labels, at in BAD_LABELS),
    ("labels that are null", {"labels": None}, "labels"),
    ("a yes that is a word", {"retired": "yes"}, "retired"),
    ("a place before the first", {"position": -1}, "position"),
    ("a place behind the last", {"position": 7}, "position"),
    ("a place beyond all numbers", {"position": 10**30}, "position"),
    ("a place in digits", {"position": "1"}, "position"),
    ("another code", {"code": "half"}, "code"),
    ("another value", {"value": 3}, "value"),
]
BAD_RATINGS = [
    *((sentence, {"labels": labels}, at) for sentence, labels, at in BAD_LABELS),
    ("no code", {"code": None}, "code"),
    ("an empty code", {"code": ""}, "code"),
    ("a code with capitals", {"code": "Outdated"}, "code"),
    ("a code that begins with a digit", {"code": "1st"}, "code"),
    ("a code of 41 characters", {"code": "a" * 41}, "code"),
    ("a code with a line break behind it", {"code": "outdated\n"}, "code"),
    ("a code with NUL", {"code": "a\x00"}, "code"),
    ("a code with a letter of another script", {"code": "аctual"}, "code"),
    ("a value of 0", {"value": 0}, "value"),
    ("a value of 6", {"value": 6}, "value"),
    ("a value between two", {"value": 2.5}, "value"),
    ("a value that is true", {"value": True}, "value"),
    ("no AVeriTeC label", {"averitec_label": None}, "averitec_label"),
    ("an unknown AVeriTeC label", {"averitec_label": "Half"}, "averitec_label"),
    ("a place of its own", {"position": 0}, "position"),
]


def test_as_many_labels_as_a_rating_may_have_are_taken(desk: Desk):
    labels = dict(list(LONG.items())[:MOST_LABELS])
    assert change(desk, labels=labels).json["labels"] == labels


@pytest.mark.parametrize(("body", "at"), [pytest.param(*r[1:], id=r[0]) for r in BAD_CHANGES])
def test_a_change_is_refused_and_changes_nothing(desk: Desk, body: dict[str, Any], at: str):
    before = ratings(desk)
    answer = desk.admin.patch(f"{RATINGS}/mixed", {"labels": {"en": "Half"}} | body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert set(answer.json["errors"]) == {at}
    assert ratings(desk) == before


@pytest.mark.parametrize(("body", "at"), [pytest.param(*r[1:], id=r[0]) for r in BAD_RATINGS])
def test_a_new_rating_is_refused(desk: Desk, body: dict[str, Any], at: str):
    answer = desk.admin.post(RATINGS, OUTDATED | body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert set(answer.json["errors"]) == {at}
    assert codes(desk) == CODES


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/scales/1/ratings/half"),
        ("PATCH", "/scales/2/ratings/mixed"),
        ("PATCH", "/scales/1/ratings/%00"),
        ("PATCH", "/scales/1/ratings/%ED%A0%80"),
        ("PATCH", f"/scales/1/ratings/{'a' * 3000}"),
        ("PATCH", "/scales/1/ratings/mixed%0A"),
        ("POST", "/scales/2/ratings"),
    ],
)
def test_what_is_not_there_cannot_be_changed(desk: Desk, method: str, path: str):
    answer = desk.admin.send(method, path, json=OUTDATED if method == "POST" else {})
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("stranger", 401, "unauthenticated"),
        ("annotator", 403, "role_missing"),
        ("reviewer", 403, "role_missing"),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("POST", RATINGS), ("PATCH", f"{RATINGS}/mixed")])
def test_only_administrators_change_scales(
    desk: Desk, who: str, status: int, code: str, method: str, path: str
):
    before = ratings(desk)
    answer = getattr(desk, who).send(method, path, json={"retired": True})
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert ratings(desk) == before


def test_every_change_is_told_with_what_was_there_before(desk: Desk):
    old = ratings(desk)[2]["labels"]
    new = {"en": "Half true"}
    change(desk, labels=new, retired=True, position=0)
    change(desk, labels=new, retired=True, position=0)
    desk.admin.post(RATINGS, OUTDATED)
    assert events(desk) == [
        ("outdated", {"code": [None, "outdated"], "labels": [None, OUTDATED["labels"]]}),
        ("mixed", {"position": [2, 0]}),
        ("mixed", {"labels": [old, new], "retired": [False, True]}),
    ]


def test_half_of_a_change_is_never_kept(desk: Desk):
    before = ratings(desk)
    answer = change(desk, labels={"en": "Half true"}, position=7)
    assert answer.status_code == 422
    assert ratings(desk) == before
    assert events(desk) == []


def events(desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    """What the log has of scales, newest first."""
    with desk.database.reading() as session:
        found = list_events(
            session, desk.admin.viewer, before=None, limit=50, action=Action.SCALE_CHANGED
        )
    return [(event["about"], event["fields"]) for event in found]
