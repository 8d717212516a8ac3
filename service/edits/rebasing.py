"""What an edit becomes on what is published now: a merge of three sides, field by field. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.assessments.rules import citation_of, claimant_of, rating_of
from service.tags.rules import fold

if TYPE_CHECKING:
    from service.models import Assessment


@dataclass(frozen=True, slots=True)
class MergedField:
    """One field as the edit began from it, as it is published, as its author has it, and merged."""

    name: str
    base: Any
    published: Any
    yours: Any
    merged: Any
    conflict: bool

    @property
    def content(self) -> Any:
        """What a proposal says to have the merged value."""
        return self.merged["code"] if self.name == "rating" and self.merged else self.merged


def merge(
    base: "Assessment | None", published: "Assessment | None", yours: "Assessment | None"
) -> list[MergedField]:
    """The fields of an assessment, merged.

    What the author left as it was is taken from what is published; what they changed is kept, and
    is a conflict where the publication changed it otherwise. Tags and citations never conflict:
    the author's additions and removals are done to those that are published. Where nothing is
    published there is nothing to take, and all is kept.
    """
    before, now, mine = _said_by(base), _said_by(published), _said_by(yours)
    fields = []
    for name, kept in mine.items():
        merged, conflict = kept, False
        if published is not None and name in _KEYS:
            merged = _merge_items(_KEYS[name], before[name], now[name], kept)
        elif published is not None:
            merged, conflict = _merge_value(before[name], now[name], kept)
        fields.append(MergedField(name, before[name], now[name], kept, merged, conflict))
    return fields


def _said_by(assessment: "Assessment | None") -> dict[str, Any]:
    if assessment is None:
        values = dict.fromkeys(("rating", "rationale", "claimant", "claim_date"))
        return values | {"tags": [], "citations": []}
    return {
        "rating": rating_of(assessment),
        "rationale": assessment.rationale,
        "claimant": claimant_of(assessment),
        "claim_date": assessment.claim_date,
        "tags": [tag.name for tag in assessment.tags],
        "citations": [citation_of(citation) for citation in assessment.citations],
    }


def _merge_value(base: Any, published: Any, yours: Any) -> tuple[Any, bool]:
    """The merged value, and whether both sides changed it to something else."""
    before, now, mine = _comparable(base), _comparable(published), _comparable(yours)
    if now in (before, mine):
        return yours, False
    if mine == before:
        return published, False
    return yours, True


def _comparable(value: Any) -> Any:
    """A rating is its code: a draft's has no label yet."""
    return value["code"] if isinstance(value, dict) and "code" in value else value


def _merge_items(
    key: Callable[[Any], Any], base: list[Any], published: list[Any], yours: list[Any]
) -> list[Any]:
    """What is published with the author's additions and removals, in this order."""
    before, now, mine = ({key(item): item for item in items} for items in (base, published, yours))
    if now.keys() in (before.keys(), mine.keys()):
        return yours
    kept = [mine.get(k, item) for k, item in now.items() if k in mine or k not in before]
    return kept + [item for k, item in mine.items() if k not in now and k not in before]


def _key_of_citation(citation: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(citation[name] for name in ("url", "stance", "quote", "locator"))


_KEYS: dict[str, Callable[[Any], Any]] = {"tags": fold, "citations": _key_of_citation}
"""What makes two items the same, of the fields that hold several."""
