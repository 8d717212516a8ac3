"""Partial responses: `fields=claims(text,claimReview/url),nextPageToken`. Pure.

The grammar is that of Google's APIs: names apart by commas, a path by slashes, what is wanted of an
object in brackets, `*` for everything at a level.
"""

import re
from typing import Any

from service.formats.google.parameters import refused

Mask = dict[str, Any]
"""The names wanted, each with the mask of what is wanted within; an empty one is all of it."""

Names = dict[str, Any]
"""The names that an answer may have, each with those within."""

_TOKEN = re.compile(r"\s*([A-Za-z][\w-]*|[*(),/])")
_DEEPEST = 20


def read_mask(text: str) -> Mask:
    """The mask that a `fields` parameter means. Raises Invalid."""
    tokens, position = [], 0
    text = text.strip()
    while position < len(text):
        if not (found := _TOKEN.match(text, position)):
            raise _unreadable()
        tokens.append(found[1])
        position = found.end()
    mask, rest = _names(tokens, 0)
    if rest:
        raise _unreadable()
    return mask


def check_mask(mask: Mask, names: Names) -> None:
    """Raise Invalid for a name that an answer with these names cannot have."""
    for name, within in mask.items():
        if name == "*":
            for inner in names.values():
                check_mask(within, inner)
        elif name in names:
            check_mask(within, names[name])
        else:
            raise refused("fields", f"nothing is called {name[:100]} there")


def masked(value: Any, mask: Mask) -> Any:
    """The value with nothing but what is wanted; lists are taken item by item."""
    if not mask or ("*" in mask and not mask["*"]):
        return value
    if isinstance(value, list):
        return [masked(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    wanted = {name: mask.get(name, mask.get("*")) for name in value}
    return {
        name: masked(value[name], within) for name, within in wanted.items() if within is not None
    }


def _names(tokens: list[str], depth: int) -> tuple[Mask, list[str]]:
    """Names apart by commas, up to a bracket that closes, and what comes after."""
    mask: Mask = {}
    while True:
        tokens = _path(tokens, mask, depth)
        if not tokens or tokens[0] == ")":
            return mask, tokens
        if tokens[0] != ",":
            raise _unreadable()
        tokens = tokens[1:]


def _path(tokens: list[str], mask: Mask, depth: int) -> list[str]:
    """One name with what is wanted within, put into the mask; the answer is what comes after."""
    if not tokens or tokens[0] in "(),/" or depth > _DEEPEST:
        raise _unreadable()
    is_new = tokens[0] not in mask
    within: Mask = mask.setdefault(tokens[0], {})
    tokens = tokens[1:]
    if tokens[:1] == ["/"]:
        more: Mask = {}
        tokens = _path(tokens[1:], more, depth + 1)
    elif tokens[:1] == ["("]:
        more, tokens = _names(tokens[1:], depth + 1)
        if tokens[:1] != [")"]:
            raise _unreadable()
        tokens = tokens[1:]
    else:
        within.clear()
        return tokens
    if is_new or within:  # all of it was wanted before: it stays so
        within.update(more)
    return tokens


def _unreadable() -> Exception:
    return refused("fields", "not a mask such as claims(text,claimReview/url)")
