"""The container of annotations: its forms, its pages, and what its headers promise."""

import re
from typing import Any

import pytest

from service.formats.annotations import paging
from service.formats.annotations.preferences import Form, form_of
from tests.factories import Desk
from tests.formats.annotating import (
    CONTAINER,
    DESCRIPTIONS,
    IRIS,
    MINIMAL,
    Json,
    annotation_of,
    ask,
    described,
    preferring,
    read,
    walk,
)
from tests.verdicts.test_verdict import retract

BASE = "http://127.0.0.1:8000"
MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
LDP = "http://www.w3.org/ns/ldp#"


@pytest.fixture
def claims(desk: Desk, monkeypatch) -> list[Json]:
    """Five claims with public verdicts, two of them a page; and one at the desk."""
    monkeypatch.setattr(paging, "SIZE", 2)
    document = desk.document("A is so. B is so. C is so. D is so. E is so.", visibility="public")
    claims = desk.claims(document)
    for claim in claims:
        desk.published(claim)
    desk.published(desk.claim())
    return claims


def page_at(number: int, iris: int = 0) -> str:
    """The IRI of a page."""
    return f"{BASE}{CONTAINER}?iris={iris}&page={number}"


def part_of(container: Json) -> Json:
    """What a page says of its container."""
    return {name: container[name] for name in ("id", "label", "total", "modified")}


def test_the_checklist_of_the_container(desk: Desk, claims: list[Json], subtests):
    whole, iris = read(desk, CONTAINER), read(desk, CONTAINER, Prefer=preferring(IRIS))
    minimal = read(desk, CONTAINER, Prefer=preferring(MINIMAL))
    changes = desk.stranger.get("/changes").json["items"]
    contexts = ["http://www.w3.org/ns/anno.jsonld", "http://www.w3.org/ns/ldp.jsonld"]
    types = ["BasicContainer", "AnnotationCollection"]
    newest = [f"{BASE}/annotations/{claims[-1]['id']}"]
    for sentence, found, expected in (
        ("its contexts are those of annotations and of containers", whole["@context"], contexts),
        ("it is a container and a collection", whole["type"], types),
        ("it has a label", whole["label"], "Verdicts of Claimdesk"),
        ("it has as many annotations as there are public verdicts", whole["total"], len(claims)),
        ("it was modified with the newest change", whole["modified"], changes[-1]["at"]),
        ("its first page is embedded, with annotations", whole["first"]["id"], page_at(2)),
        ("which are whole", whole["first"]["items"], [annotation_of(desk, claims[-1])]),
        ("its last page is an IRI", whole["last"], page_at(0)),
        ("it names the form it has", whole["id"], f"{BASE}{CONTAINER}?iris=0"),
        ("with IRIs, it names that form", iris["id"], f"{BASE}{CONTAINER}?iris=1"),
        ("and has a page of IRIs", iris["first"]["items"], newest),
        ("whose IRI is of that form", iris["first"]["id"], page_at(2, iris=1)),
        ("and so is that of the last", iris["last"], page_at(0, iris=1)),
        ("the minimal one embeds nothing", minimal["first"], page_at(2)),
        ("and is the same otherwise", minimal, whole | {"first": page_at(2)}),
        ("an address with iris=1 has IRIs", read(desk, f"{CONTAINER}?iris=1"), iris),
        ("an address with iris=0 has annotations", read(desk, f"{CONTAINER}?iris=0"), whole),
    ):
        with subtests.test(sentence):
            assert found == expected


def test_the_checklist_of_a_page(desk: Desk, claims: list[Json], subtests):
    container = read(desk, CONTAINER)
    first, middle, last = (read(desk, page_at(number)) for number in (2, 1, 0))
    embedded = {"@context": "http://www.w3.org/ns/anno.jsonld"} | container["first"]
    for sentence, found, expected in (
        ("its id is the IRI it was asked for by", middle["id"], page_at(1)),
        ("it is a page", middle["type"], "AnnotationPage"),
        ("it is part of its container", middle["partOf"], part_of(container)),
        ("it says where it begins", [p["startIndex"] for p in (first, middle, last)], [0, 1, 3]),
        ("it has whole annotations", middle["items"][1], annotation_of(desk, claims[2])),
        ("it leads on", (first["next"], middle["next"]), (page_at(1), page_at(0))),
        ("unless it is the last", "next" in last, False),
        ("it leads back", (middle["prev"], last["prev"]), (page_at(2), page_at(1))),
        ("unless it is the first", "prev" in first, False),
        ("the first is the one that the container embeds", first, embedded),
    ):
        with subtests.test(sentence):
            assert found == expected


