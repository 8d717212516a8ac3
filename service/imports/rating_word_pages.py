"""What the words of other publishers' ratings mean here, for administrators.

pages.py gives the blueprint.
"""

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session

from service.errors import Invalid
from service.http.auth import page, viewer
from service.http.forms import sent
from service.http.pages import redirect_to, render
from service.http.paging import DEFAULT_LIMIT, Page
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.imports import actions, queries
from service.permissions import Permission, Viewer
from service.scales.queries import usable_ratings


def add_to(bp: Blueprint) -> None:
    """The routes."""
    bp.get("/administration/rating-words")(list_words)
    bp.post("/administration/rating-words/<id:word_id>")(update_word)


def _exists(session: Session, _viewer: Viewer, word_id: int) -> None:
    queries.get_word(session, word_id)


@page(Permission.IMPORT)
def list_words() -> Response:
    """The words, those that somebody should decide first."""
    return _words()


@page(Permission.IMPORT, exists=_exists)
def update_word(word_id: int) -> Response:
    """Let a word mean a rating of ours, or none, in every fact-check that has it."""
    try:
        with transaction() as session:
            code = sent().get("code", "").strip() or None
            _word, changed = actions.change_rating_word(session, viewer(), word_id, code)
    except Invalid as refusal:
        return _words(refusal)
    here = url_for("imports_pages.list_words", site=sent().get("site") or None)
    return redirect_to(here, "word_saved", changed)


def _words(refusal: Invalid | None = None) -> Response:
    site = request.args.get("site", "").strip()[:253] or None
    args = {"limit": DEFAULT_LIMIT, "cursor": request.args.get("cursor") or None, "site": site}
    asked = Page("administration/rating-words", args, (int, int))
    with reading() as session:
        rows = queries.list_words(session, site=site, after=asked.after, limit=asked.limit + 1)
        rows, cursor = asked.cut(rows, lambda row: (row.rank, row.RatingWord.id))
        return render(
            "imports/words.html",
            status_of(refusal) if refusal else 200,
            refusal=refusal,
            words=[(row.RatingWord, row.rank == 0) for row in rows],
            ratings=usable_ratings(session),
            sites=queries.list_sites(session),
            site=site or "",
            next_url=cursor and url_for("imports_pages.list_words", site=site, cursor=cursor),
            first_url=url_for("imports_pages.list_words", site=site) if asked.after else None,
        )
