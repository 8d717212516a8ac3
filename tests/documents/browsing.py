"""What a person in a browser sees of the pages of documents, and sends from them."""

import html
import re

import sqlalchemy as sa
from werkzeug.test import TestResponse

from service.models import Document
from tests.factories import Person

FRAGMENT = {"HX-Request": "true"}
TEXT = "The bridge\n\n# Cost\n\nIt cost 9 million pounds. It opened in May."


def words(answer: TestResponse) -> str:
    """What a page says, without its marks."""
    body = re.sub(r"<[^>]+>", " ", answer.text)
    return " ".join(html.unescape(body).split())


def value(answer: TestResponse, name: str) -> str | None:
    """The value of an input."""
    found = re.search(rf'<input[^>]* name="{name}"[^>]*? value="([^"]*)"', answer.text)
    return html.unescape(found[1]) if found else None


def pasted(answer: TestResponse) -> str:
    """What stands in the box for the text."""
    found = re.search(r'<textarea[^>]* name="text"[^>]*>\n(.*?)</textarea>', answer.text, re.S)
    assert found, answer.text
    return html.unescape(found[1])


def message(answer: TestResponse, name: str) -> str:
    """What is said beside a field."""
    found = re.search(rf'id="{name}-message">(.*?)</p>', answer.text, re.S)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


def titles(answer: TestResponse) -> list[str]:
    """The titles listed."""
    return [
        html.unescape(each) for each in re.findall(r'class="doc-title"[^>]*>(.*?)</a>', answer.text)
    ]


def add(person: Person, text: str = TEXT, **fields: object) -> TestResponse:
    """Send the form that adds a text."""
    data = {"text": text, "visibility": "desk", "blind": "", **fields}
    answer = person.browser.post("/documents", data=data, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # a file where it is large, which is left open
    return answer


def change(person: Person, document: dict, **fields: str) -> TestResponse:
    """Send the form of the details."""
    data = {"title": "Bridge", "visibility": "desk", "blind": "", "revision": "1", **fields}
    return person.browser.post(f"/documents/{document['id']}/details", data=data)


def count(session) -> int:
    """How many documents there are."""
    return session.scalar(sa.select(sa.func.count()).select_from(Document))
