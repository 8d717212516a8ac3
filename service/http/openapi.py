"""The description of the API: built from the routes, their permissions and shapes."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import flask
import orjson
from flask import Flask, Response
from flask_smorest import Api, Blueprint
from marshmallow import fields

from service.http.answers import etag_of, show_bytes
from service.http.auth import requires
from service.http.bodies import Parser, Shape
from service.http.converters import IdConverter
from service.http.examples import EXAMPLES
from service.http.fields import Day, Instant
from service.http.idempotency import LONGEST as LONGEST_KEY
from service.http.shapes import ShapesPlugin
from service.permissions import WHO_MAY, Permission

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
    503: ("unavailable", "The database did not answer in time. Nothing was changed; try again."),
}

ETAG = {"$ref": "#/components/headers/ETag"}
LOCATION = {"$ref": "#/components/headers/Location"}
REQUEST_ID = {"$ref": "#/components/headers/RequestId"}
REPLAYED = {"$ref": "#/components/headers/Replayed"}

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
    document_id = fields.Integer(metadata={"description": "The document that is there already."})
    versions = fields.String(metadata={"description": "Where its new text goes."})
    reason = fields.String(metadata={"description": "Why the verdict was retracted."})
    retracted_at = Instant()


class ApiBlueprint(Blueprint):
    """A blueprint whose routes describe themselves: key, headers, examples and refusals."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare_doc_cbks.append(_describe)

    def response(self, *args: Any, **kwargs: Any) -> Callable[..., Any]:
        """Describe an answer, without a wrapper: our views make theirs themselves."""
        return _describing(super().response(*args, **kwargs))

    def alt_response(self, *args: Any, **kwargs: Any) -> Callable[..., Any]:
        """Describe another answer."""
        return _describing(super().alt_response(*args, **kwargs))

    def add_url_rule(
        self, rule: str, endpoint: str | None = None, view_func: Any = None, *args: Any, **more: Any
    ) -> None:
        """Register a view, and give its operation a name that clients may be built from."""
        name = f"{self.name}_{view_func.__name__}"
        view_func._apidoc = getattr(view_func, "_apidoc", {}) | {"operation": name}
        super().add_url_rule(rule, endpoint, view_func, *args, **more)


def _describing(decorate: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that keeps what `decorate` would describe, and the view as it is."""

    def describe(view: Any) -> Any:
        view._apidoc = decorate(view)._apidoc
        return view

    return describe


def refuses(*statuses: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """State which refusals a view has beyond those that its permission and shapes imply."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        described = getattr(view, "_apidoc", {})
        view._apidoc = described | {"refuses": statuses}  # type: ignore[attr-defined]
        return view

    return decorate


def needs_if_match(view: Callable[..., Any]) -> Callable[..., Any]:
    """State that a view wants If-Match."""
    described = getattr(view, "_apidoc", {})
    view._apidoc = described | {"if_match": True}  # type: ignore[attr-defined]
    return view


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


def _describe(
    doc: dict[str, Any], info: dict[str, Any], *, method: str, **_kwargs: Any
) -> dict[str, Any]:
    """What every operation says of its name, key, headers, examples and refusals."""
    permission: Permission = info["permission"]
    doc["operationId"] = info["operation"]
    doc["security"] = [{"key": []}] if WHO_MAY[permission] else [{}, {"key": []}]
    doc["parameters"] = doc.get("parameters", [])
    whole = (info["docstring"].get("description"), f"Who may: {WHO_MAY[permission] or 'everyone'}.")
    info["docstring"]["description"] = "\n\n".join(part for part in whole if part)
    refusals = {401, 404, 503, *info.get("refuses", ())}
    if WHO_MAY[permission] is not None:
        refusals.add(403)
    if doc["parameters"]:
        refusals |= {400, 422}
    if "requestBody" in doc:
        refusals |= {400, 413, 415, 422}
        content = doc["requestBody"]["content"]["application/json"]
        _give_example(content)
        required = _shape(content)().fields.values()
        doc["requestBody"]["required"] = any(field.required for field in required)
    if info.get("if_match"):
        refusals |= {409, 412, 428}
    answers = {str(status): answer for status, answer in doc["responses"].items()}
    _describe_answers(answers, method)
    _describe_headers(doc["parameters"], info, method, refusals)
    doc["responses"] = answers | {
        str(status): {"$ref": f"#/components/responses/Refusal{status}"}
        for status in sorted(refusals)
    }
    return doc


def _describe_answers(responses: dict[str, Any], method: str) -> None:
    for status, answer in responses.items():
        if status not in ("200", "201"):
            continue
        content = answer["content"]["application/json"]
        _give_example(content)
        headers = answer["headers"] = {"X-Request-Id": REQUEST_ID}
        if method == "get" or "revision" in _shape(content)().fields:
            headers["ETag"] = ETAG
        if status == "201":
            headers["Location"] = LOCATION
        if method == "post" and _shape(content).__name__ != "NewKeyShape":
            headers["Idempotency-Replayed"] = REPLAYED
    if method == "get":
        responses["304"] = {
            "description": "Not modified since the ETag in If-None-Match.",
            "headers": {"X-Request-Id": REQUEST_ID, "ETag": ETAG},
        }


def _describe_headers(
    parameters: list[dict[str, Any]], info: dict[str, Any], method: str, refusals: set[int]
) -> None:
    if method == "get":
        parameters.append(_header("If-None-Match", "The ETag of what you have."))
    if method == "post" and info["permission"] is not Permission.OWN_KEYS:
        key = _header("Idempotency-Key", "A repeat with the same key changes nothing.")
        key["schema"] |= {"minLength": 1, "maxLength": LONGEST_KEY}
        parameters.append(key)
    if 412 in refusals:
        seen = _header("If-Match", "The ETag of what was on screen.")
        parameters.append(seen | {"required": bool(info.get("if_match"))})


def _give_example(content: dict[str, Any]) -> None:
    content["example"] = EXAMPLES[_shape(content).__name__]


def _shape(content: dict[str, Any]) -> type[Shape]:
    shape: type[Shape] | Shape = content["schema"]
    return shape if isinstance(shape, type) else type(shape)


def _header(name: str, description: str) -> dict[str, Any]:
    return {"in": "header", "name": name, "description": description, "schema": {"type": "string"}}
