"""What a browser without a script makes of the workbench: its text, its form, its buttons."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from werkzeug.test import TestResponse

from tests.factories import Desk, Person

FRAGMENT = {"HX-Request": "true"}
AUTOSAVE = FRAGMENT | {"X-Autosave": "1"}
VOID = ("input", "link", "meta", "br", "hr", "img")
Given = dict[str, str | None]


class _Blocks(HTMLParser):
    """The blocks of the article by where they begin, without what is drawn or said beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: dict[int, tuple[str, str]] = {}
        self._here: list[int | None] = []
        self._hidden = 0
        self._block: tuple[int, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._block is None and "data-start" in given:
            self._block = int(given["data-start"] or 0), tag
            self._here = []
            self.blocks[self._block[0]] = tag, ""
            return
        if self._block is not None and tag not in VOID:
            hides = (given.get("class") or "").split(" ")[0] in ("vh", "claim-mark")
            self._here.append(1 if hides else 0)
            self._hidden += hides

    def handle_endtag(self, tag: str) -> None:
        if self._block is None or tag in VOID:
            return
        if self._here:
            self._hidden -= self._here.pop() or 0
        else:
            self._block = None

    def handle_data(self, data: str) -> None:
        if self._block is not None and not self._hidden:
            start, tag = self._block[0], self._block[1]
            self.blocks[start] = tag, self.blocks[start][1] + data


def blocks_in(answer: TestResponse) -> dict[int, tuple[str, str]]:
    """`{offset: (tag, text)}` of the article."""
    reader = _Blocks()
    reader.feed(answer.text.partition('<article class="article"')[2].partition("</article>")[0])
    return reader.blocks


class _Form(HTMLParser):
    """What a browser would send of the form with this id, and its buttons."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.action = ""
        self.is_there = False
        self.fields: list[tuple[str, str]] = []
        self.buttons: list[Given] = []
        self._inside = False
        self._text: list[str] | None = None
        self._select: list[Any] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("id") == self.form_id
            if self._inside:
                self.is_there, self.action = True, given.get("action") or ""
        if not (self._inside or given.get("form") == self.form_id):
            return
        name = given.get("name") or ""
        if tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
            self.fields.append((name, given.get("value") or ""))
        if tag == "button":
            self.buttons.append(given)
        if tag == "textarea":
            self._text = []
            self.fields.append((name, ""))
        if tag == "select":
            self._select = [name, None]
        if tag == "option" and self._select and (self._select[1] is None or "selected" in given):
            self._select[1] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea" and self._text is not None:
            name, _ = self.fields.pop()
            self.fields.append((name, "".join(self._text).removeprefix("\n")))
            self._text = None
        if tag == "select" and self._select is not None:
            self.fields.append((self._select[0], self._select[1] or ""))
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)


class Form:
    """The form of a page as somebody without a script uses it."""

    def __init__(self, who: Person, answer: TestResponse, form_id: str = "assessment") -> None:
        self.who, self.page = who, answer
        self._read = _Form(form_id)
        self._read.feed(answer.text)
        assert self._read.is_there, words(answer)

    @property
    def action(self) -> str:
        """Where the form goes unless a button says otherwise."""
        return self._read.action

    def all(self, name: str) -> list[str]:
        """The values of the fields of this name that hold something."""
        return [value for field, value in self._read.fields if field == name and value]

    def __getitem__(self, name: str) -> str:
        [*_, value] = [value for field, value in self._read.fields if field == name]
        return value

    def __contains__(self, name: str) -> bool:
        return any(field == name for field, _ in self._read.fields)

    @property
    def values(self) -> dict[str, Any]:
        """What is filled in, without the revision, tags together."""
        given = {name: value for name, value in self._read.fields if value and name != "revision"}
        stance_alone = [
            name
            for name in given
            if name.endswith(".stance") and name.replace("stance", "url") not in given
        ]
        filled = {name: value for name, value in given.items() if name not in stance_alone}
        return filled | ({"tags": self.all("tags")} if self.all("tags") else {})

    def press(
        self,
        name: str = "do",
        value: str = "save",
        headers: dict[str, str] | None = None,
        **typed: str,
    ) -> TestResponse:
        """Type into fields (`__` for a dot), and press the button of this name and value."""
        fields = dict(self._read.fields) | {k.replace("__", "."): v for k, v in typed.items()}
        sent = [(field, each) for field, each in fields.items() if field != "tags"]
        sent += [("tags", tag) for tag in self.all("tags")]
        sent += [("tags", typed["tags"])] if "tags" in typed else []
        found = [
            each
            for each in self._read.buttons
            if (each.get("name"), each.get("value")) == (name, value)
        ]
        assert found, f"no button {name}={value}"
        action = next((each["formaction"] for each in found if each.get("formaction")), self.action)
        return self.send(action or "", [*sent, (name, value)], headers)

    def send(
        self, path: str, fields: list[tuple[str, str]], headers: dict[str, str] | None = None
    ) -> TestResponse:
        """POST these fields as a browser does."""
        return self.who.browser.post(
            path,
            data=urlencode(fields),
            content_type="application/x-www-form-urlencoded",
            headers=headers,
        )


def path_of(claim: dict[str, Any]) -> str:
    """Where one works on the claim."""
    return f"/documents/{claim['document_id']}/claims/{claim['id']}"


def panel(who: Person, claim: dict[str, Any]) -> TestResponse:
    """The panel of the claim, as a script asks for it."""
    answer = who.browser.get(path_of(claim), headers=FRAGMENT)
    assert answer.status_code == 200, answer.text
    return answer


def form(who: Person, claim: dict[str, Any]) -> Form:
    """The form of the claim's page."""
    answer = who.browser.get(path_of(claim))
    assert answer.status_code == 200, answer.text
    return Form(who, answer)


def words(answer: TestResponse) -> str:
    """The words of an answer, with single spaces."""
    body = answer.text.partition("<main")[2] or answer.text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def messages(answer: TestResponse) -> dict[str, str]:
    """What is said beside fields, by their paths."""
    found = re.findall(r'id="([^"]*)-message">(.*?)</p>', answer.text, re.S)
    return {name: " ".join(unescape(re.sub(r"<[^>]+>", "", text)).split()) for name, text in found}


def alert(answer: TestResponse) -> str:
    """The sentence above the form."""
    found = re.search(r'role="alert"[^>]*>(.*?)</div>', answer.text, re.S)
    assert found, words(answer)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def own_edits(desk: Desk, who: Person) -> list[dict[str, Any]]:
    """The person's edits, newest first."""
    return list(who.get("/edits?mine=true").get_json()["items"])


def said_by(edit: dict[str, Any]) -> dict[str, Any]:
    """What an edit says, as the form would send it."""
    proposed = edit["proposed"]
    return {
        "rating": proposed["rating"] and proposed["rating"]["code"],
        "rationale": proposed["rationale"],
        "tags": proposed["tags"],
        "citations": [
            (each["url"], each["stance"], each["quote"]) for each in proposed["citations"]
        ],
    }
