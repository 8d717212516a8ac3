"""What the panel makes of edits and of what they say. Pure."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from service.edits.rules import SAVEABLE
from service.permissions import Viewer
from service.sources.rules import LONGEST_TITLE
from service.vocabulary import OPEN_STATES, AnchorState, EditState, Role, Stance

if TYPE_CHECKING:
    from service.fact_checks.record import Record

TEXT, WORTH, CHECKED = "text", "worth", "checked"
ORDERS = (TEXT, WORTH, CHECKED)
"""What somebody takes first of the claims of a text: they stand in reading order, or what is worth
checking comes first, or what was checked elsewhere before."""

Content = dict[str, Any]
NOTHING: Content = {
    "rating": None,
    "rationale": None,
    "claimant": None,
    "claim_date": None,
    "tags": [],
    "citations": [],
}


def content_of(said: Mapping[str, Any] | None) -> Content:
    """What an assessment or a verdict says, as the form is filled with it."""
    if said is None:
        return dict(NOTHING)
    content = {name: said[name] for name in NOTHING}
    if content["rating"] is not None:
        content["rating"] = content["rating"]["code"]
    return content


def says_the_same(saved: Content, given: Mapping[str, Any]) -> bool:
    """Whether a draft says already what is given, which has the fields of a proposal."""
    return all(_told(name, saved[name]) == _told(name, given.get(name)) for name in NOTHING)


def _told(name: str, value: Any) -> Any:
    if name == "citations":
        said = ("url", "stance", "quote", "locator")
        return [[each.get(part) or None for part in said] for each in value or []]
    return str(value) if name == "claim_date" and value else value or None


def is_open(edit: Mapping[str, Any]) -> bool:
    """Whether somebody still works on it."""
    return edit["state"] in OPEN_STATES


def is_by(edit: Mapping[str, Any], viewer: Viewer) -> bool:
    """Whether it is the viewer's own."""
    return bool(edit["author"]["id"] == viewer.id)


def is_writable(edit: Mapping[str, Any] | None) -> bool:
    """Whether the form is open: nothing of one's own stands, or what stands may be saved."""
    return edit is None or edit["state"] in SAVEABLE


def why_no_mending(
    claim: Mapping[str, Any],
    mine: Mapping[str, Any] | None,
    others: Sequence[Mapping[str, Any]],
) -> str | None:
    """Why nobody may split, merge, move or retire the claim now, as far as the viewer may know."""
    if claim["verdict"] is not None:
        return "It has a verdict: what was judged stays as it is."
    if mine is not None:
        return "Your edit of it is open: withdraw it first, then mend the claim."
    if others:
        return "Somebody's edit of it is open: it has to be decided or withdrawn first."
    if claim["anchor"]["state"] == AnchorState.ORPHANED:
        return "It stands nowhere in the newest text."
    return None


def is_blinded(blind: bool, viewer: Viewer, edits: Sequence[Mapping[str, Any]]) -> bool:
    """Whether what others made of the claim is hidden: nothing of one's own was submitted yet.

    `edits` are those that the viewer sees.
    """
    unsubmitted = (EditState.DRAFT, EditState.WITHDRAWN)
    return (
        blind
        and viewer.role is Role.ANNOTATOR
        and all(is_by(each, viewer) and each["state"] in unsubmitted for each in edits)
    )


def offered(
    verdict: Mapping[str, Any] | None,
    others: Sequence[Mapping[str, Any]],
    mine: Mapping[str, Any] | None,
) -> list[dict[str, Any]]:
    """Sources that others used for this claim and one's own edit does not, each once."""
    used = {each["url"] for each in mine["proposed"]["citations"]} if mine else set()
    found: dict[str, dict[str, Any]] = {}
    for said in [verdict, *(each["proposed"] for each in others)]:
        for citation in (said or {}).get("citations", []):
            if citation["url"] not in used:
                found.setdefault(citation["url"], citation)
    return list(found.values())


def taken_over(
    content: Content, record: "Record", ratings: Mapping[str, int | None] | None
) -> Content:
    """What somebody wrote, and a fact-check cited in it, once.

    With `ratings`, the values of those that can be chosen by their codes, its rating too, where it
    is one of them or means as much as one.
    """
    citations = list(content["citations"])
    if all(each.get("url") != record.url for each in citations):
        cited = {
            "url": record.url,
            "title": " ".join((record.title or record.text).split())[:LONGEST_TITLE],
        }
        citations.append({**cited, "stance": str(_stance(record.rating_value))})
    content = content | {"citations": citations}
    code = record.rating_code
    if ratings is not None and code not in ratings:
        means = (each for each, value in ratings.items() if value == record.rating_value)
        code = next(means, None) if record.rating_value is not None else None
    return content if ratings is None or code is None else content | {"rating": code}


def _stance(value: int | None) -> Stance:
    """What a fact-check says of the claim, by its rating: nearer 5 is truer."""
    if value is None or value == 3:
        return Stance.CONTEXT
    return Stance.SUPPORTS if value > 3 else Stance.REFUTES


def says_same(field: Mapping[str, Any]) -> bool:
    """Whether a field to rebase says the same on both sides: a draft's rating has no label yet."""
    published, yours = (_said(field["name"], field[side]) for side in ("published", "yours"))
    return bool(published == yours)


def _said(name: str, value: Any) -> Any:
    if name == "rating":
        return value and value["code"]
    if name == "citations":
        return [[each[part] for part in ("url", "stance", "quote", "locator")] for each in value]
    return value
