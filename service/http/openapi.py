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
from service.http.fields import Day, Instant
from service.permissions import WHO_MAY, Permission

VERSION = "1"
JSON_PATH = "/api/v1/openapi.json"

REFUSALS = {
    400: ("malformed", "The request cannot be read."),
    401: ("unauthenticated", "This needs an API key: `Authorization: Bearer <key>`."),
    403: (
        "role_missing",
        "To approve, amend, reject or ask for changes, one has to be a reviewer.",
    ),
    404: ("not_found", "There is no claim 7."),
    409: ("already_decided", "This edit was approved already."),
    410: ("retracted", "This verdict was retracted: the ledger was forged."),
    412: ("revision_changed", "Somebody changed this after you read it. Look at it again."),
    413: ("too_large", "The body has more than 1048576 bytes."),
    415: ("unsupported_media_type", "Send the body as application/json."),
    422: ("invalid", "rationale: A rating needs a rationale."),
    428: ("if_match_missing", "Send If-Match with the ETag of what you read."),
    503: ("unavailable", "The database does not answer."),
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
    current = fields.Dict(
        allow_none=True, metadata={"description": "What stands now, when a decision was refused."}
    )


class ApiBlueprint(Blueprint):
    """A blueprint whose routes describe their own refusals."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare_doc_cbks.append(_describe_refusals)


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
            "info": {"description": (__doc__ or "").strip(), "license": {"name": "MIT"}},
            "servers": [{"url": "/"}],
        },
    )
    api = Api(app)
    api.DEFAULT_ERROR_RESPONSE_NAME = None
    api.register_converter(
        IdConverter, lambda _converter: {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
    )
    api.register_field(Instant, "string", "date-time")
    api.register_field(Day, "string", "date")
    components = api.spec.components
    components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    components.schema("Problem", schema=ProblemShape)
    for status, (code, detail) in REFUSALS.items():
        components.response(f"Refusal{status}", _refusal(status, code, detail))
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    _serve(app, api)


def _serve(app: Flask, api: Api) -> None:
    body = orjson.dumps(api.spec.to_dict())
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
        "content": {"application/problem+json": {"schema": schema, "example": example}},
    }


def _describe_refusals(
    doc: dict[str, Any], info: dict[str, Any], *, method: str, **_kwargs: Any
) -> dict[str, Any]:
    """What every operation says of its refusals, its key and its headers."""
    permission: Permission = info["permission"]
    locations = {parameter["in"] for parameter in info.get("arguments", {}).get("parameters", [])}
    statuses = {401, 404, *info.get("refuses", ())}
    if WHO_MAY[permission] is not None:
        statuses.add(403)
        doc["security"] = [{"key": []}]
    else:
        doc["security"] = [{}, {"key": []}]
    doc["description"] = f"Who may: {WHO_MAY[permission] or 'everyone'}."
    if "query" in locations:
        statuses |= {400, 422}
    if "json" in locations:
        statuses |= {400, 413, 415, 422}
        doc["requestBody"]["required"] = False
    parameters = doc.setdefault("parameters", [])
    if method == "post" and permission is not Permission.OWN_KEYS:
        statuses.add(422)
        parameters.append(_header("Idempotency-Key", "A repeat with the same key changes nothing."))
    if info.get("if_match"):
        statuses |= {409, 412, 428}
        parameters.append(_header("If-Match", "The ETag of what was on screen."))
    responses = doc.setdefault("responses", {})
    for status in sorted(statuses):
        responses[str(status)] = {"$ref": f"#/components/responses/Refusal{status}"}
    if method == "get":
        responses["304"] = {"description": "Not modified since the ETag in If-None-Match."}
    return doc


def _header(name: str, description: str) -> dict[str, Any]:
    return {"in": "header", "name": name, "description": description, "schema": {"type": "string"}}
