"""What the real server refuses, and how: each row is a sentence, tried over a socket."""

import http.client
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from typing import Any
from urllib.parse import quote, urlsplit

import sqlalchemy as sa

from service.accounts.rules import hash_key
from service.db import Base, utcnow
from service.models import ApiKey
from tests.factories import API, PROPOSAL, Desk
from tests.serving import Server

PROBLEM = {"type", "title", "status", "detail", "code", "request_id"}
TEXT = "It cost 9 million."
MiB = 1 << 20


@dataclass(frozen=True)
class Row:
    """A request, and the refusal that it gets. `{names}` in its path are filled in."""

    sentence: str
    method: str
    path: str
    status: int
    code: str
    at: str | None = None
    """The field that `errors` has to name."""
    body: Any = None
    """To be sent as JSON; bytes are sent as they are; a list of bytes is sent in chunks."""
    who: str | None = "annotator"
    type: str | None = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def new_document(sentence: str, at: str, **fields: Any) -> Row:
    body = {"text": TEXT} | fields
    return Row(sentence, "POST", "/documents", 422, "invalid", at, body)


def new_edit(sentence: str, at: str, **fields: Any) -> Row:
    return Row(sentence, "POST", "/claims/{claim}/edits", 422, "invalid", at, fields)


def new_citation(sentence: str, at: str, **fields: Any) -> Row:
    citation = {"url": "https://example.org/", "stance": "supports"} | fields
    return new_edit(sentence, f"citations.0.{at}", citations=[citation])


def new_claim(sentence: str, at: str, **fields: Any) -> Row:
    body = {"version": 1, "start": 0, "end": 2} | fields
    return Row(sentence, "POST", "/documents/{document}/claims", 422, "invalid", at, body)


def new_rating(sentence: str, at: str, **fields: Any) -> Row:
    body = {"code": "old", "labels": {"en": "Old"}, "averitec_label": "Refuted"} | fields
    return Row(sentence, "POST", "/scales/1/ratings", 422, "invalid", at, body, who="admin")


def rating(sentence: str, path: str, status: int, code: str, **more: Any) -> Row:
    row: dict[str, Any] = {"who": "admin", "body": {}} | more
    return Row(sentence, "PATCH", f"/scales/1/ratings/{path}", status, code, **row)


def new_tag(sentence: str, at: str, **fields: Any) -> Row:
    body = {"name": "water", "description": "Of water."} | fields
    return Row(sentence, "POST", "/tags", 422, "invalid", at, body, who="reviewer")


def new_key(sentence: str, **fields: Any) -> Row:
    return Row(sentence, "POST", "/api-keys", 422, "invalid", "expires_in_days", fields)


def new_user(sentence: str, at: str, **fields: Any) -> Row:
    body = {"name": "Ada", "role": "reader"} | fields
    return Row(sentence, "POST", "/users", 422, "invalid", at, body, who="admin")


def query(sentence: str, path: str, at: str) -> Row:
    return Row(sentence, "GET", path, 422, "invalid", at)


def cursor(sentence: str, path: str) -> Row:
    return Row(sentence, "GET", path, 400, "malformed")


def raw(sentence: str, body: Any, status: int = 400, code: str = "malformed", **more: Any) -> Row:
    return Row(sentence, "POST", "/documents", status, code, body=body, **more)


def nothing(sentence: str, path: str) -> Row:
    return Row(sentence, "GET", path, 404, "not_found")


def approval(sentence: str, status: int, code: str, if_match: str | None, **more: Any) -> Row:
    headers = {} if if_match is None else {"If-Match": if_match}
    row: dict[str, Any] = {"who": "reviewer", "body": {}, "headers": headers} | more
    return Row(sentence, "POST", "/edits/{edit}/approval", status, code, **row)


def with_key(sentence: str, **more: Any) -> Row:
    return Row(sentence, "GET", "/documents", 401, "unauthenticated", **more)


def forged(values: Any) -> str:
    """A cursor of the list of documents whose checksum is right and whose content is not ours."""
    filters = blake2b(b"{}", digest_size=6).hexdigest()
    return packed([1, "documents", filters, values])


def packed(content: Any) -> str:
    body = json.dumps(content, separators=(",", ":")).encode()
    return urlsafe_b64encode(blake2b(body, digest_size=6).digest() + body).decode().rstrip("=")


