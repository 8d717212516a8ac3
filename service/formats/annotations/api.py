"""The container of annotations and each of them, for everyone, as a stranger sees them."""

from typing import Any

from flask import Blueprint, Response, request

from service.fact_checks.queries import get_of_claim
from service.fact_checks.record import record_of
from service.formats.annotations import queries
from service.formats.annotations.addresses import annotation_url
from service.formats.annotations.collection import Collection, container, page
from service.formats.annotations.preferences import Form, form_of
from service.formats.annotations.queries import Found
from service.formats.annotations.schemas import ContainerArgs
from service.formats.annotations.writing import MEDIA_TYPE, annotation
from service.http.answers import etag_of, show_bytes, to_json
from service.http.auth import requires
from service.http.forms import load
from service.http.pages import settings
from service.http.transactions import reading
from service.permissions import STRANGER, Permission
from service.verdicts.api import PUBLIC_CACHE

bp = Blueprint("annotations", __name__)

METHODS = ("GET", "HEAD", "OPTIONS")
ANNOTATION_LINK = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
CONTAINER_LINK = (
    '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type", '
    '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"'
)


@bp.route("/annotations/", methods=METHODS, provide_automatic_options=False)
@requires(Permission.READ_PUBLISHED)
def show_container() -> Response:
    """The container, or with `page` one of its pages."""
    args = load(ContainerArgs(), request.args)
    iris = None if args["iris"] is None else bool(args["iris"])
    if args["page"] is not None:
        return _page(args["page"], bool(iris))
    return _container(form_of(request.headers.get("Prefer", ""), iris))


@bp.route("/annotations/<id:claim_id>", methods=METHODS, provide_automatic_options=False)
@requires(Permission.READ_PUBLISHED)
def show_annotation(claim_id: int) -> Response:
    """The verdict on a claim, as an annotation."""
    with reading() as session:
        record = get_of_claim(session, STRANGER, settings(), claim_id)
    headers = {"Link": ANNOTATION_LINK, "Vary": "Accept"}
    return _answer(annotation(record, settings()), headers)


def _container(form: Form) -> Response:
    with reading() as session:
        if form.minimal:
            found = queries.count_verdicts(session)
        else:
            found = queries.list_verdicts(session, page=None, iris=form.iris)
    collection = Collection(found.total, found.modified, form.iris)
    items = None if form.minimal else _items(found, form.iris)
    described = container(collection, settings(), items)
    headers = _headers(described) | {"Link": CONTAINER_LINK}
    if form.applied:
        headers["Preference-Applied"] = "return=representation"
    return _answer(described, headers)


def _page(number: int, iris: bool) -> Response:
    """It is no container, and so its answer does not say it is."""
    with reading() as session:
        found = queries.list_verdicts(session, page=number, iris=iris)
    collection = Collection(found.total, found.modified, iris)
    described = page(collection, settings(), number, _items(found, iris))
    return _answer(described, _headers(described))


def _items(found: Found, iris: bool) -> list[Any]:
    if iris:
        return [annotation_url(settings(), row.claim_id) for row in found.rows]
    return [annotation(record_of(row, settings()), settings()) for row in found.rows]


def _headers(described: dict[str, Any]) -> dict[str, str]:
    return {"Vary": "Accept, Prefer", "Content-Location": described["id"]}


def _answer(described: dict[str, Any], headers: dict[str, str]) -> Response:
    """To OPTIONS the same headers as to GET, and no body."""
    body = to_json(described)
    etag = etag_of(body)
    if request.method == "OPTIONS":
        response = Response(headers={"ETag": f'"{etag}"'}, content_type=MEDIA_TYPE)
    else:
        response = show_bytes(body, etag, PUBLIC_CACHE, MEDIA_TYPE)
    if by_encoding := response.headers.get("Vary"):
        headers = headers | {"Vary": f"{headers['Vary']}, {by_encoding}"}
    response.headers.update(headers | {"Allow": ", ".join(METHODS)})
    return response
