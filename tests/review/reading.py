"""What somebody reads on a page, without a browser."""

import html
import re
from typing import Any

from werkzeug.test import TestResponse

from tests.factories import Desk, Person


def words(answer: TestResponse, part: str = "main") -> str:
    """The text of the first element of this kind, with single spaces."""
    found = re.search(rf"<{part}\b.*?</{part}>", answer.text, re.S)
    assert found, answer.text
    text = re.sub(r"<[^>]*>", " ", found[0])
    return re.sub(r" ([.,])", r"\1", " ".join(html.unescape(text).split()))


def claims_in(answer: TestResponse) -> list[str]:
    """The claims of the queue in the order of the page."""
    found = re.findall(r'class="queue-claim"[^>]*>(.*?)</a>', answer.text)
    return [html.unescape(each) for each in found]


def decide(person: Person, edit: Any, decision: str, **form: Any) -> TestResponse:
    """Send a decision as the page's form does, with what was on screen."""
    shown = edit if isinstance(edit, dict) else edit.get_json()
    seen = {"revision": shown["revision"], "proposed": shown["proposed"]["id"]}
    path = f"/edits/{shown['id']}/{decision}"
    return person.browser.post(path, data=seen | form)


def state_of(desk: Desk, edit: Any) -> str:
    """Where an edit stands now."""
    shown = edit if isinstance(edit, dict) else edit.get_json()
    return str(desk.admin.get(f"/edits/{shown['id']}").get_json()["state"])
