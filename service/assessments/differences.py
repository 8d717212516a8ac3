"""What differs between two assessments, field by field. Pure.

Text is compared word by word with difflib, whose worst case is quadratic: beyond a bound the
middle that differs is shown as replaced.
"""

import re
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from service.assessments.rules import citation_key, citation_of, claimant_of, rating_of

if TYPE_CHECKING:
    from service.models import Assessment

MOST_COMPARISONS = 40_000

_WORDS = re.compile(r"(?:\w+|[^\w\s])\s*|\s+")


def compare(before: "Assessment | None", after: "Assessment | None") -> dict[str, Any]:
    """The fields that differ: `{"before", "after"}` for values, `{"added", "removed"}` for sets,
    `{"words": [{"kind": "same" | "removed" | "added", "text"}]}` for text."""
    fields: dict[str, Any] = {}
    for name, value in (("rating", _rating), ("claimant", _claimant), ("claim_date", _claim_date)):
        old, new = value(before), value(after)
        if old != new:
            fields[name] = {"before": old, "after": new}
    for name in ("text", "rationale"):
        old, new = getattr(before, name, None) or "", getattr(after, name, None) or ""
        if old != new and not (name == "text" and "" in (old, new)):  # a draft has no wording
            fields[name] = {"words": words(old, new)}
    tags = _only(_tags(before), _tags(after))
    citations = _only(_citations(before), _citations(after))
    for name, (removed, added) in (("tags", tags), ("citations", citations)):
        if added or removed:
            fields[name] = {"added": added, "removed": removed}
    return fields


def words(before: str, after: str) -> list[dict[str, str]]:
    """The runs of words that are the same, removed or added, in order of the text."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    head = sum(1 for _ in takewhile(_same, zip(old, new, strict=False)))
    tails = zip(reversed(old[head:]), reversed(new[head:]), strict=False)
    tail = sum(1 for _ in takewhile(_same, tails))
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    runs = [("same", old[:head])]
    if len(old_middle) * len(new_middle) > MOST_COMPARISONS:
        runs += [("removed", old_middle), ("added", new_middle)]
    else:
        matcher = SequenceMatcher(None, old_middle, new_middle, autojunk=False)
        for kind, i, j, k, m in matcher.get_opcodes():
            if kind == "equal":
                runs.append(("same", old_middle[i:j]))
            else:
                runs += [("removed", old_middle[i:j]), ("added", new_middle[k:m])]
    runs.append(("same", old[len(old) - tail :]))
    return [{"kind": kind, "text": "".join(run)} for kind, run in runs if run]


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _rating(assessment: "Assessment | None") -> dict[str, Any] | None:
    return rating_of(assessment) if assessment else None


def _claimant(assessment: "Assessment | None") -> dict[str, Any] | None:
    return claimant_of(assessment) if assessment else None


def _claim_date(assessment: "Assessment | None") -> Any:
    return assessment.claim_date if assessment else None


def _tags(assessment: "Assessment | None") -> dict[Any, Any]:
    return {tag.name: tag.name for tag in assessment.tags} if assessment else {}


def _citations(assessment: "Assessment | None") -> dict[Any, Any]:
    if assessment is None:
        return {}
    return {citation_key(each): citation_of(each) for each in assessment.citations}


def _only(before: dict[Any, Any], after: dict[Any, Any]) -> tuple[list[Any], list[Any]]:
    removed = [item for key, item in before.items() if key not in after]
    return removed, [item for key, item in after.items() if key not in before]
