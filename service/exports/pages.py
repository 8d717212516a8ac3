"""Exports for people: what there is, narrowed down, as files to keep."""

from flask import Response, request

from service.errors import Invalid, NotFound
from service.exports.catalogue import EXPORTS, Export, check_export, get_export
from service.exports.downloading import download
from service.exports.schemas import ExportArgs
from service.exports.tables.table import Asked
from service.history.naming import titles_of
from service.http.auth import page, viewer
from service.http.forms import is_number, load
from service.http.pages import pages, render, settings
from service.http.problems import status_of
from service.http.transactions import reading
from service.http.wording import words_of
from service.permissions import Permission
from service.scales.queries import usable_ratings
from service.vocabulary import EditState

bp = pages("exports", __name__)


@bp.get("/exports")
@page(Permission.EXPORT)
def show_exports() -> Response:
    """The files of one noun, `of`, and what narrows them down."""
    noun = request.args.get("of") or "claims"
    files = _files_of(noun)
    if not files:
        raise NotFound("There is nothing of that name to export.")
    with reading() as session:
        check_export(session, viewer(), files[0].name)
    return _show(noun)


@bp.get("/exports/<name>")
@page(Permission.EXPORT, exists=check_export)
def download_export(name: str) -> Response:
    """The file itself; a blank filter is none."""
    export = get_export(name)
    given = {name: value for name, value in request.args.items() if value.strip()}
    try:
        return download(export, load(ExportArgs(), given))
    except Invalid as refusal:
        return _show(export.table.noun, status_of(refusal), refusal)


def _show(noun: str, status: int = 200, refusal: Invalid | None = None) -> Response:
    files = _files_of(noun)
    table = files[0].table
    asked = Asked(viewer(), settings(), {})
    with reading() as session:
        return render(
            "exports/exports.html",
            status,
            noun=noun,
            nouns=_nouns(),
            files=files,
            table=table,
            is_empty=not table.read(session, asked, 0, 1),
            documents=titles_of(session, viewer(), [_document_id()]),
            ratings=usable_ratings(session),
            states=[(state, words_of(state).capitalize()) for state in EditState],
            typed=request.args,
            refusal=refusal,
        )


def _files_of(noun: str) -> list[Export]:
    return [export for export in EXPORTS.values() if export.table.noun == noun]


def _nouns() -> list[str]:
    """Those that the viewer may have."""
    tables = (export.table for export in EXPORTS.values())
    return list(dict.fromkeys(each.noun for each in tables if viewer().may(each.permission)))


def _document_id() -> int | None:
    """The document that the address names, if it does."""
    typed = request.args.get("document_id", "").strip()
    return int(typed) if is_number(typed) else None