CONTAINER_HEADERS = {
    "Content-Type": MEDIA_TYPE,
    "Link": f'<{LDP}BasicContainer>; rel="type",'
    f' <http://www.w3.org/TR/annotation-protocol/>; rel="{LDP}constrainedBy"',
    "Allow": "GET, HEAD, OPTIONS",
    "Vary": "Accept, Prefer",
}


def test_every_answer_of_the_container_has_its_headers(desk: Desk, claims: list[Json], subtests):
    for method in ("GET", "HEAD", "OPTIONS"):
        for prefer in ("", preferring(IRIS), preferring(MINIMAL)):
            answer = ask(desk, CONTAINER, method, Prefer=prefer)
            with subtests.test(f"{method} {prefer}"):
                assert answer.status_code == 200
                assert CONTAINER_HEADERS.items() <= dict(answer.headers).items()
                form = int(IRIS in prefer)
                assert answer.headers["Content-Location"] == f"{BASE}{CONTAINER}?iris={form}"
                assert re.fullmatch(r'"[0-9a-f]+"', answer.headers["ETag"])
                assert bool(answer.data) == (method == "GET")
    with subtests.test("a page does not say that it is a container"):
        answer = ask(desk, f"{CONTAINER}?page=1")
        assert "Link" not in answer.headers
        assert answer.headers["Content-Location"] == page_at(1)
        assert answer.headers["Vary"] == "Accept, Prefer"


def test_who_has_it_already_gets_304_with_the_same_headers(desk: Desk, claims: list[Json]):
    for path in (CONTAINER, f"{CONTAINER}?iris=1", page_at(0)):
        before = ask(desk, path)
        again = ask(desk, path, If_None_Match=before.headers["ETag"])
        assert (again.status_code, again.data) == (304, b"")
        for name in ("ETag", "Vary", "Content-Location", "Cache-Control"):
            assert again.headers[name] == before.headers[name]
        retract(desk, claims.pop())
        assert ask(desk, path, If_None_Match=before.headers["ETag"]).status_code == 200


def test_an_empty_container_has_no_pages(desk: Desk, subtests):
    for prefer in ("", preferring(MINIMAL), preferring(IRIS)):
        with subtests.test(prefer):
            container = read(desk, CONTAINER, Prefer=prefer)
            assert container["total"] == 0
            assert container["modified"].endswith("Z")
            assert {"first", "last"}.isdisjoint(container)
    for number in (0, 1):
        assert ask(desk, page_at(number)).status_code == 404


WHOLE, ONLY_IRIS, NOTHING = (
    Form(False, False, True),
    Form(True, False, True),
    Form(False, True, True),
)
UNASKED = Form(False, False, False)
PREFERENCES: list[tuple[str, bool | None, Form]] = [
    ("", None, UNASKED),
    ("", True, Form(iris=True, minimal=False, applied=False)),
    (preferring(DESCRIPTIONS), None, WHOLE),
    (preferring(IRIS), None, ONLY_IRIS),
    (preferring(MINIMAL), None, NOTHING),
    (preferring(MINIMAL, IRIS), None, Form(iris=True, minimal=True, applied=True)),
    (preferring(IRIS), False, UNASKED),
    (preferring(IRIS), True, ONLY_IRIS),
    (preferring(IRIS, DESCRIPTIONS), None, UNASKED),
    (preferring("http://example.org/other"), None, UNASKED),
    (preferring("http://example.org/other", IRIS), None, ONLY_IRIS),
    (f'Return = representation ; include = "{IRIS}"', None, ONLY_IRIS),
    (f'respond-async, wait=10, return=representation; foo=1; include="{IRIS}"', None, ONLY_IRIS),
    (f"{preferring(IRIS)}, {preferring(MINIMAL)}", None, ONLY_IRIS),
    (f'return=minimal, return=representation; include="{IRIS}"', None, UNASKED),
    (f'return=representation; omit="{DESCRIPTIONS}"', None, UNASKED),
    ("return=representation", None, UNASKED),
    ('return=representation; include="', None, UNASKED),
    (';;,=,"', None, UNASKED),
]


