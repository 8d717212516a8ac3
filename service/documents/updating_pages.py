"""A new text for a document: what it would make of each claim, and then saving it.

pages.py gives the routes.
"""

from dataclasses import dataclass, field
from typing import Any

from flask import Response
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from service.documents import aligning, comparing, describing, origins, queries, uploads, versions
from service.documents.intake import Intake, take_in
from service.documents.previewing import counts_said, groups_of
from service.documents.uploads import Upload
from service.errors import Conflict, Invalid, NotFound, Refusal, TooLarge, TooManyRequests
from service.http import notices
from service.http.auth import page, viewer
from service.http.forms import is_number
from service.http.pages import is_fragment, redirect, render, settings
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.models import Document
from service.permissions import Permission, Viewer
from service.texts.reading.decoding import lines_of
from service.vocabulary import Role

REFUSALS = (Invalid, TooLarge, TooManyRequests)
CHANGED_SINCE = (
    "What would be saved now is not what you looked at: the page, the file or the text changed"
    " since. Look at this, and save it if it is right."
)
SAVED_SINCE = (
    "Somebody saved version {} after you opened this page. Below is what your text would change"
    " in it: see that it takes nothing of it back."
)


def _exists(session: Session, someone: Viewer, document_id: int) -> None:
    queries.get_document(session, someone, document_id)


@dataclass
class Update:
    """The new text that somebody sends, by the field `source`: text, file or url (fetched again).

    `opened` is the version that was the newest when the form was opened, `base` its text, from
    which the box began; `filled` says that the text of the file stands in the box.
    """

    document: Document
    base: str
    opened: int
    fields: MultiDict[str, str] = field(default_factory=MultiDict)
    upload: Upload | None = None
    source: str = "text"
    filled: bool = False

    def take(self) -> Intake:
        """Take in what was sent. Raises one of REFUSALS; what was read until then stays."""
        described = {"language": self.document.language}
        if self.fields.get("way") == "fetch":
            self.source = "url"
            return versions.refetch(self.document, settings())
        if self.upload is None:
            return take_in(settings=settings(), text=self._text(), **described)
        self.source = "file"
        if self.fields["text"] not in ("", lines_of(self.base)):
            sentence = "The text in the box was changed too. Send either that or a file."
            raise uploads.refused("file", sentence)
        intake = self.upload.take(described)
        if self.upload.is_text:
            self.fields["text"], self.filled = intake.cut.text, True
        return intake

    def check_chosen_again(self) -> None:
        """Raise Invalid where the file that was looked at does not come once more."""
        name = self.fields.get("again")
        if name and self.upload is None:
            sentence = f"Choose {name} again and look at it: a page cannot send a file twice."
            raise uploads.refused("file", sentence)

    def show(
        self,
        *,
        intake: Intake | None = None,
        refusal: Refusal | None = None,
        because: str | None = None,
    ) -> Response:
        """The form with what was typed, and what it would change; to a script, only this.

        `because` says why it is shown again instead of being saved.
        """
        said: dict[str, Any] | None = None
        preview = None
        with reading() as session:
            document = queries.get_document(session, viewer(), self.document.id)
            (newest,) = origins.list_origins(session, document, limit=1)
            if intake is not None:
                preview = comparing.preview_version(session, viewer(), document.id, intake)
        status = 200
        if isinstance(refusal, Conflict):  # of no field
            said, status = {"detail": refusal.message, "errors": {}}, status_of(refusal)
        elif refusal is not None:
            said, status = describing.shown(refusal, self.source), status_of(refusal)
        elif because is not None:
            status = 409
        is_behind = self.source == "text" and self.opened < newest.number
        if preview is not None and because is None and is_behind:
            because = SAVED_SINCE.format(newest.number)
        return render(
            "documents/difference.html" if is_fragment() else "documents/update.html",
            status,
            document=document,
            is_blinded=document.blind and not viewer().is_at_least(Role.REVIEWER),
            newest=newest,
            opened=self.opened,
            text=self.fields.get("text", self.base),
            source=self.source,
            file_name=self.upload.name if self.upload else "",
            filled=self.filled,
            accepted=uploads.ACCEPTED,
            preview=preview,
            said=counts_said(preview.counts) if preview else "",
            groups=groups_of(preview.lines) if preview else [],
            hash=intake.cut.hash.hex() if intake else "",
            guessed=intake.guessed if intake else None,
            because=because,
            refusal=said,
        )

    def _text(self) -> str:
        """What is in the box; a box ends its lines by `\\n`, whatever the version does."""
        text = self.fields["text"]
        if text == lines_of(self.base):
            return self.base
        ends = self.base.count("\n")
        return text.replace("\n", "\r\n") if ends and ends == self.base.count("\r\n") else text


@page(Permission.ADD_DOCUMENT, exists=_exists)
def show_update(document_id: int) -> Response:
    """The form for a new text."""
    return _begin(document_id).show()


@page(Permission.ADD_DOCUMENT, exists=_exists)
def preview_update(document_id: int) -> Response:
    """What the text would make of each claim."""
    try:
        update = _sent(document_id)
    except TooLarge as refusal:
        return _begin(document_id).show(refusal=refusal)
    try:
        return update.show(intake=update.take())
    except REFUSALS as refusal:
        return update.show(refusal=refusal)


@page(Permission.ADD_DOCUMENT, exists=_exists)
def create_version(document_id: int) -> Response:
    """Save the text, if it is what was looked at, and on the version it was compared with."""
    try:
        update = _sent(document_id)
    except TooLarge as refusal:
        return _begin(document_id).show(refusal=refusal)
    try:
        update.check_chosen_again()
        intake = update.take()
    except REFUSALS as refusal:
        return update.show(refusal=refusal)
    if update.fields.get("hash") != intake.cut.hash.hex():
        return update.show(intake=intake, because=CHANGED_SINCE)
    try:
        return _save(document_id, intake, _number(update.fields.get("version", "")))
    except Conflict as refusal:
        if refusal.code == "stale_version":
            return update.show(intake=intake, because=refusal.message)
        return update.show(refusal=refusal)


def _save(document_id: int, intake: Intake, based_on: int) -> Response:
    with reading() as session:
        ahead = aligning.align_ahead(session, viewer(), document_id, intake)
    with transaction() as session:
        document, is_new = versions.add_version(
            session, viewer(), document_id, intake, based_on=based_on, ahead=ahead
        )
        session.flush()
        numbers = (
            [document.version, *queries.counts_of(session, document).values()] if is_new else []
        )
    response = redirect("workbench_pages.show_document", document_id=document_id)
    return notices.leave(response, "version_added" if is_new else "version_known", *numbers)


def _begin(document_id: int, opened: int = 0) -> Update:
    """The form as it is opened, on the newest version or on one that was the newest."""
    with reading() as session:
        document = queries.get_document(session, viewer(), document_id)
        try:
            version, _blocks = queries.get_version(session, document, opened or document.version)
        except NotFound:
            version, _blocks = queries.get_version(session, document, document.version)
        return Update(document, version.text, version.number)


def _sent(document_id: int) -> Update:
    fields, upload = uploads.read()
    update = _begin(document_id, _number(fields.get("opened", "")))
    update.fields, update.upload = fields, upload
    return update


def _number(text: str) -> int:
    """A number that a form of ours sent; 0, which no version has, for anything else."""
    return int(text) if is_number(text) else 0