def nested(depth: int) -> bytes:
    return b'{"text": ' + b"[" * depth + b"]" * depth + b"}"


LONG_NUMBER = "9" * 5000

ROWS = [
    # Fields of the wrong type
    new_document("a title that is a number", "title", title=5),
    new_document("a text that is a list", "text", text=["One.", "Two."]),
    new_document("a text that is an object", "text", text={"one": "two"}),
    new_document("a text that is true", "text", text=True),
    new_document("an author that is a list", "author", author=["Ada"]),
    new_document("a language that is a number", "language", language=5),
    new_document("a visibility that is a list", "visibility", visibility=["desk"]),
    new_document("a yes or no that is a word", "blind", blind="yes"),
    new_document("a yes or no that is a number", "blind", blind=1),
    new_document("a time that is a number", "published_at", published_at=20261122),
    new_edit("tags that are one word", "tags", tags="statistic"),
    new_edit("a tag that is a number", "tags.0", tags=[5]),
    new_edit("citations that are an object", "citations", citations={}),
    new_edit("a citation that is an address alone", "citations.0", citations=["https://a.org"]),
    new_edit("a claimant that is a name alone", "claimant", claimant="Ada"),
    new_edit("a rating that is a number", "rating", rating=5),
    new_edit("a submission that is a word", "submit", submit="true"),
    new_key("days that are a word", expires_in_days="7"),
    new_key("days that are a fraction", expires_in_days=1.5),
    new_key("days that are true", expires_in_days=True),
    # Fields out of bounds
    new_document("a title of 501 characters", "title", title="a" * 501),
    new_document("an author of 301 characters", "author", author="a" * 301),
    new_document("a URL of 2,001 characters", "url", url="https://a.org/" + "a" * 1987),
    new_edit("a rationale of 20,001 characters", "rationale", rationale="a" * 20_001),
    new_edit("21 tags", "tags", tags=[f"tag {number}" for number in range(21)]),
    new_edit("a tag of 81 characters", "tags.0", tags=["a" * 81]),
    new_edit("an empty tag", "tags.0", tags=[" "]),
    new_edit("51 citations", "citations", citations=[PROPOSAL["citations"][0]] * 51),
    new_citation("a quote of 5,001 characters", "quote", quote="a" * 5001),
    new_citation("a locator of 201 characters", "locator", locator="a" * 201),
    new_key("no days", expires_in_days=0),
    new_key("more than ten years", expires_in_days=3651),
    new_key("days without end", expires_in_days=10**30),
    new_user("a name of 81 characters", "name", name="a" * 81),
    new_user("a name with a slash", "name", name="a/b"),
    new_user("an empty name", "name", name=""),
    # Fields that are unknown or missing
    new_document("an unknown field", "colour", colour="red"),
    new_document("a field that the server sets", "id", id=7),
    new_edit("a field of a citation that there is not", "citations.0.author", citations=[
        {"url": "https://a.org/", "stance": "supports", "author": "Ada"}
    ]),
    new_edit("a claimant without a name", "claimant.name", claimant={"same_as": "https://a.org"}),
    new_edit("a citation without a stance", "citations.0.stance", citations=[
        {"url": "https://a.org/"}
    ]),
    raw("an empty body where a field is required", b"", 422, "invalid", at="text"),
    raw("an empty object where a field is required", {}, 422, "invalid", at="text"),
    raw("null where a text is required", {"text": None}, 422, "invalid", at="text"),
    # Words that are not in their set
    new_document("an unknown visibility", "visibility", visibility="secret"),
    new_edit("an unknown rating", "rating", rating="half_true"),
    new_citation("an unknown stance", "stance", stance="proves"),
    new_tag("an unknown kind of tag", "kind", kind="mood"),
    new_user("an unknown role", "role", role="king"),
    new_tag("a colour by its name", "colour", colour="blue"),
    new_tag("a colour of three digits", "colour", colour="#fff"),
    new_tag("a colour with a line break behind it", "colour", colour="#2a47c2\n"),
    # Addresses
    new_document("an address that is a script", "url", url="javascript:alert(1)"),
    new_document("an address with a password", "url", url="https://ada:secret@example.org/"),
    new_document("an address without a host", "url", url="https://"),
    new_document("an address of files", "url", url="ftp://example.org/a"),
    new_document("an address with a port that there is not", "url", url="https://a.org:99999/"),
    new_document("an address with a space", "url", url="https://a.org/a b"),
    new_document("an address that is none", "url", url="example"),
    new_citation("a citation of a script", "url", url="javascript:alert(1)"),
    new_citation("a citation of data", "url", url="data:text/html,a"),
    new_citation("a citation of an unclosed address", "url", url="https://[::1"),
    new_edit("a claimant who is a script", "claimant.same_as", claimant={
        "name": "Ada", "same_as": "javascript:alert(1)"
    }),
    # Languages, days and times
    new_document("a language of one letter", "language", language="e"),
    new_document("a language in words", "language", language="British English"),
    new_document("a time in words", "published_at", published_at="tomorrow"),
    new_document("a time without a zone", "published_at", published_at="2026-11-22T10:00:00"),
    new_document("a time in the year 10000", "published_at", published_at="10000-01-01"),
    new_document(
        "a time before the year 1", "published_at", published_at="0001-01-01T00:00:00+01:00"
    ),
    new_document("a 30th of February", "published_at", published_at="2026-02-30"),
    new_edit("a day in the German way", "claim_date", claim_date="22.11.2026"),
    new_edit("a day of a 13th month", "claim_date", claim_date="2026-13-01"),
    new_edit("a day that is a time", "claim_date", claim_date="2026-11-22T10:00:00Z"),
    # Characters
    new_document("a text with NUL", "text", text="It is so.\x00"),
    new_document("a text with half a surrogate pair", "text", text="It is \ud800 so."),
    new_document("a title with NUL", "title", title="a\x00b"),
    new_document("a title with a bell", "title", title="a\x07b"),
    new_document("a title of two lines", "title", title="a\nb"),
    new_document("a title with half a surrogate pair", "title", title="\udfff"),
    new_edit("a rationale with NUL", "rationale", rationale="a\x00b"),
    new_edit("a rationale with half a surrogate pair", "rationale", rationale="\ud800"),
    new_edit("a rating with NUL", "rating", rating="true\x00"),
    new_citation("a locator of two lines", "locator", locator="a\nb"),
    # Selections and ratings
    new_claim("a selection that is empty", "end", start=2),
    new_claim("a selection behind the text", "end", end=10**30),
    new_claim("a selection of a blank", "start", start=10, end=11),
    new_claim("a selection that begins in words", "start", start="x"),
    new_claim("a selection of words", "text", text="One is so."),
    Row("a selection in a version that is not the newest", "POST", "/documents/{document}/claims",
        409, "stale_version", body={"version": 2, "start": 0, "end": 2}),
    Row("a selection of a claim", "POST", "/documents/{document}/claims", 409, "duplicate",
        body={"version": 1, "start": 0, "end": 10}),
    Row("a selection in no document", "POST", "/documents/999999/claims", 404, "not_found",
        body={"version": 1, "start": 0, "end": 2}),
    new_rating("a rating whose code has NUL", "code", code="a\x00"),
    new_rating("a rating without an English label", "labels.en", labels={"de": "Alt"}),
    new_rating("a rating whose labels are a word", "labels", labels="Old"),
    new_rating("a rating of value 6", "value", value=6),
    rating("a rating put out of its scale", "mixed", 422, "invalid", at="position",
           body={"position": 7}),
    rating("a rating that there is not", "half", 404, "not_found"),
    rating("a rating with NUL in its address", "%00", 404, "not_found"),
    rating("a rating with half a surrogate pair in its address", "%ED%A0%80", 404, "not_found"),
    rating("a reviewer who retires a rating", "mixed", 403, "role_missing", who="reviewer"),
    # Texts in which there is nothing to check
    new_document("an empty text", "text", text=""),
    new_document("a blank text", "text", text=" \n\t\u00a0\n"),
    new_document("a text of headings alone", "text", text="## One\n\n## Two"),
    raw("a text over 2 MiB", {"text": "a" * (2 * MiB + 1)}, 413, "too_large"),
    raw("a text over 2 MiB in letters of two bytes", {"text": "é" * (MiB + 1)}, 413, "too_large"),
    # Bodies that are not the JSON they should be
    raw("a body that is not JSON", b"{text: 'a'}"),
    raw("a body that breaks off", b'{"text": "a'),
    raw("a body with something behind it", b'{"text": "One is so."} {}'),
    raw("a body that is not UTF-8", b'{"text": "\xff\xfe"}'),
    raw("a body in UTF-16", json.dumps({"text": TEXT}).encode("utf-16")),
    raw("a body with a byte order mark", b'\xef\xbb\xbf{"text": "One is so."}'),
    raw("a body of white space", b"   "),
    raw("NaN", b'{"text": NaN}'),
    raw("Infinity", b'{"text": -Infinity}'),
    raw("a number of 5,000 digits", f'{{"text": {LONG_NUMBER}}}'.encode()),
    raw("one name twice in an object", b'{"text": "One is so.", "text": "Two is so."}'),
    raw("JSON 100,000 levels deep", nested(100_000)),
    raw("JSON 10,000 levels deep", nested(10_000)),
    raw("JSON 900 levels deep, which can be parsed and hardly be walked", nested(900)),
    raw("JSON 600 levels deep", nested(600)),
    Row(
        "JSON 100,000 objects deep", "POST", "/claims/{claim}/edits", 400, "malformed",
        body=b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    ),
    raw("a number beyond all numbers", b'{"text": "One is so.", "blind": 1e999}', 422, "invalid"),
    raw("a list as the body", [{"text": TEXT}], 422, "invalid"),
    raw("a word as the body", "text", 422, "invalid"),
    raw("a number as the body", 5, 422, "invalid"),
    raw("null as the body", b"null", 422, "invalid"),
    raw("plain text", b"It is so.", 415, "unsupported_media_type", type="text/plain"),
    raw(
        "a form", b"text=It+is+so.", 415, "unsupported_media_type",
        type="application/x-www-form-urlencoded",
    ),
    raw("JSON that does not say so", {"text": TEXT}, 415, "unsupported_media_type", type=None),
    raw("a media type that is none", {"text": TEXT}, 415, "unsupported_media_type", type="json"),
    Row(
        "a body that is declared over the limit", "POST", "/tags", 413, "too_large",
        who="reviewer", headers={"Content-Length": str(MiB + 1)},
    ),
    raw(
        "a document that is declared over the limit", None, 413, "too_large",
        headers={"Content-Length": str(14 * MiB)},
    ),
    Row(
        "a body in chunks over the limit", "POST", "/tags", 413, "too_large", who="reviewer",
        body=[b" " * 65_536] * 17,
    ),
    # Query parameters
    query("no items at all", "/documents?limit=0", "limit"),
    query("fewer than no items", "/documents?limit=-1", "limit"),
    query("more items than a page has", "/documents?limit=201", "limit"),
    query("a limit in words", "/documents?limit=x", "limit"),
    query("an empty limit", "/documents?limit=", "limit"),
    query("a limit without end", f"/documents?limit={10**30}", "limit"),
    query("a limit of 3,000 digits", f"/documents?limit={'9' * 3000}", "limit"),
    query("an unknown parameter", "/documents?colour=red", "colour"),
    query("an unknown status", "/claims?status=done", "status"),
    query("an unknown state", "/edits?state=done", "state"),
    query("a tag with NUL", "/claims?tag=%00", "tag"),
    query("a document of edits in words", "/edits?document_id=x", "document_id"),
    query("a document of edits that is 0", "/edits?document_id=0", "document_id"),
    query("an author that is negative", "/edits?author=-1", "author"),
    query("an author as a power", "/edits?author=1e3", "author"),
    query("an author beyond all rows", f"/edits?author={10**30}", "author"),
    query("perhaps pending", "/documents?pending=perhaps", "pending"),
    query("a language in a search of one letter", "/documents?language=e", "language"),
    query("a publisher with NUL", "/documents?publisher=%00", "publisher"),
    query("perhaps mine", "/edits?mine=perhaps", "mine"),
    query("edits that wait for no hours", "/edits?waiting_longer_than=0", "waiting_longer_than"),
    query("edits that wait for hours without end", f"/edits?waiting_longer_than={10**30}",
          "waiting_longer_than"),
    query("edits with a tag with NUL", "/edits?tag=%00", "tag"),
    query("sources of a script", "/sources?url=javascript:alert(1)", "url"),
    # Cursors
    cursor("a cursor that is none", "/documents?cursor=abc"),
    cursor("an empty cursor", "/documents?cursor="),
    cursor("a cursor with characters that no cursor has", "/documents?cursor=%C3%A9%00!"),
    cursor("a cursor with a letter changed", "/documents?cursor={damaged}"),
    cursor("a cursor cut short", "/documents?cursor={cut}"),
    cursor("a cursor of another list", "/tags?cursor={documents}"),
    cursor("a cursor of another document", "/documents/{document}/history?cursor={history}"),
    cursor("a cursor with other filters", "/documents?q=water&cursor={documents}"),
    cursor("a cursor without its filters", "/documents?cursor={filtered}"),
    cursor("a cursor forged with a word for a number", f"/documents?cursor={forged(['x'])}"),
    cursor("a cursor forged with nothing in it", f"/documents?cursor={forged([])}"),
    cursor("a cursor forged with two values for one", f"/documents?cursor={forged([1, 2])}"),
    cursor("a cursor forged with null", f"/documents?cursor={forged([None])}"),
    cursor("a cursor forged with a number", f"/documents?cursor={packed(5)}"),
    cursor("a cursor forged beyond all rows", f"/documents?cursor={forged([2**63])}"),
    # Things that are not there
    nothing("a document that there is not", "/documents/999999"),
    nothing("document 0", "/documents/0"),
    nothing("document -1", "/documents/-1"),
    nothing("a document beyond all numbers", f"/documents/{10**30}"),
    nothing("a document as a power", "/documents/1e3"),
    nothing("a document with a point", "/documents/1.0"),
    nothing("a version that there is not", "/documents/{document}/versions/2"),
    nothing("a version beyond all numbers", f"/documents/{{document}}/versions/{10**30}"),
    nothing("claims of a document that there is not", "/documents/999999/claims"),
    nothing("the history of a claim that there is not", "/claims/999999/history"),
    nothing("somebody else's draft", "/edits/{others_draft}"),
    nothing("somebody else's key", "/api-keys/{others_key}"),
    nothing("a path that there is not", "/nope"),
    nothing("a path with NUL", "/documents/%00"),
    nothing("a path out of the folder", "/static/../../app.py"),
    nothing("an encoded path out of the folder", "//static/%2e%2e/%2e%2e/app.py"),
    nothing("a path of 3,900 characters", "/" + "a" * 3900),
    nothing("a path with half a surrogate pair", "/documents/%ED%A0%80"),
    Row("an edit of no claim", "POST", "/claims/999999/edits", 404, "not_found", body={}),
    Row("a verdict on no claim", "GET", "/claims/999999/verdict", 404, "not_found", who=None),
    Row("a claim without a verdict", "GET", "/claims/{claim}/verdict", 404, "no_verdict"),
    # Methods
    Row("a document put", "PUT", "/documents", 405, "method_not_allowed", body={}),
    Row("a claim deleted", "DELETE", "/claims/{claim}", 405, "method_not_allowed"),
    Row("a verdict posted", "POST", "/claims/{claim}/verdict", 405, "method_not_allowed", body={}),
    Row("a method that nobody knows", "BREW", "/documents", 405, "method_not_allowed"),
    Row("a trace", "TRACE", "/documents", 405, "method_not_allowed"),
    # Keys
    with_key("no key", who=None),
    with_key("an unknown key", who=None, headers={"Authorization": "Bearer cdk_unknown"}),
    with_key("a key of 5,000 characters", who=None,
             headers={"Authorization": "Bearer " + "a" * 5000}),
    with_key("a key that has expired", who="expired"),
    with_key("a key that was revoked", who="revoked"),
    with_key("a key of somebody disabled", who="disabled"),
    with_key("a name and a password", who=None, headers={"Authorization": "Basic YTpi"}),
    with_key("a scheme without a key", who=None, headers={"Authorization": "Bearer"}),
    with_key("an empty key", who=None, headers={"Authorization": "Bearer  "}),
    with_key("a cookie", who=None, headers={"Cookie": "session=abc"}),
    Row(
        "an unknown key where none is needed", "GET", "/tags", 401, "unauthenticated", who=None,
        headers={"Authorization": "Bearer cdk_unknown"},
    ),
    # Roles
    raw("a reader who adds a document", {"text": TEXT}, 403, "role_missing", who="reader"),
    Row("a reader who looks at claims", "GET", "/claims", 403, "role_missing", who="reader"),
    approval("an annotator who approves", 403, "role_missing", "1", who="annotator"),
    Row(
        "an annotator who describes a tag", "POST", "/tags", 403, "role_missing",
        body={"name": "water", "description": "Of water."},
    ),
    Row("a reviewer who archives", "DELETE", "/documents/{document}", 403, "role_missing",
        who="reviewer"),
    Row("a reviewer who looks at people", "GET", "/users", 403, "role_missing", who="reviewer"),
    Row(
        "a reviewer who approves an edit of their own", "POST", "/edits/{reviewers}/approval",
        403, "own_edit", body={}, who="reviewer", headers={"If-Match": '"2.a"'},
    ),
    Row(
        "a reviewer who saves another's edit", "PATCH", "/edits/{edit}", 403, "not_author",
        body={}, who="reviewer", headers={"If-Match": '"2.a"'},
    ),
    # If-Match, and the order of refusals
    approval("a decision that does not say what was on screen", 428, "if_match_missing", None),
    approval("a decision on whatever there is", 428, "if_match_missing", "*"),
    approval("a decision on nothing", 428, "if_match_missing", ""),
    approval("a decision on what is not there any more", 412, "revision_changed", '"1.abc"'),
    approval("a decision on what never was", 412, "revision_changed", '"999999.abc"'),
    approval("a decision on a word", 412, "revision_changed", "garbage"),
    approval("a decision on a weak tag", 412, "revision_changed", 'W/"2.abc"'),
    approval("a decision on 5,000 digits", 412, "revision_changed", f'"{LONG_NUMBER}.a"'),
    approval("bad JSON before a missing If-Match", 400, "malformed", None, body=b"{"),
    approval("a bad field before a missing If-Match", 422, "invalid", None, body={"rating": "a"}),
    approval("a wrong type before bad JSON", 415, "unsupported_media_type", None, body=b"{",
             type="text/plain"),
    approval("a stranger before all of it", 401, "unauthenticated", None, body=b"{", who=None,
             type="text/plain"),
    Row(
        "a stranger with too much", "POST", "/documents", 401, "unauthenticated", who=None,
        headers={"Content-Length": str(14 * MiB)},
    ),
    Row("a draft handed over on whatever there is", "POST", "/edits/{draft}/submission", 428,
        "if_match_missing", body={}, headers={"If-Match": "*"}),
    Row("a draft decided", "POST", "/edits/{draft}/rejection", 404, "not_found",
        body={"comment": "No."}, who="reviewer", headers={"If-Match": '"1.a"'}),
    Row("a rebase that does not say what was on screen", "POST", "/edits/{draft}/rebase", 428,
        "if_match_missing", body={}),
    Row("a rebase on nothing new", "POST", "/edits/{draft}/rebase", 409, "invalid_transition",
        body={}, headers={"If-Match": '"1.a"'}),
    Row("a rebase to an unknown field", "POST", "/edits/{draft}/rebase", 422, "invalid", "colour",
        {"colour": "red"}, headers={"If-Match": '"1.a"'}),
    Row("a look at one's own edit", "POST", "/edits/{reviewers}/lease", 403, "own_edit", body={},
        who="reviewer"),
    Row("a look with a time of one's own", "POST", "/edits/{edit}/lease", 422, "invalid", "until",
        {"until": "2030-01-01"}, "reviewer"),
    Row("a rejection without a comment", "POST", "/edits/{edit}/rejection", 422, "invalid",
        "comment", {}, "reviewer", headers={"If-Match": '"2.a"'}),
    Row("a draft handed over with nothing in it", "POST", "/edits/{draft}/submission", 422,
        "invalid", "rating", {}, headers={"If-Match": '"1.a"'}),
    Row("a rating handed over with no reason", "POST", "/claims/{claim}/edits", 422, "invalid",
        "rationale", PROPOSAL | {"rationale": None, "submit": True}),
    Row("a rating handed over with no source", "POST", "/claims/{claim}/edits", 422, "invalid",
        "citations", PROPOSAL | {"citations": [], "submit": True}),
    Row("a second edit of one person on one claim", "POST", "/claims/{drafted}/edits", 409,
        "duplicate", body={}),
    Row("a retraction of nothing", "POST", "/claims/{claim}/retraction", 404, "no_verdict",
        body={"reason": "It was wrong."}, who="reviewer", headers={"If-Match": '"1.a"'}),
    Row("a tag that there is", "POST", "/tags", 409, "duplicate",
        body={"name": "Statistic", "description": "Again."}, who="reviewer"),
    Row("the last administrator let go", "PATCH", "/users/{admin}", 409, "invalid_transition",
        body={"role": "reader"}, who="admin"),
    # Idempotency-Key
    Row("another body with the same Idempotency-Key", "POST", "/tags", 422,
        "idempotency_key_reused", body={"name": "fire", "description": "Of fire."},
        who="reviewer", headers={"Idempotency-Key": "used"}),
    raw("an empty Idempotency-Key", {"text": TEXT}, 422, "invalid", at="Idempotency-Key",
        headers={"Idempotency-Key": ""}),
    raw("an Idempotency-Key of 201 characters", {"text": TEXT}, 422, "invalid",
        at="Idempotency-Key", headers={"Idempotency-Key": "a" * 201}),
    raw("an Idempotency-Key with a tab", {"text": TEXT}, 422, "invalid", at="Idempotency-Key",
        headers={"Idempotency-Key": "a\tb"}),
]  # fmt: skip


