"""A document is added by its address, through the whole desk."""

import zlib
from hashlib import sha256

import pytest
import sqlalchemy as sa

from app import create_app
from service.documents.intake import take_in
from service.errors import Invalid
from service.models import Snapshot
from tests.factories import Desk
from tests.fetching.hostile import hostile, redirect, response

TEXT = "The bridge opened in 1932. It cost 9 million pounds."
PAGE = f"<!doctype html><title>Bridge</title><h1>Bridge</h1><p>{TEXT}</p>"


@pytest.fixture
def server():
    with hostile() as server:
        yield server


@pytest.fixture
def desk(database, server):
    """A desk that may fetch from the server."""
    url = database.engine.url.render_as_string(hide_password=False)
    app = create_app(server.settings(database_url=url))
    yield Desk(app, database)
    app.extensions["database"].engine.dispose()


def test_what_is_at_an_address_becomes_a_document(desk, server, session):
    body = TEXT.encode()
    server.pages |= {"/": redirect("/page"), "/page": response(body=body, ETag='"7"')}
    answer = desk.annotator.post("/documents", {"url": server.url})
    assert answer.status_code == 201, answer.text
    document = answer.get_json()
    assert document["url"] == f"{server.url}/page"
    assert [claim["text"] for claim in desk.claims(document)] == [
        "The bridge opened in 1932.",
        "It cost 9 million pounds.",
    ]
    kept = session.scalars(sa.select(Snapshot)).one()
    assert (kept.url, kept.media_type) == (f"{server.url}/page", "text/plain")
    assert (kept.hash, kept.size) == (sha256(body).digest(), len(body))
    assert zlib.decompress(kept.body) == body
    assert ["etag", '"7"'] in kept.headers


def test_a_page_of_html_is_read(desk, server):
    server.pages["/"] = response(body=PAGE.encode(), content_type="text/html")
    answer = desk.annotator.post("/documents", {"url": server.url})
    assert answer.status_code == 201, answer.text
    texts = [claim["text"] for claim in desk.claims(answer.get_json())]
    assert "It cost 9 million pounds." in texts


@pytest.mark.parametrize("charset", ["klingon", "utf-16", "utf-8", "undefined", "idna", "zlib"])
@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
def test_a_wrong_charset_is_survived(server, media_type, charset):
    body = PAGE.replace("pounds", "£").encode("latin-1")
    server.pages["/"] = response(body=body, content_type=f"{media_type}; charset={charset}")
    try:
        assert "million" in take_in(url=server.url, settings=server.settings()).cut.text
    except Invalid as refusal:
        assert list(refusal.errors) == ["url"]  # noqa: PT017 - either is right


def test_a_refusal_names_the_field_and_changes_nothing(desk, server, session):
    server.pages["/"] = redirect("http://10.0.0.7/")
    answer = desk.annotator.post("/documents", {"url": server.url})
    assert answer.status_code == 422
    problem = answer.get_json()
    assert problem["code"] == "invalid"
    assert "private network" in problem["errors"]["url"][0]
    assert "10.0.0.7 leads" in problem["errors"]["url"][0], "what it was sent to, it may know"
    assert session.scalars(sa.select(Snapshot)).all() == []
    assert desk.annotator.get("/documents").get_json()["items"] == []
