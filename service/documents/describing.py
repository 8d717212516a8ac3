"""What describes a document, as the fields of a form."""

from datetime import UTC
from typing import Any

from werkzeug.datastructures import MultiDict

from service.documents import rules
from service.documents.schemas import Description
from service.errors import Forbidden, Refusal, TooLarge
from service.http.fields import Id
from service.http.forms import MAX_FORM, load, nested, raw_of, sent
from service.http.wording import LANGUAGES
from service.models import Document
from service.permissions import Viewer
from service.vocabulary import Visibility

FIELDS = (
    "title",
    "url",
    "author",
    "publisher",
    "published_at",
    "language",
    "visibility",
    "blind",
)
LANGUAGE_NAMES = sorted(LANGUAGES.values())
_CODES = {name.casefold(): code for code, name in LANGUAGES.items()}


class DetailsForm(Description):
    """What describes a document, and the revision that was on screen."""

    revision = Id(required=True)


def form(most: int = MAX_FORM) -> MultiDict[str, str]:
    """What was sent, at most so many bytes; a language by its name becomes its code."""
    fields = MultiDict(sent(most))
    typed = fields.get("language", "").strip()
    fields["language"] = _CODES.get(typed.casefold(), typed)
    return fields


def typed_in(fields: MultiDict[str, str]) -> dict[str, str]:
    """What a form of ours sent, to be shown again."""
    typed = {name: (fields.getlist(name) or [""])[-1] for name in FIELDS}
    code = typed["language"]
    return typed | {
        "visibility": typed["visibility"] or Visibility.DESK.value,
        "language": LANGUAGES.get(code, code),
    }


def fields_of(document: Document) -> dict[str, str]:
    """What describes a document, as its form shows it."""
    given = {name: getattr(document, name) or "" for name in FIELDS}
    return given | {
        "published_at": _moment(document),
        "language": LANGUAGES.get(given["language"], given["language"]),
        "visibility": document.visibility.value,
        "blind": "yes" if document.blind else "",
    }


def details_in(fields: MultiDict[str, str]) -> tuple[dict[str, Any], int]:
    """The changes that were sent, and the revision that was on screen. Raises Invalid."""
    schema = DetailsForm()
    changes = load(schema, raw_of(schema, nested(fields)))
    return changes, changes.pop("revision")


def why_not(
    viewer: Viewer, document: Document, *, has_verdicts: bool, **changes: Any
) -> str | None:
    """Why this person may not change this of what describes the document, if so."""
    try:
        rules.check_describes(viewer, document, changes, has_verdicts=has_verdicts)
    except Forbidden as refusal:
        return refusal.message
    return None


def shown(refusal: Refusal, source: str = "text") -> dict[str, Any]:
    """A refusal as forms show it: beside the fields that it names, else above them.

    What is wrong with a text stands beside the field it came by: `text`, `file` or `url`.
    """
    errors = dict(refusal.errors or {})
    if isinstance(refusal, TooLarge) and not errors:
        errors = {"text": [refusal.message]}
    if "text" in errors:
        errors[source] = errors.pop("text")
    if refusal.code == "duplicate":
        known = refusal.extra.get("document_id")
        sentence = f"Document {known} has this address, with another text."
        errors = {"url": [sentence if known else refusal.message]}
    detail = "Nothing was saved: see what is marked below." if errors else refusal.message
    return {"detail": detail, "errors": errors, "code": refusal.code}


def _moment(document: Document) -> str:
    """A day where it is the first moment of one, so that saving the form changes nothing."""
    if document.published_at is None:
        return ""
    moment = document.published_at.astimezone(UTC)
    if moment.time().isoformat() == "00:00:00":
        return moment.date().isoformat()
    return moment.isoformat().replace("+00:00", "Z")