def test_no_two_rows_say_the_same():
    sentences = [row.sentence for row in ROWS]
    assert len(set(sentences)) == len(sentences) >= 70


def test_the_server_refuses_bad_input_and_changes_nothing(desk: Desk, live: Server, subtests):
    names, keys = prepare(desk)
    before = rows_in_tables(desk)
    connection = Connection(live, keys)
    for row in ROWS:
        with subtests.test(row.sentence):
            check(row, *connection.send(row, names))
    assert rows_in_tables(desk) == before
    assert "request_failed" not in live.log.read_text()
    good = Row("a good request", "POST", "/documents", 201, "", body={"text": "It still works."})
    status, _headers, body = connection.send(good, names)
    assert (status, json.loads(body)["claims_count"]) == (201, 1)


def test_what_is_no_http_is_refused_without_a_word_about_the_program(live: Server):
    for line in ("/" + "a" * 10_000, f"{API}/documents?q=" + "a" * 10_000):
        with connected(live) as connection:
            connection.request("GET", line)
            answer = connection.getresponse()
            assert 400 <= answer.status < 500
            assert b"Traceback" not in answer.read()


def check(row: Row, status: int, headers: http.client.HTTPMessage, body: bytes) -> None:
    """Hold an answer to its row."""
    found = json.loads(body) if headers.get_content_type().endswith("json") else body[:300]
    about = f"{row.sentence}: {found}"
    assert (status, headers.get_content_type()) == (row.status, "application/problem+json"), about
    assert set(found) >= PROBLEM
    assert (found["status"], found["code"]) == (row.status, row.code), about
    assert found["type"] == f"urn:claimdesk:problem:{row.code}"
    assert found["request_id"] == headers["X-Request-Id"]
    assert found["title"]
    assert found["detail"]
    assert "Traceback" not in str(found)
    if row.at is not None:
        assert row.at in found["errors"], about
    if row.status == 405:
        assert headers["Allow"]
    if row.status == 401:
        assert headers["WWW-Authenticate"] == "Bearer"


