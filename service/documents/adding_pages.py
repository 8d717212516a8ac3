"""Adding a text: its form is read, cut, and shown again with everything that was typed.

pages.py gives the routes.
"""

from dataclasses import dataclass, field
from typing import Any

from flask import Response, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from service.documents import actions, describing
from service.documents.intake import Intake
from service.documents.previewing import preview_of
from service.documents.schemas import NewDocument
from service.errors import Conflict, Invalid, Refusal, TooLarge
from service.http.auth import page, viewer
from service.http.forms import MAX_FORM, load, nested, raw_of
from service.http.pages import is_fragment, redirect, render
from service.http.problems import status_of
from service.http.transactions import transaction
from service.permissions import Permission
from service.texts.cutting import Cut, cut
from service.texts.decoding import WINDOWS_1252, decode, lines_of, refused

TEXT_FILES = (".txt", ".text")


@dataclass
class Draft:
    """What somebody is about to add. The text of a file stands in the place of a pasted one."""

    fields: MultiDict[str, str] = field(default_factory=MultiDict)
    file_name: str = ""
    encoding: str = ""

    def read(self) -> None:
        """Take what was sent. Raises Invalid or TooLarge; what was read until then stays."""
        try:
            self.fields = describing.form()
        except RequestEntityTooLarge:
            raise TooLarge(
                f"More than {MAX_FORM >> 20} MiB came, so nothing of it was read."
                " Go back to what you typed; 2 MiB of text is the most."
            ) from None
        self.fields["text"] = lines_of(self.fields.get("text", ""))
        file = request.files.get("file")
        if file is not None and file.filename:
            self._read_file(file)

    def _read_file(self, file: FileStorage) -> None:
        name = file.filename or ""
        if self.fields["text"].strip():
            raise refused("There is a pasted text already. Empty its box, then choose the file.")
        if not name.lower().endswith(TEXT_FILES):
            raise refused("Only plain text, a .txt file, can be read for now.")
        self.fields["text"], self.encoding = decode(file.read())
        self.file_name = name

    def load(self, schema: NewDocument) -> tuple[Cut, dict[str, Any]]:
        """The text, cut, and what else of the schema describes it. Raises Invalid or TooLarge."""
        body = load(schema, raw_of(schema, nested(self.fields)))
        return cut(body.pop("text"), body.get("language")), body

    def show(self, refusal: Refusal | None = None, pieces: Cut | None = None) -> Response:
        """The form with what was typed, what is wrong with it, and how the text was cut.

        To a script that asks for the preview, only this.
        """
        said = describing.shown(refusal) if refusal else None
        if said and isinstance(refusal, TooLarge):
            said |= {"errors": {"text": [refusal.message]}}
        if said and self.file_name and "text" in said["errors"]:
            said["errors"]["file"] = said["errors"].pop("text")
            self.fields["text"] = self.file_name = ""
        return render(
            "documents/cut.html" if is_fragment() else "documents/new.html",
            status_of(refusal) if refusal else 200,
            typed=describing.typed_in(self.fields),
            text=self.fields.get("text", ""),
            file_name=self.file_name,
            encoding=self.encoding,
            refusal=said,
            known=refusal.extra.get("document_id") if refusal else None,
            preview=preview_of(pieces) if pieces else None,
            language=self.fields.get("language"),
            languages=describing.LANGUAGE_NAMES,
        )


@page(Permission.ADD_DOCUMENT)
def new_document() -> Response:
    """The form for a text."""
    return Draft().show()


@page(Permission.ADD_DOCUMENT)
def create_document() -> Response:
    """Add a text and go to its workbench; the same article again leads to where it is."""
    draft = Draft()
    try:
        draft.read()
        pieces, described = draft.load(NewDocument())
        with transaction() as session:
            document, is_new = actions.add_document(session, viewer(), Intake(pieces, described))
            session.flush()
            document_id = document.id
    except (Invalid, TooLarge, Conflict) as refusal:
        return draft.show(refusal)
    notice = "document_known"
    if is_new:
        is_guess = draft.encoding == WINDOWS_1252
        notice = "document_added_guessing" if is_guess else "document_added"
    return redirect("workbench_pages.show_document", notice, document_id=document_id)


@page(Permission.ADD_DOCUMENT)
def preview_document() -> Response:
    """The form again, with how its text would be cut; for a script, only this."""
    draft = Draft()
    try:
        draft.read()
        pieces, _described = draft.load(NewDocument(only=("text", "language")))
    except (Invalid, TooLarge) as refusal:
        return draft.show(refusal)
    return draft.show(pieces=pieces)
