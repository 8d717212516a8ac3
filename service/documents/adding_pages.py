"""Adding a text: its form is read, cut, and shown again with everything that was typed.

pages.py gives the routes.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask import Response
from werkzeug.datastructures import MultiDict

from service.documents import actions, describing, uploads
from service.documents.ahead import ahead_of
from service.documents.intake import Intake, take_in
from service.documents.previewing import preview_of
from service.documents.schemas import NewDocument
from service.documents.uploads import Upload
from service.errors import Conflict, Invalid, Refusal, TooLarge, TooManyRequests
from service.http.auth import page, viewer
from service.http.forms import load, nested, raw_of
from service.http.pages import is_fragment, redirect, render, settings
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.permissions import Permission

REFUSALS = (Invalid, TooLarge, TooManyRequests)
"""Why a text is not taken in."""


@dataclass
class Draft:
    """What somebody is about to add; `source` is the field it comes by: text, file or url.

    `filled` says that the text of the file stands in the box.
    """

    fields: MultiDict[str, str] = field(default_factory=MultiDict)
    upload: Upload | None = None
    source: str = "text"
    filled: bool = False
    guessed: str | None = None

    def take(self, *, only_cut: bool = False) -> Intake:
        """Take in what was sent; to see how it is cut, without what else describes it.

        Raises one of REFUSALS; what was read until then stays.
        """
        self.fields, self.upload = uploads.read()
        is_pasted = bool(self.fields["text"].strip())
        if self.upload is not None:
            self.source = "file"
            if is_pasted:
                sentence = "There is a pasted text already. Empty its box, then choose the file."
                raise uploads.refused("file", sentence)
        elif not is_pasted and self.fields.get("url", "").strip():
            self.source = "url"
        names = {"language"} | ({"url"} if self.source == "url" else set())
        schema = NewDocument(only=names) if only_cut else NewDocument(exclude=("text", "html"))
        try:
            described = load(schema, raw_of(schema, nested(self.fields)))
        except Invalid:
            with suppress(*REFUSALS):  # of the file only its text is kept
                if self.upload is not None and self.upload.is_text:
                    self._take_in({})
            raise
        return self._take_in(described)

    def _take_in(self, described: dict[str, Any]) -> Intake:
        if self.upload is None:
            text = None if self.source == "url" else self.fields["text"]
            intake = take_in(settings=settings(), text=text, **described)
        else:
            intake = self.upload.take(described)
            if self.upload.is_text:
                self.fields["text"], self.filled = intake.cut.text, True
        self.guessed = intake.guessed
        return intake

    def show(self, refusal: Refusal | None = None, intake: Intake | None = None) -> Response:
        """The form with what was typed, what is wrong with it, and how the text was cut.

        To a script that asks for the preview, only this.
        """
        typed = describing.typed_in(self.fields)
        # The language that was typed is found already, and so is the address it is fetched from.
        own = typed | {"language": ""} | ({"url": ""} if self.source == "url" else {})
        return render(
            "documents/cut.html" if is_fragment() else "documents/new.html",
            status_of(refusal) if refusal else 200,
            typed=typed,
            text=self.fields.get("text", ""),
            file_name=self.upload.name if self.upload else "",
            filled=self.filled,
            accepted=uploads.ACCEPTED,
            guessed=self.guessed,
            refusal=describing.shown(refusal, self.source) if refusal else None,
            known=refusal.extra.get("document_id") if refusal else None,
            preview=preview_of(intake.cut, intake.described, own) if intake else None,
            source=self.source,
            language=intake.described.get("language") if intake else None,
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
        intake = draft.take()
        with reading() as session:
            ahead = ahead_of(session, intake)
        with transaction() as session:
            document, is_new = actions.add_document(session, viewer(), intake, ahead)
            session.flush()
            document_id = document.id
    except (*REFUSALS, Conflict) as refusal:
        return draft.show(refusal)
    notice = "document_known"
    if is_new:
        notice = "document_added_guessing" if intake.guessed else "document_added"
    return redirect("workbench_pages.show_document", notice, document_id=document_id)


@page(Permission.ADD_DOCUMENT)
def preview_document() -> Response:
    """The form again, with how its text would be cut; for a script, only this."""
    draft = Draft()
    try:
        intake = draft.take(only_cut=True)
    except REFUSALS as refusal:
        return draft.show(refusal)
    return draft.show(intake=intake)
