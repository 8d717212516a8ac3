"""The shapes of documents."""

from marshmallow import fields, validate

from service.documents import rules
from service.documents.queries import STATES
from service.http.bodies import Shape
from service.http.fields import Id, Instant, RawText, Text, YesOrNo
from service.http.paging import page_of
from service.http.searching import SearchArgs, searched_page_of
from service.sources.schemas import Url
from service.vocabulary import BlockKind, ClaimStatus, Visibility

LANGUAGE = validate.Regexp(
    rf"\A{rules.LANGUAGE.pattern}\Z", error="Not a language tag such as en or pt-BR."
)


class DocumentShape(Shape):
    """A text under check."""

    id = Id()
    title = fields.String(allow_none=True)
    url = fields.String(allow_none=True)
    author = fields.String(allow_none=True)
    publisher = fields.String(allow_none=True)
    published_at = Instant(allow_none=True)
    language = fields.String(allow_none=True)
    visibility = fields.Enum(Visibility, by_value=True)
    blind = fields.Boolean()
    version = fields.Integer(metadata={"description": "The number of the newest version."})
    claims_count = fields.Integer()
    revision = fields.Integer()
    created_at = Instant()
    updated_at = Instant()
    archived_at = Instant(allow_none=True)


DocumentPage = searched_page_of(DocumentShape)


class DocumentArgs(SearchArgs):
    """Which documents to list."""

    status = fields.Enum(
        ClaimStatus, by_value=True, metadata={"description": "Has a claim in this status."}
    )
    language = Text(35, validate=LANGUAGE)
    publisher = Text(rules.LONGEST_NAME, metadata={"description": "Exactly this publisher."})
    pending = fields.Boolean(metadata={"description": "Has edits that wait for review."})


class Description(Shape):
    """What describes a document."""

    title = Text(rules.LONGEST_TITLE, allow_none=True)
    url = Url(allow_none=True)
    author = Text(rules.LONGEST_NAME, allow_none=True)
    publisher = Text(rules.LONGEST_NAME, allow_none=True)
    published_at = Instant(allow_none=True)
    language = Text(35, allow_none=True, validate=LANGUAGE)
    visibility = fields.Enum(Visibility, by_value=True)
    blind = YesOrNo()


class NewText(Shape):
    """A text, or its HTML; without either, it is fetched from its address (url)."""

    max_body = 13 << 20
    """2 MiB of text, every byte of it escaped as \\u00xx, or 10 MiB of HTML, and the rest."""

    text = RawText()
    html = RawText(metadata={"description": "The page of the article, 10 MiB at most."})
    url = Url()


class NewDocument(Description, NewText):
    """A text and what describes it."""

    url = Url(allow_none=True)


class NewVersion(NewText):
    """A new text; with none, what is at the document's own address by now."""

    version = Id(metadata={"description": "The version it is based on, to be refused if stale."})


class BlockShape(Shape):
    """A structural span: code points of the version, end exclusive."""

    kind = fields.Enum(BlockKind, by_value=True)
    level = fields.Integer(allow_none=True)
    start = fields.Integer()
    end = fields.Integer()


class VersionSummaryShape(Shape):
    """A version without its text."""

    number = fields.Integer()
    splitter = fields.String(metadata={"description": "What found the sentences."})
    created_at = Instant()


VersionPage = page_of(VersionSummaryShape)


class SnapshotShape(Shape):
    """What was fetched to make a version; its bytes have an address of their own."""

    url = fields.String(metadata={"description": "Where it was found after all redirects."})
    fetched_at = Instant()
    media_type = fields.String()
    sha256 = fields.Function(lambda snapshot: snapshot.hash.hex())
    size = fields.Integer(metadata={"description": "Bytes."})


class VersionShape(VersionSummaryShape):
    """One text of a document, to the letter."""

    text = fields.String()
    blocks = fields.List(fields.Nested(BlockShape))
    snapshot = fields.Nested(
        SnapshotShape, allow_none=True, metadata={"description": "Null: nothing was fetched."}
    )


class CountsShape(Shape):
    """How many claims become what by a new text. Retired ones do not count."""

    exact = fields.Integer(metadata={"description": "Stand as they did."})
    moved = fields.Integer(metadata={"description": "Stand elsewhere, to the letter."})
    changed = fields.Integer(metadata={"description": "Their sentence was reworded."})
    orphaned = fields.Integer(metadata={"description": "Have no counterpart any more."})
    new = fields.Integer(metadata={"description": "Are made of sentences that were not there."})


class AddedVersionShape(VersionSummaryShape):
    """The newest version, and what it made of the claims."""

    counts = fields.Nested(
        CountsShape,
        allow_none=True,
        metadata={"description": "Null where the text is the same: nothing became of any."},
    )


class LineShape(Shape):
    """What a new text would make of one claim."""

    claim_id = Id(allow_none=True, metadata={"description": "Null: a new one."})
    state = fields.String(metadata={"enum": list(STATES)})
    before = fields.String(allow_none=True, metadata={"description": "The claim's wording."})
    after = fields.String(allow_none=True, metadata={"description": "What would stand there."})
    status = fields.Enum(ClaimStatus, by_value=True, allow_none=True)
    has_verdict = fields.Boolean()
    has_open_edits = fields.Boolean()
    keeps_wording = fields.Boolean(
        metadata={"description": "It changed, and what it says was judged: to be rechecked."}
    )
    start = fields.Integer()
    end = fields.Integer()


class VersionPreviewShape(Shape):
    """What a new text would make of the claims, in its reading order, orphans last."""

    is_same = fields.Boolean(metadata={"description": "The text of the newest version."})
    counts = fields.Nested(CountsShape)
    lines = fields.List(fields.Nested(LineShape))
