"""What a viewer may do about an edit, and how a page tells what it would change. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.permissions import Permission, Viewer
from service.vocabulary import OPEN_STATES, EditState

FIELDS = {
    "rating": "Rating",
    "text": "Wording",
    "rationale": "Rationale",
    "claimant": "Claimant",
    "claim_date": "Claim date",
    "tags": "Tags",
    "citations": "Sources",
}
"""The fields of an assessment in the order of the page, and what people call them."""

MOST_CONTEXT = 300
"""Code points of a neighbouring sentence that are shown."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What of the page the viewer is offered."""

    decide: bool
    approve: bool
    own: bool


def choices_of(edit: Mapping[str, Any], viewer: Viewer) -> Choices:
    """Whether this viewer may decide the edit, and approve it, and whether it is their own."""
    own = edit["author"]["id"] == viewer.id
    waits = edit["state"] is EditState.SUBMITTED
    decide = waits and not own and viewer.may(Permission.REVIEW)
    return Choices(decide=decide, approve=decide and not edit["stale"], own=own)


def compares_with_published(edit: Mapping[str, Any]) -> bool:
    """Whether the edit would still change something. What is decided shows what it began from."""
    return edit["state"] in OPEN_STATES


def sort_fields(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], differences: Mapping[str, Any]
) -> dict[str, list[str]]:
    """The fields by what becomes of them: `{"changed", "same", "empty"}`.

    A draft's wording is not known before it is submitted.
    """
    sorted_: dict[str, list[str]] = {"changed": [], "same": [], "empty": []}
    for name in FIELDS:
        if name == "text" and (before is None or not after["text"] or name not in differences):
            continue
        if name in differences:
            sorted_["changed"].append(name)
        else:
            sorted_["same" if after[name] else "empty"].append(name)
    return sorted_


def amendments(said: Mapping[str, Any], proposed: Mapping[str, Any]) -> dict[str, Any]:
    """What a reviewer mended of what is proposed: a form sends all of it, touched or not.

    A text area ends its lines with two characters, which is no change.
    """
    given: dict[str, Any] = dict(said)
    if given.get("rationale"):
        given["rationale"] = _with_lines(given["rationale"])
    if "citations" in given:
        given["citations"] = [
            {**each, "quote": _with_lines(each.get("quote"))} for each in given["citations"] or []
        ]
    if "tags" in given:
        given["tags"] = given["tags"] or []
    return {name: value for name, value in given.items() if _says(name, value, proposed)}


def _with_lines(text: str | None) -> str | None:
    return text.replace("\r\n", "\n") if text else None


def _says(name: str, value: Any, proposed: Mapping[str, Any]) -> bool:
    if name != "citations":
        return bool(value != proposed[name])
    return _keys(value) != _keys(proposed["citations"])


def _keys(citations: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        tuple(each.get(name) for name in ("url", "stance", "quote", "locator"))
        for each in citations
    ]


def in_context(
    start: int, end: int, before: Sequence[Any], after: Sequence[Any]
) -> tuple[str | None, str | None]:
    """The words before and after a claim at these code points, each cut to `MOST_CONTEXT`.

    `before` and `after` are claims near it, with start, end and text. For words selected inside a
    sentence it is the rest of that sentence, else the sentences beside it.
    """
    for each in before:
        if each.end >= end and each.end - each.start > end - start:
            whole, offset = each.text, start - each.start
            if len(whole) == each.end - each.start:
                return _last(whole[:offset]), _first(whole[offset + end - start :])
    earlier = [each for each in before if each.end <= start]
    later = [each for each in after if each.start >= end]
    last = max(earlier, key=lambda each: (each.end, -each.start), default=None)
    first = min(later, key=lambda each: (each.start, -each.end), default=None)
    return _last(last.text if last else ""), _first(first.text if first else "")


def _last(text: str) -> str | None:
    return (text if len(text) <= MOST_CONTEXT else "…" + text[-MOST_CONTEXT:]) or None


def _first(text: str) -> str | None:
    return (text if len(text) <= MOST_CONTEXT else text[:MOST_CONTEXT] + "…") or None
