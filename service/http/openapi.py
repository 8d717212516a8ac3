"""The description of the API: built from the routes, their permissions and shapes."""

from http import HTTPStatus
from typing import Any

import flask
import orjson
from flask import Flask, Response
from flask_smorest import Api
from marshmallow import fields

from service.http.answers import etag_of, show_bytes
from service.http.auth import requires
from service.http.blueprints import REQUEST_ID, ApiBlueprint
from service.http.bodies import Shape
from service.http.converters import IdConverter
from service.http.fields import Day, Instant
from service.http.shapes import ShapesPlugin
from service.permissions import Permission

VERSION = "1"
JSON_PATH = "/api/v1/openapi.json"

DESCRIPTION = """\
A text goes in; every sentence of it becomes a claim. An annotator proposes an assessment of a claim
with sources, a reviewer approves it, and anyone's program fetches the verdict.

**Keys.** Send an API key as `Authorization: Bearer <key>`. Without one, what is published about
public documents can be read, and nothing else. What a key may not see does not exist: 404.

**Pages.** Lists answer `items` and `next_cursor`, which is null on the last page. Send it as
`cursor`, with the same filters, for the page after. A page has up to `limit` items, 200 at most.

**Conditional requests.** Every GET has a strong `ETag`; sent back as `If-None-Match` it gives 304
while nothing has changed. Decisions, saves and retractions want the ETag of what was on screen as
`If-Match`: without it 428, and 412 when somebody was faster.

**Repeating.** A POST with an `Idempotency-Key` may be sent again for 24 hours: the second time
changes nothing and answers the same. The key with another body is refused with 422.

**Problems.** Refusals are `application/problem+json` (RFC 9457). `code` is stable, `detail` is a
sentence for people, `errors` has sentences by field, and `request_id` finds the request in the log.

Text is kept to the letter; offsets count Unicode code points, and an end is exclusive. Instants are
UTC. In the body of a POST null equals absent; in a PATCH it clears."""

REFUSALS = {
    400: ("malformed", "This cursor is damaged. Start again without one."),
    401: ("unauthenticated", "This needs an API key: `Authorization: Bearer <key>`."),
    403: (
        "role_missing",
        "To approve, amend, reject or ask for changes, one has to be a reviewer.",
    ),
    404: ("not_found", "There is no claim 7."),
    409: ("already_decided", "Edit 5 was approved already."),
    410: ("retracted", "This verdict was retracted: the ledger was forged."),
    412: ("revision_changed", "Somebody changed this after you read it. Look at it again."),
    413: ("too_large", "The body has more than 1048576 bytes."),
    415: ("unsupported_media_type", "Send the body as application/json."),
    422: ("invalid", "rationale: A rating needs a rationale."),
    428: ("if_match_missing", "Send If-Match with the ETag of what you read."),
    429: ("too_many_requests", "More than 120 searches in a minute from one address."),
    503: ("unavailable", "The database did not answer in time. Nothing was changed; try again."),
}

HEADERS = {
    "ETag": ("The strong entity tag of this representation.", True, r'^"[^"]+"$'),
    "Location": ("The address of what was made.", True, "^/api/v1/"),
    "RequestId": ("Finds the request in the log.", True, "^[A-Za-z0-9._-]{1,64}$"),
    "Replayed": ("This answer was stored by an earlier request.", False, "^true$"),
}


class ProblemShape(Shape):
    """Why a request was refused (RFC 9457). `code` is stable; `detail` is for people."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    request_id = fields.String(required=True, allow_none=True)
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "Sentences by field, such as `citations.0.url`."},
    )
    current = fields.Dict(metadata={"description": "What stands now, for a decision refused."})
    edit_id = fields.Integer(metadata={"description": "Your edit that is open on the claim."})
    claim_id = fields.Integer(metadata={"description": "The claim that stands in the way."})
    document_id = fields.Integer(metadata={"description": "The document that is there already."})
    versions = fields.String(metadata={"description": "Where its new text goes."})
    reason = fields.String(metadata={"description": "Why the verdict was retracted."})
    retracted_at = Instant()


def init_app(app: Flask, blueprints: list[ApiBlueprint]) -> None:
    """Register the blueprints, and serve their description and the page that shows it."""
    app.config.update(
        API_TITLE="Claimdesk",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {"description": DESCRIPTION, "license": {"name": "MIT"}},
            "servers": [{"url": "/"}],
        },
    )
    api = Api(app, spec_kwargs={"marshmallow_plugin": ShapesPlugin()})
    api.DEFAULT_ERROR_RESPONSE_NAME = None
    api.register_converter(
        IdConverter, lambda _converter: {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
    )
    api.register_field(Instant, "string", "date-time")
    api.register_field(Day, "string", "date")
    components = api.spec.components
    components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    components.schema("Problem", schema=ProblemShape)
    for name, (sentence, always, pattern) in HEADERS.items():
        schema = {"type": "string", "pattern": pattern}
        header = {"description": sentence, "required": always, "schema": schema}
        components.header(name, header)
    for status, (code, detail) in REFUSALS.items():
        components.response(f"Refusal{status}", _refusal(status, code, detail))
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    _serve(app, api)


def _serve(app: Flask, api: Api) -> None:
    document = api.spec.to_dict()
    for unused in ("Error", "PaginationMetadata"):
        document["components"]["schemas"].pop(unused, None)
    body = orjson.dumps(document)
    etag = etag_of(body)

    @app.get(JSON_PATH)
    @requires(Permission.READ_API_DESCRIPTION)
    def openapi() -> Response:
        return show_bytes(body, etag, "public, no-cache")

    @app.get("/api/docs")
    @requires(Permission.READ_API_DESCRIPTION)
    def api_docs() -> str:
        return flask.render_template("http/api_docs.html")


def _refusal(status: int, code: str, detail: str) -> dict[str, Any]:
    example = {
        "type": f"urn:claimdesk:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": "7d8e2a4b9c1f0e35",
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": HTTPStatus(status).phrase,
        "headers": {"X-Request-Id": REQUEST_ID},
        "content": {"application/problem+json": {"schema": schema, "example": example}},
    }
