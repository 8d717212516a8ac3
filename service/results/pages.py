"""The page of results, and what is shown below the search field as somebody types."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for

from service.http.auth import page, viewer
from service.http.limits import limited
from service.http.pages import is_fragment, pages, render, settings
from service.http.searching import SearchPage
from service.http.transactions import reading
from service.permissions import Permission
from service.results.kinds import Kind, find, kinds_for
from service.search.excerpts import Excerpt

bp = pages("results", __name__)

OF_EACH, ON_A_PAGE, SUGGESTED = 5, 25, 4
"""How many are shown: of each kind beside others, of one kind, and below the search field."""


@dataclass(frozen=True, slots=True)
class Section:
    """What is found of a kind, each with its excerpt, and where there is more."""

    kind: Kind
    found: Sequence[tuple[Any, Excerpt]]
    more_url: str | None = None
    first_url: str | None = None


@bp.get("/search")
@page(Permission.READ_PUBLISHED)
@limited
def search() -> Response:
    """What is found, of each kind the first few, or all of one; for a script, that alone."""
    q, kinds = request.args.get("q", ""), kinds_for(viewer())
    chosen = next((kind for kind in kinds if kind == request.args.get("in")), None)
    if chosen is None and len(kinds) == 1:
        chosen = kinds[0]
    sections = []
    if q.strip():
        is_typed = is_fragment()
        sections = [_all_of(chosen, q)] if chosen else _few_of(kinds, q, OF_EACH, is_typed=is_typed)
    response = render(
        "results/found.html" if is_fragment() else "results/results.html",
        q=q,
        kinds=kinds,
        chosen=chosen,
        sections=sections,
    )
    if is_fragment():
        response.headers["HX-Replace-Url"] = _address(q, chosen)
    return response


@bp.get("/search/suggestions")
@page(Permission.READ_PUBLISHED)
@limited
def suggest() -> Response:
    """The first few of each kind, for whoever is still typing."""
    q = request.args.get("q", "")
    kinds = kinds_for(viewer())
    sections = _few_of(kinds, q, SUGGESTED, is_typed=True) if q.strip() else []
    return render("results/suggestions.html", q=q, sections=sections)


def _few_of(kinds: Sequence[Kind], q: str, number: int, *, is_typed: bool) -> list[Section]:
    """Of each kind that has any, the first ones."""
    sections = []
    with reading() as session:
        for kind in kinds:
            rows, excerpts = find(
                session, viewer(), settings(), kind, q, limit=number + 1, is_typed=is_typed
            )
            found = list(zip(rows, excerpts, strict=True))
            if found:
                more_url = _address(q, kind) if len(found) > number else None
                sections.append(Section(kind, found[:number], more_url))
    return sections


def _all_of(kind: Kind, q: str) -> Section:
    """A page of one kind."""
    args = {"q": q, "limit": ON_A_PAGE, "cursor": request.args.get("cursor") or None}
    asked = SearchPage(f"search/{kind}", args)
    with reading() as session:
        rows, excerpts = find(
            session,
            viewer(),
            settings(),
            kind,
            q,
            skip=asked.skip,
            limit=asked.limit,
            is_typed=is_fragment(),
        )
    found, next_cursor = asked.cut(list(zip(rows, excerpts, strict=True)))
    more_url = _address(q, kind, next_cursor) if next_cursor else None
    return Section(kind, found, more_url, _address(q, kind) if asked.skip else None)


def _address(q: str, kind: Kind | None, cursor: str | None = None) -> str:
    values: dict[str, Any] = {"q": q, "in": kind.value if kind else None, "cursor": cursor}
    return url_for("results_pages.search", **values)