class Connection:
    """Sends what a well-behaved client would not."""

    def __init__(self, server: Server, keys: dict[str, str]) -> None:
        self.server, self.keys = server, keys

    def send(self, row: Row, names: dict[str, Any]) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a row's request over a connection of its own, and read the answer."""
        path = row.path
        for name, value in names.items():
            path = path.replace(f"{{{name}}}", quote(str(value)))
        path = path if path.startswith("/static") else path.removeprefix("/")
        path = path if path.startswith("/") else f"{API}/{path}"
        body = row.body
        if not isinstance(body, bytes | None) and not is_chunked(row):
            body = json.dumps(body).encode()
        with connected(self.server) as connection:
            connection.putrequest(row.method, path, skip_accept_encoding=True)
            headers = dict(row.headers)
            if row.who is not None:
                headers["Authorization"] = f"Bearer {self.keys[row.who]}"
            if row.type is not None and row.body is not None:
                headers["Content-Type"] = row.type
            if is_chunked(row):
                headers["Transfer-Encoding"] = "chunked"
            elif body is not None:
                headers["Content-Length"] = str(len(body))
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            # The server may answer, and hang up, before it has read everything.
            with suppress(BrokenPipeError, ConnectionResetError):
                for piece in row.body if is_chunked(row) else [body] if body else []:
                    size = f"{len(piece):x}\r\n".encode() if is_chunked(row) else b""
                    connection.send(size + piece + (b"\r\n" if size else b""))
                if is_chunked(row):
                    connection.send(b"0\r\n\r\n")
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()


