"""Acts on edits that several tests need."""

from typing import Any

import sqlalchemy as sa
from werkzeug.test import TestResponse

from service.assessments.rules import as_json
from service.models import Assessment
from tests.factories import Desk, Person


def save(who: Person, before: TestResponse, **content: Any) -> TestResponse:
    """The answer to saving the edit as it was answered before."""
    answer = who.patch(f"/edits/{before.json['id']}", content, if_match=before.headers["ETag"])
    assert answer.status_code == 200, answer.text
    return answer


def do(who: Person, verb: str, before: TestResponse, **body: Any) -> TestResponse:
    """The answer to an act on the edit as it was answered before."""
    path = f"/edits/{before.json['id']}/{verb}"
    answer = who.post(path, body, if_match=before.headers["ETag"])
    assert answer.status_code == 201, answer.text
    return answer


def look(who: Person, edit: TestResponse) -> dict[str, Any]:
    """The edit as this person reads it."""
    answer = who.get(f"/edits/{edit.json['id']}")
    assert answer.status_code == 200, answer.text
    return answer.json


def verdict(desk: Desk, claim: dict[str, Any]) -> dict[str, Any]:
    """What is published on the claim."""
    return desk.reader.get(f"/claims/{claim['id']}/verdict").json


def assessments(desk: Desk, edit: TestResponse) -> list[dict[str, Any]]:
    """All that the edit ever proposed, in order."""
    with desk.database.reading() as session:
        rows = session.scalars(
            sa.select(Assessment).filter_by(edit_id=edit.json["id"]).order_by(Assessment.id)
        )
        names = {person.viewer.id: person.viewer.name for person in desk._people.values()}
        return [as_json(each, names) for each in rows]
