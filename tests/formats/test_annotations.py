"""A verdict as a Web Annotation: what it says, of which words, and what becomes of it."""

from dataclasses import replace
from typing import Any

import pytest

from service.documents.purge import purge_document
from service.permissions import OPERATOR
from tests.claims.repairing import TEXT, merge
from tests.factories import CITATION, Desk
from tests.formats.annotating import Json, annotation_of, ask, described, read
from tests.verdicts.test_verdict import retract

BASE = "http://127.0.0.1:8000"
URL = "https://news.example/bridge"
MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
OA = "http://www.w3.org/ns/oa#"
FULL = {
    "rating": "mostly_true",
    "rationale": "The *ledger* says 8.9.",
    "tags": ["statistic", "Bridges"],
    "citations": [
        CITATION | {"title": "Ledger"},
        {"url": "https://www.example.com/report", "stance": "refutes"},
    ],
}


def bodies(annotation: Json, purpose: str) -> list[Json]:
    """The bodies that serve a purpose."""
    return [body for body in annotation["body"] if body["purpose"] == purpose]


def quote_of(annotation: Json) -> Json:
    """The words that the annotation is about."""
    (selector,) = (
        each for each in annotation["target"]["selector"] if each["type"] == "TextQuoteSelector"
    )
    return dict(selector)


CHECKLIST: list[tuple[str, Any, Any]] = [
    (
        "its context is that of annotations",
        lambda a: a["@context"],
        "http://www.w3.org/ns/anno.jsonld",
    ),
    ("its id is the one IRI that it was asked for by", lambda a: a["id"], "{iri}"),
    ("it is an annotation", lambda a: a["type"], "Annotation"),
    ("it assesses", lambda a: a["motivation"], "assessing"),
    ("it was created when the verdict was published", lambda a: a["created"], "{published_at}"),
    ("it was modified when the verdict was", lambda a: a["modified"], "{updated_at}"),
    (
        "the rating is a resource that classifies, with its label and its value",
        lambda a: bodies(a, "classifying"),
        [
            {
                "type": "SpecificResource",
                "purpose": "classifying",
                "source": f"{BASE}/api/v1/scales#mostly_true",
                "label": "Mostly true",
                "schema:ratingValue": 4,
                "schema:worstRating": 1,
                "schema:bestRating": 5,
            }
        ],
    ),
    (
        "the rationale is a text that describes",
        lambda a: bodies(a, "describing"),
        [
            {
                "type": "TextualBody",
                "purpose": "describing",
                "value": "The *ledger* says 8.9.",
                "format": "text/markdown",
                "language": "en",
            }
        ],
    ),
    (
        "the tags are texts that tag, in their order",
        lambda a: bodies(a, "tagging"),
        [
            {"type": "TextualBody", "purpose": "tagging", "value": tag}
            for tag in ("statistic", "Bridges")
        ],
    ),
    (
        "a citation is a resource that is linked to, with its quote and its stance",
        lambda a: {k: v for k, v in bodies(a, "linking")[0].items() if k != "state"},
        {
            "type": "SpecificResource",
            "purpose": "linking",
            "source": "https://example.org/ledger",
            "label": "Ledger",
            "selector": {"type": "TextQuoteSelector", "exact": "8.9 million"},
            "urn:claimdesk:stance": "supports",
        },
    ),
    (
        "a citation says when the source was read",
        lambda a: bodies(a, "linking")[0]["state"],
        {"type": "TimeState", "sourceDate": "{retrieved_at}"},
    ),
    (
        "a citation without title or quote has no such key",
        lambda a: set(bodies(a, "linking")[1]),
        {"type", "purpose", "source", "state", "urn:claimdesk:stance"},
    ),
    ("its target is a resource", lambda a: a["target"]["type"], "SpecificResource"),
    ("whose source is the article", lambda a: a["target"]["source"], URL),
    (
        "whose selectors are the quote and its code points",
        lambda a: a["target"]["selector"],
        [
            {
                "type": "TextQuoteSelector",
                "exact": "It cost 9 million pounds.",
                "prefix": "Bridges 🌉\n\n",
                "suffix": " It is red.",
            },
            {"type": "TextPositionSelector", "start": 11, "end": 36},
        ],
    ),
    (
        "whose state is the version, of which the text is not public",
        lambda a: a["target"]["state"],
        {"type": "TimeState", "sourceDate": "{made_at}"},
    ),
    (
        "it names who publishes it",
        lambda a: a["creator"],
        {"id": BASE, "type": "Organization", "name": "Claimdesk"},
    ),
    ("what is not known is no key", lambda a: "rights" in a, False),
]


