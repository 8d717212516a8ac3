"""What a person reads on a page, out of its HTML."""

import re
from html import unescape
from html.parser import HTMLParser

_BLANK = re.compile(r"\s+")


class _Reader(HTMLParser):
    """The main part of a page: its words, its fields, and what is said beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.values: dict[str, str] = {}
        self.faults: list[str] = []
        self.focus: str | None = None
        self.alerts: list[list[str]] = []
        self._depth = 0
        self._alert_at: int | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
            self.values.setdefault(name, given.get("value") or "")
        if tag == "textarea" and name:
            self.values[name], self._textarea = "", name
        if given.get("aria-invalid") == "true":
            self.faults.append(name or (given.get("aria-describedby") or "").split("-message")[0])
        if "autofocus" in given:
            self.focus = given.get("id")
        if tag == "div":
            self._depth += 1
            if given.get("role") == "alert":
                self._alert_at = self._depth
                self.alerts.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = None
        if tag == "div":
            if self._depth == self._alert_at:
                self._alert_at = None
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._textarea is not None:
            self.values[self._textarea] += data.removeprefix("\n")
        if self._alert_at is not None:
            self.alerts[-1].append(data)


def _read(page: str) -> _Reader:
    reader = _Reader()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert main, page[:500]
    reader.feed(f"<main{main}")
    return reader


def text_of(page: str) -> str:
    """The words of the main part, with single spaces."""
    main = page.partition("<main")[2].partition("</main>")[0]
    text = unescape(re.sub(r"<[^>]*>", " ", f"<main{main}"))
    return re.sub(r" ([.:,])", r"\1", _BLANK.sub(" ", text)).strip()


def value_of(page: str, name: str) -> str | None:
    """What a field holds; None when it is empty or not there."""
    return _read(page).values.get(name) or None


def fields_at_fault(page: str) -> list[str]:
    """The names of the fields with a message beside them."""
    return _read(page).faults


def focused(page: str) -> str | None:
    """The id of the field that the page begins with."""
    return _read(page).focus


def message_of(page: str) -> str:
    """The sentence of the refusal above a form."""
    [words] = _read(page).alerts
    return _BLANK.sub(" ", "".join(words)).strip()
