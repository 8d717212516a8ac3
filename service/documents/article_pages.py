"""The article as visitors read it, and what happened to a document. pages.py gives the routes."""

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from service.claims.explaining import words_after, words_before
from service.documents import article, queries
from service.documents.runs import Run, runs
from service.formats.annotations.addresses import service_link
from service.history.showing import here, read_history
from service.http.auth import page, viewer
from service.http.forms import is_number
from service.http.pages import render, settings
from service.http.paging import Page
from service.http.transactions import reading
from service.models import Document
from service.permissions import Permission
from service.vocabulary import AnchorState

ON_A_PAGE = 100


@page(Permission.READ_PUBLISHED)
def show_article(document_id: int) -> Response:
    """The reading view for visitors."""
    public_url = settings().public_url
    with reading() as session:
        document, readable = article.get_article(session, viewer(), document_id)
        checked = article.count_checked(session, viewer(), document)
        shown: dict[str, Any]
        if readable and settings().article_text == "full":
            shown = {"blocks": _marked_text(session, document)}
        else:
            shown = _checked_sentences(session, document)
        response = render(
            "documents/article.html",
            document=document,
            canonical=f"{public_url}/articles/{document_id}" if public_url else None,
            checked=checked,
            **shown,
        )
    response.headers["Link"] = service_link(settings())
    return response


@page(Permission.READ_DESK)
def show_history(document_id: int) -> Response:
    """What happened to a document."""
    with reading() as session:
        document = queries.get_document(session, viewer(), document_id)
        history = read_history(session, document_id=document_id)
        return render("documents/history.html", document=document, **history)


def _checked_sentences(session: Session, document: Document) -> dict[str, Any]:
    """A page of them, each with a few words before and after."""
    args = {"limit": ON_A_PAGE, "cursor": request.args.get("cursor")}
    page = Page(f"articles/{document.id}", args, (int, int))
    after = page.after or _begin(session, document)
    rows = article.list_checked(session, viewer(), document, after=after, limit=page.limit + 1)
    rows, cursor = page.cut(rows, lambda row: (row.start, row.claim_id))
    sentences = [
        {
            "claim_id": row.claim_id,
            "text": row.text,
            "rating": _rating(row),
            "state": row.state,
            "before": words_before(row.prefix),
            "after": words_after(row.suffix),
        }
        for row in rows
    ]
    return {
        "sentences": sentences,
        "next_url": here(cursor=cursor) if cursor else None,
        "first_url": here() if after else None,
    }


def _begin(session: Session, document: Document) -> tuple[int, int] | None:
    """Where a link to one sentence, `?from=7`, has the page begin."""
    claim_id = request.args.get("from", "")
    if not is_number(claim_id):
        return None
    return article.place_before(session, viewer(), document, int(claim_id))


def _marked_text(session: Session, document: Document) -> list[dict[str, Any]]:
    """The blocks, their runs as `{"text", "claim", "first"}`: of what is checked, the claim."""
    text, blocks = article.get_text(session, document)
    marks = article.list_checked(session, viewer(), document)
    seen: set[int] = set()
    return [
        {**block, "runs": [_run(text, run, seen) for run in block["runs"]]}
        for block in runs(text, blocks, marks)
    ]


def _run(text: str, run: Run, seen: set[int]) -> dict[str, Any]:
    words = text[run.start : run.end]
    if run.mark is None:
        return {"text": words, "claim": None}
    first = run.mark.claim_id not in seen
    seen.add(run.mark.claim_id)
    claim = {
        "id": run.mark.claim_id,
        "rating": _rating(run.mark),
        "recheck": run.mark.state is AnchorState.CHANGED,
    }
    return {"text": words, "claim": claim, "first": first}


def _rating(row: Any) -> dict[str, Any]:
    return {"code": row.code, "label": row.label, "value": row.value}