@pytest.fixture
def document(desk: Desk) -> Json:
    text = "Bridges 🌉\n\nIt cost 9 million pounds. It is red."
    return desk.document(text, visibility="public", url=URL, language="en")


@pytest.fixture
def claim(desk: Desk, document: Json) -> Json:
    """A claim with a verdict that says all that can be said."""
    claim = desk.claims(document)[1]
    desk.published(claim, **FULL)
    return claim


def filled(expected: Any, facts: dict[str, str]) -> Any:
    """What is expected, with the facts of this desk in it."""
    if isinstance(expected, str):
        return facts.get(expected.strip("{}"), expected)
    if isinstance(expected, dict):
        return {name: filled(value, facts) for name, value in expected.items()}
    return expected


def test_the_checklist_of_an_annotation(desk: Desk, document: Json, claim: Json, subtests):
    verdict = desk.stranger.get(f"/claims/{claim['id']}/verdict").json
    version = desk.annotator.get(f"/documents/{document['id']}/versions/1").json
    facts = {
        "iri": f"{BASE}/annotations/{claim['id']}",
        "published_at": verdict["published_at"],
        "updated_at": verdict["updated_at"],
        "retrieved_at": verdict["citations"][0]["retrieved_at"],
        "made_at": version["created_at"],
    }
    annotation = annotation_of(desk, claim)
    for sentence, probe, expected in CHECKLIST:
        with subtests.test(sentence):
            assert probe(annotation) == filled(expected, facts)
    assert all(facts[name].endswith("Z") for name in facts if name != "iri")


HEADERS = [
    ("Content-Type", MEDIA_TYPE),
    ("Link", '<http://www.w3.org/ns/ldp#Resource>; rel="type"'),
    ("Allow", "GET, HEAD, OPTIONS"),
    ("Vary", "Accept"),
    ("Cache-Control", "public, no-cache"),
]


def test_get_head_and_options_answer_with_the_same_headers(desk: Desk, claim: Json, subtests):
    path = f"/annotations/{claim['id']}"
    etag = ask(desk, path).headers["ETag"]
    for method in ("GET", "HEAD", "OPTIONS"):
        answer = ask(desk, path, method, If_None_Match='"other"')
        with subtests.test(method):
            assert (answer.status_code, answer.headers["ETag"]) == (200, etag)
            assert bool(answer.data) == (method == "GET")
        for name, value in HEADERS[: 4 if method == "OPTIONS" else None]:
            with subtests.test(f"{method} {name}"):
                assert answer.headers.getlist(name) == [value]