def is_chunked(row: Row) -> bool:
    return isinstance(row.body, list) and isinstance(row.body[0], bytes)


class connected:
    """A connection to the server, closed at the end."""

    def __init__(self, server: Server) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)

    def __enter__(self) -> http.client.HTTPConnection:
        return self.connection

    def __exit__(self, *_error: object) -> None:
        self.connection.close()


def prepare(desk: Desk) -> tuple[dict[str, Any], dict[str, str]]:
    """What the rows are about, by name, and the keys of who sends them."""
    document = desk.document("One is so. Two is so. Three is so. Four is so. Five is so.")
    claims = iter(desk.claims(document))
    free, drafted = next(claims), next(claims)
    others = desk.draft(next(claims), desk.reviewer).json
    edit = desk.submitted(next(claims)).json
    reviewers = desk.submitted(next(claims), desk.reviewer).json
    draft = desk.draft(drafted).json
    another = desk.document("Another is so.", title="water")
    desk.document("One more is so.", title="water")
    desk.submitted(desk.claims(another)[0])
    tag = {"name": "earth", "description": "Of earth."}
    used = desk.reviewer.post("/tags", tag, headers={"Idempotency-Key": "used"})
    assert used.status_code == 201
    page = desk.annotator.get("/documents?limit=1").json["next_cursor"]
    names = {
        "document": document["id"],
        "claim": free["id"],
        "drafted": drafted["id"],
        "draft": draft["id"],
        "others_draft": others["id"],
        "others_key": desk.reviewer.get(f"{API}/api-keys").json["items"][0]["id"],
        "edit": edit["id"],
        "reviewers": reviewers["id"],
        "admin": desk.admin.viewer.id,
        "documents": page,
        "damaged": page[:-3] + ("A" if page[-3] != "A" else "B") + page[-2:],
        "cut": page[:-4],
        "filtered": desk.annotator.get("/documents?limit=1&q=water").json["next_cursor"],
        "history": desk.annotator.get(f"/documents/{another['id']}/history?limit=1").json[
            "next_cursor"
        ],
    }
    return names, keys_of(desk)