@pytest.mark.parametrize(("header", "iris", "form"), PREFERENCES)
def test_a_preference_is_followed_or_ignored(header: str, iris: bool | None, form: Form):
    assert form_of(header, iris) == form


def test_a_preference_that_was_followed_is_said_to_be(desk: Desk):
    for prefer in (preferring(IRIS), preferring(MINIMAL), preferring(DESCRIPTIONS)):
        answer = ask(desk, CONTAINER, Prefer=prefer)
        assert answer.headers["Preference-Applied"] == "return=representation"
    for path, prefer in (
        (CONTAINER, "respond-async"),
        (f"{CONTAINER}?iris=0", preferring(IRIS)),
    ):
        assert "Preference-Applied" not in ask(desk, path, Prefer=prefer).headers


def test_a_walk_over_all_pages_meets_every_annotation_once(desk: Desk, claims: list[Json]):
    retract(desk, claims[1])
    desk.published(claims[1])
    retract(desk, claims.pop(3))
    for form in ("iris=0", "iris=1"):
        pages = list(walk(desk, form))
        items = [item for page in pages for item in page["items"]]
        met = [item if form == "iris=1" else item["id"] for item in items]
        assert sorted(met) == [f"{BASE}/annotations/{claim['id']}" for claim in claims]
        assert pages[-1]["id"] == read(desk, f"{CONTAINER}?{form}")["last"]
        begins = [sum(len(page["items"]) for page in pages[:n]) for n in range(len(pages))]
        assert [page["startIndex"] for page in pages] == begins
        assert [page.get("prev") for page in pages[1:]] == [page["id"] for page in pages[:-1]]


@pytest.mark.parametrize("goes", [0, 3])
def test_a_walk_misses_nothing_that_stays_while_another_one_goes(
    desk: Desk, claims: list[Json], goes: int
):
    met: set[str] = set()
    for number, page in enumerate(walk(desk)):
        met |= set(page["items"])
        if number == 0:
            retract(desk, claims[goes])
    stay = {f"{BASE}/annotations/{claim['id']}" for claim in claims if claim is not claims[goes]}
    assert stay <= met


NOWHERE = {
    "page=3": 404,
    f"page={2**53}": 404,
    f"page={2**64}": 422,
    "page=-1": 422,
    "page=x": 422,
    "page=": 422,
    "iris=2": 422,
    "iris=yes": 422,
    "limit=1": 422,
}


def test_an_address_that_leads_nowhere_is_refused(desk: Desk, claims: list[Json], subtests):
    for query, status in NOWHERE.items():
        with subtests.test(query):
            answer = ask(desk, f"{CONTAINER}?{query}")
            assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_hidden_verdicts_leave_and_come_back(desk: Desk, claims: list[Json]):
    document = {"id": claims[0]["document_id"]}
    before = read(desk, CONTAINER)
    described(desk, document, visibility="desk")
    assert (read(desk, CONTAINER)["total"], list(walk(desk))) == (0, [])
    described(desk, document, visibility="public")
    assert (
        read(desk, CONTAINER)["total"]
        == before["total"]
        == sum(len(page["items"]) for page in walk(desk))
    )


def test_every_answer_costs_one_statement(desk: Desk, count_queries):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    for path in (CONTAINER, f"{CONTAINER}?iris=1", page_at(0), f"{CONTAINER}{claim['id']}"):
        with count_queries() as sent:
            read(desk, path)
        assert len(sent) == 1


def test_an_article_says_where_its_annotations_are(desk: Desk):
    article = desk.stranger.client.get(f"/articles/{desk.document(visibility='public')['id']}")
    link = f'<{BASE}{CONTAINER}>; rel="http://www.w3.org/ns/oa#annotationService"'
    assert article.headers["Link"] == link


def test_a_page_of_another_site_may_say_what_it_prefers(desk: Desk):
    asked: dict[str, Any] = {
        "Origin": "https://reader.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "prefer",
    }
    answer = ask(desk, CONTAINER, "OPTIONS", **asked)
    assert "Prefer" in answer.headers["Access-Control-Allow-Headers"]
    shown = answer.headers["Access-Control-Expose-Headers"]
    assert {"Link", "Content-Location", "ETag"} <= set(shown.split(", "))