def test_nothing_is_written_here(desk: Desk, claim: Json):
    for path in ("/annotations/", f"/annotations/{claim['id']}"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = ask(desk, path, method)
            assert answer.status_code == 405
            assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_rating_without_a_value_has_its_label_alone(desk: Desk, document: Json):
    red = desk.claims(document)[2]
    desk.published(red, rating="unverifiable", tags=[], citations=[])
    annotation = annotation_of(desk, red)
    (rating,) = bodies(annotation, "classifying")
    assert rating["label"] == "Unverifiable"
    assert not [name for name in rating if name.startswith("schema:")]
    assert [body["purpose"] for body in annotation["body"]] == ["classifying", "describing"]


def test_an_article_without_an_address_is_at_ours(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    source = annotation_of(desk, claim)["target"]["source"]
    assert source == f"{BASE}/articles/{claim['document_id']}"
    assert desk.stranger.client.get(source).status_code == 200


def test_a_licence_goes_with_it(desk: Desk, claim: Json, monkeypatch):
    licence = "https://licence.example/by"
    settings = replace(desk.app.extensions["settings"], publisher_licence=licence)
    monkeypatch.setitem(desk.app.extensions, "settings", settings)
    assert annotation_of(desk, claim)["rights"] == licence


def test_a_retracted_verdict_is_gone_until_it_comes_back_under_the_same_iri(
    desk: Desk, claim: Json
):
    before = annotation_of(desk, claim)
    retract(desk, claim, "A forgery.")
    for method in ("GET", "HEAD", "OPTIONS"):
        assert ask(desk, before["id"], method).status_code == 410
    gone = ask(desk, before["id"])
    assert (gone.json["code"], gone.json["reason"]) == ("retracted", "A forgery.")
    desk.published(claim, rating="false")
    after = annotation_of(desk, claim)
    assert after["id"] == before["id"]
    assert bodies(after, "classifying")[0]["label"] == "False"
    assert quote_of(after) == quote_of(before)


def test_a_document_that_is_archived_or_purged_takes_its_annotations_along(desk: Desk, claim: Json):
    other = desk.claim(visibility="public")
    desk.published(other)
    assert desk.admin.delete(f"/documents/{other['document_id']}").status_code < 300
    with desk.database.transaction() as session:
        purge_document(session, OPERATOR, claim["document_id"], "By order.")
    for each in (claim, other):
        assert ask(desk, f"/annotations/{each['id']}").status_code == 410
    assert read(desk, "/annotations/")["total"] == 0


def test_what_is_not_public_does_not_exist_not_even_with_a_key(desk: Desk, document, claim: Json):
    hidden = desk.claim()
    desk.published(hidden)
    unchecked = desk.claims(document)[2]
    described(desk, document, visibility="desk")
    for each in (hidden, unchecked, claim, {"id": 999}):
        assert ask(desk, f"/annotations/{each['id']}").status_code == 404
        key = f"Bearer {desk.admin.key}"
        assert ask(desk, f"/annotations/{each['id']}", Authorization=key).status_code == 404
    assert read(desk, "/annotations/", Authorization=key)["total"] == 0
    described(desk, document, visibility="public")
    assert ask(desk, f"/annotations/{claim['id']}").status_code == 200


def test_a_claim_that_became_part_of_another_leads_there(desk: Desk):
    document = desk.document(TEXT, visibility="public")
    one, two, *_ = desk.claims(document)
    assert merge(desk, one, two).status_code == 200
    answer = ask(desk, f"/annotations/{two['id']}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/annotations/{one['id']}")


def test_the_etag_changes_exactly_when_the_annotation_does(desk: Desk, document: Json, claim: Json):
    path = f"/annotations/{claim['id']}"
    acts = [
        (lambda: desk.submitted(claim, desk.add("annotator"), rating="false"), False),
        (lambda: desk.published(desk.claims(document)[2]), False),
        (lambda: described(desk, document, author="A. Nother"), False),
        (lambda: described(desk, document, language="de"), True),
        (lambda: described(desk, document, url="https://news.example/other"), True),
        (lambda: desk.published(claim, rating="mixed"), True),
    ]
    for act, changes in acts:
        before = ask(desk, path)
        act()
        after = ask(desk, path, If_None_Match=before.headers["ETag"])
        assert (after.status_code == 200) == changes
        assert (after.headers["ETag"] != before.headers["ETag"]) == changes
        assert (ask(desk, path).data != before.data) == changes
    assert after.headers["Vary"] == "Accept"