def keys_of(desk: Desk) -> dict[str, str]:
    """The keys of good and bad people, each used once so that no use is written later."""
    people = {role: getattr(desk, role) for role in ("reader", "annotator", "reviewer", "admin")}
    people |= {name: desk.add("admin", name) for name in ("expired", "revoked", "disabled")}
    keys = {name: person.key for name, person in people.items() if person.key}
    for person in people.values():
        person.get("/tags")
    (key,) = people["revoked"].get(f"{API}/api-keys").json["items"]
    assert people["revoked"].delete(f"{API}/api-keys/{key['id']}").status_code == 200
    disabled = people["disabled"].viewer.id
    assert desk.admin.patch(f"/users/{disabled}", {"disabled": True}).status_code == 200
    with desk.database.transaction() as session:
        expired = sa.update(ApiKey).where(ApiKey.hash == hash_key(keys["expired"]))
        session.execute(expired.values(expires_at=utcnow() - timedelta(seconds=1)))
    for name in ("expired", "revoked"):  # so that one administrator is left
        user = people[name].viewer.id
        assert desk.admin.patch(f"/users/{user}", {"role": "reader"}).status_code == 200
    return keys


def rows_in_tables(desk: Desk) -> dict[str, int]:
    """How many rows each table has."""
    return dict(_counts(desk))


def _counts(desk: Desk) -> Iterator[tuple[str, int]]:
    with desk.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            query = sa.select(sa.func.count()).select_from(table)
            yield table.name, session.scalar(query) or 0
