"""The form of an import: a file, what is said of it, and how it would be read.

pages.py gives the blueprint.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast

from flask import Blueprint, Response, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from service.errors import Invalid, Malformed, Refusal, TooLarge
from service.formats.claimdesk.reading import FIELDS
from service.http.auth import page, viewer
from service.http.forms import load, sent
from service.http.pages import is_fragment, redirect, render, settings
from service.http.problems import status_of
from service.http.transactions import transaction
from service.imports import actions
from service.imports.reading import Rejected, read_row, rows_of
from service.imports.receiving import Received, receive, too_large
from service.imports.rules import ENDINGS, MOST_BYTES, Parameters, format_of, kept_name
from service.imports.schemas import ImportArgs
from service.permissions import Permission
from service.vocabulary import ImportFormat

MOST_SENT = MOST_BYTES + (1 << 20)
MOST_PREVIEWED = 16 << 20
"""Bytes of a form whose file is only looked at."""

ROWS_SHOWN = 5
REFUSALS = (Invalid, Malformed, TooLarge)


@dataclass
class Draft:
    """An import as somebody is about to begin it."""

    typed: dict[str, str] = field(default_factory=dict)
    file: FileStorage | None = None

    def take(self, most: int) -> Parameters:
        """What was sent, of up to `most` bytes. Raises one of REFUSALS."""
        try:
            self.typed = sent(most).to_dict()
        except RequestEntityTooLarge:
            raise _of_file(too_large().message, TooLarge) from None
        self.file = request.files.get("file")
        if self.file is None or not self.file.filename:
            raise _of_file("Choose a file.")
        told = {name: value for name, value in self.typed.items() if value.strip()}
        chosen = told.pop("format", None)
        kind = ImportFormat(chosen) if chosen in set(ImportFormat) else format_of(self.name)
        if kind is None:
            raise _of_file(f"Its name ends in none of {', '.join(ENDINGS)}: say what it is.")
        mapping = [line for line in told.pop("mapping", "").splitlines() if line.strip()]
        return Parameters(
            kind, kept_name(self.name), **load(ImportArgs(), told | {"mapping": mapping})
        )

    @property
    def name(self) -> str:
        """That of the file."""
        return (self.file and self.file.filename) or ""

    def receive(self) -> AbstractContextManager[Received]:
        """Take in the file. Raises one of REFUSALS."""
        stream = cast(FileStorage, self.file).stream
        return receive(stream, packed=self.name.lower().endswith(".gz"))

    def show(self, refusal: Refusal | None = None, preview: Any = None) -> Response:
        """The form with what was typed; to a script that asks for the preview, only this."""
        return render(
            "imports/preview.html" if is_fragment() else "imports/new.html",
            status_of(refusal) if refusal else 200,
            typed=self.typed,
            file_name=self.name,
            accepted=",".join([*(f".{each}" for each in ENDINGS), ".gz"]),
            fields=FIELDS,
            formats=list(ImportFormat),
            refusal=refusal,
            preview=preview,
        )


def add_to(bp: Blueprint) -> None:
    """The routes."""
    bp.get("/administration/imports/new")(new_import)
    bp.post("/administration/imports")(create_import)
    bp.post("/administration/imports/preview")(preview_import)


@page(Permission.IMPORT)
def new_import() -> Response:
    """The form."""
    return Draft().show()


@page(Permission.IMPORT)
def create_import() -> Response:
    """Begin an import."""
    draft = Draft()
    try:
        given = draft.take(MOST_SENT)
        with draft.receive() as received, transaction() as session:
            job = actions.start_import(session, viewer(), given, received.pieces())
            job_id = job.id
    except REFUSALS as refusal:
        return draft.show(refusal)
    return redirect("imports_pages.show_import", "import_started", job_id=job_id)


@page(Permission.IMPORT)
def preview_import() -> Response:
    """The form again, with how the first rows of the file would be read; nothing is written."""
    draft = Draft()
    try:
        given = draft.take(MOST_PREVIEWED)
        with draft.receive() as received:
            rows = islice(rows_of(received.beginning(), given), ROWS_SHOWN)
            read = [read_row(row, given, settings().base_url)[0] for row in rows]
    except REFUSALS as refusal:
        return draft.show(refusal)
    return draft.show(preview=[_shown(each) for each in read])


def _shown(read: Any) -> dict[str, Any]:
    if isinstance(read, Rejected):
        return {"why": read.why.reason, "raw": read.raw[:300]}
    return {"told": read.columns}


def _of_file(sentence: str, kind: type[Refusal] = Invalid) -> Refusal:
    return kind(sentence, errors={"file": [sentence]})
