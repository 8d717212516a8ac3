"""What a rating means in words, where it stands on its scale, and words around a sentence. Pure."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from service.claims.rules import CONTEXT
from service.scales.rules import label_in

if TYPE_CHECKING:
    from service.models import Rating

_BY_VALUE = {
    5: "the claim holds as it was made",
    4: "the main point holds and a detail is missing or imprecise",
    3: "a part of it holds and a part does not",
    2: "the main point does not hold, though something in it does",
    1: "the claim does not hold",
}
_BY_CODE = {
    "unverifiable": "what can be found does not tell whether the claim holds",
    "not_a_claim": "there is nothing in it that could be checked, as in an opinion or a question",
}
_OTHERWISE = "no value on the scale was given"


def explain(given: Mapping[str, Any]) -> str:
    """What a rating `{"code", "label", "value"}` means, as the end of "Mixed means ..."."""
    return _BY_CODE.get(given["code"]) or _BY_VALUE.get(given["value"]) or _OTHERWISE


def gauge(
    ratings: "Iterable[Rating]", given: Mapping[str, Any], language: str | None
) -> tuple[list[dict[str, Any]], list[str]]:
    """The scale from false to true, `{"code", "label", "value", "here"}`, and labels outside it.

    The given rating stands among them even where the scale has lost it, by the label it was given.
    """
    shown: dict[str, dict[str, Any]] = {
        rating.code: {
            "code": rating.code,
            "label": label_in(rating.labels, language),
            "value": rating.value,
            "here": False,
        }
        for rating in ratings
    }
    shown[given["code"]] = {**given, "here": True}
    points = [point for point in shown.values() if point["value"] is not None]
    outside = [point["label"] for point in shown.values() if point["value"] is None]
    return sorted(points, key=lambda point: (point["value"], point["code"])), outside


def words_before(prefix: str) -> str:
    """The words before a sentence, on its own line of text; "… " where they begin in the middle."""
    line = prefix.rpartition("\n")[2]
    if len(line) < CONTEXT:
        return _said(line)
    _cut, space, whole = line.partition(" ")
    return f"… {whole if space else line}".strip()


def words_after(suffix: str) -> str:
    """The words after a sentence, on its own line of text; " …" where they end in the middle."""
    line = suffix.partition("\n")[0]
    if len(line) < CONTEXT:
        return _said(line)
    whole, space, _cut = line.rpartition(" ")
    return f"{whole if space else line} …".strip()


def _said(line: str) -> str:
    """Nothing for the dash of a list or a quotation mark alone."""
    return line.strip() if any(letter.isalnum() for letter in line) else ""
