"""Blueprints of the JSON API, whose routes describe themselves."""

from collections.abc import Callable
from typing import Any

from flask_smorest import Blueprint

from service.http.bodies import Parser, Shape
from service.http.examples import EXAMPLES
from service.http.idempotency import LONGEST as LONGEST_KEY
from service.permissions import WHO_MAY, Permission

ETAG = {"$ref": "#/components/headers/ETag"}
LOCATION = {"$ref": "#/components/headers/Location"}
REQUEST_ID = {"$ref": "#/components/headers/RequestId"}
REPLAYED = {"$ref": "#/components/headers/Replayed"}


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
        described = {"operation": name, "of_claim": "claim_id" in rule}
        view_func._apidoc = getattr(view_func, "_apidoc", {}) | described
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


def streams(view: Callable[..., Any]) -> Callable[..., Any]:
    """State that the answer of a view is sent as it is made, and so has no ETag."""
    described = getattr(view, "_apidoc", {})
    view._apidoc = described | {"streams": True}  # type: ignore[attr-defined]
    return view


def changes_nothing(view: Callable[..., Any]) -> Callable[..., Any]:
    """State that a POST may be repeated as it is, so that it takes no Idempotency-Key."""
    described = getattr(view, "_apidoc", {})
    view._apidoc = described | {"changes_nothing": True}  # type: ignore[attr-defined]
    return view


def needs_if_match(view: Callable[..., Any]) -> Callable[..., Any]:
    """State that a view wants If-Match."""
    described = getattr(view, "_apidoc", {})
    view._apidoc = described | {"if_match": True}  # type: ignore[attr-defined]
    return view


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
    if info.get("streams"):
        del answers["304"]
    if method == "get" and info["of_claim"]:
        answers["301"] = {
            "description": "The claim became part of another, whose address is in Location.",
            "headers": {"X-Request-Id": REQUEST_ID, "Location": LOCATION},
        }
    _describe_headers(doc["parameters"], info, method, refusals)
    doc["responses"] = answers | {
        str(status): {"$ref": f"#/components/responses/Refusal{status}"}
        for status in sorted(refusals)
    }
    return doc


def _describe_answers(responses: dict[str, Any], method: str) -> None:
    for status, answer in responses.items():
        if status not in ("200", "201", "202"):
            continue
        content = answer["content"]["application/json"]
        _give_example(content)
        headers = answer["headers"] = {"X-Request-Id": REQUEST_ID}
        if method == "get" or "revision" in _shape(content)().fields:
            headers["ETag"] = ETAG
        if status in ("201", "202"):
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
    if method == "get" and not info.get("streams"):
        parameters.append(_header("If-None-Match", "The ETag of what you have."))
    keeps_answers = info["permission"] is not Permission.OWN_KEYS
    if method == "post" and keeps_answers and not info.get("changes_nothing"):
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
