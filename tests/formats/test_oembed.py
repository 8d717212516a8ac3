"""oEmbed: how a publisher's system learns to embed a claim's card."""

import re
from urllib.parse import quote

import pytest

from service.formats.embedding.rules import claim_at
from tests.factories import Desk

DESK = "http://127.0.0.1:8000"


@pytest.fixture
def claim(desk: Desk):
    """A claim with a public verdict."""
    claim = desk.claim("It cost <9> million pounds.", visibility="public")
    desk.published(claim)
    return claim


def page_of(claim) -> str:
    """The address of a claim's page."""
    return f"{DESK}/claims/{claim['id']}"


def ask(desk: Desk, url: str, more: str = "", **options):
    """The answer to a consumer."""
    return desk.stranger.client.get(f"/oembed?url={quote(url, safe='')}{more}", **options)


def test_the_answer_has_what_consumers_want(desk: Desk, claim):
    answer = ask(desk, page_of(claim))
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    height = answer.json["height"]
    assert 180 < height < 300
    assert answer.json == {
        "version": "1.0",
        "type": "rich",
        "title": "Mostly true: It cost <9> million pounds.",
        "author_name": "Claimdesk",
        "author_url": DESK,
        "provider_name": "Claimdesk",
        "provider_url": DESK,
        "cache_age": 3600,
        "width": 600,
        "height": height,
        "html": f'<iframe src="{page_of(claim)}/card" width="600" height="{height}"'
        ' title="Fact-check: Mostly true: It cost &lt;9&gt; million pounds." loading="lazy"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"'
        ' style="max-width: 100%; border: 0"></iframe>',
    }


@pytest.mark.parametrize(
    ("url", "claim_id"),
    [
        ("https://desk.example/claims/7", 7),
        ("http://desk.example/claims/7/", 7),
        (" HTTPS://Desk.Example:443/claims/7?utm_source=x&y=1#review ", 7),
        ("desk.example/claims/7", 7),
        ("//desk.example/claims/7", 7),
        ("https://desk.example/claims/7/card", None),
        ("https://desk.example/claims/07", None),
        (f"https://desk.example/claims/{'9' * 19}", None),
        ("https://desk.example/x/claims/7", None),
        ("https://desk.example/articles/7", None),
        ("https://desk.example@evil.example/claims/7", None),
        ("https://evil.example/claims/7", None),
        ("https://desk.example:8000/claims/7", None),
        ("javascript:alert(7)", None),
        ("http://[/claims/7", None),
        ("\ud800", None),
        ("", None),
    ],
)
def test_an_address_leads_to_a_claim_in_any_of_its_forms(url: str, claim_id: int | None):
    assert claim_at(url, "https://desk.example") == claim_id


def test_a_desk_may_live_below_a_path():
    assert claim_at("https://x.example/desk/claims/7", "http://x.example/desk") == 7
    assert claim_at("https://x.example/claims/7", "http://x.example/desk") is None


def test_what_is_not_public_is_not_found_whoever_asks(desk: Desk):
    hidden = desk.claim()
    desk.published(hidden)
    unchecked = desk.claim(visibility="public")
    for url in (page_of(hidden), page_of(unchecked), page_of({"id": 999}), "https://evil.example"):
        for key in (None, desk.admin.key, "wrong"):
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            answer = ask(desk, url, headers=headers)
            assert answer.status_code == 404
            assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_retracted_verdict_is_gone(desk: Desk, claim):
    etag = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    path = f"/claims/{claim['id']}/retraction"
    assert desk.reviewer.post(path, {"reason": "Forged."}, if_match=etag).status_code == 201
    answer = ask(desk, page_of(claim))
    assert (answer.status_code, answer.json["code"]) == (410, "retracted")


def test_the_address_of_a_merged_claim_leads_to_its_survivor(desk: Desk):
    document = desk.document("It cost 9. It cost 8.", visibility="public")
    first, second = desk.claims(document)
    body = {"version": 1, "claims": [first["id"], second["id"]]}
    assert desk.annotator.post("/claims/merge", body).status_code == 200
    desk.published(desk.claims(document)[0])
    assert f'src="{page_of(first)}/card"' in ask(desk, page_of(second)).json["html"]


def test_a_card_is_never_larger_than_there_is_room(desk: Desk):
    claim = desk.claim("It cost many million pounds, " * 9 + "they say.", visibility="public")
    desk.published(claim)
    small = ask(desk, page_of(claim), "&maxwidth=320&maxheight=150").json
    assert (small["width"], small["height"]) == (320, 150)
    wide, narrow = (
        ask(desk, page_of(claim), f"&maxwidth={width}&maxheight=2000").json for width in (999, 320)
    )
    assert (wide["width"], narrow["width"]) == (600, 320)
    assert 150 < wide["height"] < narrow["height"] < 600


def test_what_cannot_be_answered_is_refused(desk: Desk, claim):
    for wanted in ("xml", "html", ""):
        answer = ask(desk, page_of(claim), f"&format={wanted}")
        assert (answer.status_code, answer.json["code"]) == (501, "not_implemented")
    for name, value in (("maxwidth", "0"), ("maxwidth", "-1"), ("maxheight", "9" * 5000)):
        answer = ask(desk, page_of(claim), f"&{name}={value}")
        assert (answer.status_code, list(answer.json["errors"])) == (422, [name])
    assert desk.stranger.client.get("/oembed").status_code == 422
    assert ask(desk, page_of(claim), "&format=json&dnt=1&lang=de").status_code == 200


def test_it_is_kept_and_compared(desk: Desk, claim):
    answer = ask(desk, page_of(claim))
    assert answer.headers["Cache-Control"] == "public, no-cache"
    known = {"If-None-Match": answer.headers["ETag"]}
    assert ask(desk, page_of(claim), headers=known).status_code == 304


def test_the_page_of_a_public_verdict_says_where_to_ask(desk: Desk, claim):
    (address,) = discovered(desk.stranger, claim)
    answer = desk.stranger.client.get(address.replace("&amp;", "&").removeprefix(DESK))
    assert answer.json["title"] == "Mostly true: It cost <9> million pounds."
    hidden = desk.claim()
    desk.published(hidden)
    for each in (hidden, desk.claim(visibility="public")):
        assert discovered(desk.reader, each) == []


def discovered(person, claim) -> list[str]:
    """The addresses that the page of a claim names for oEmbed."""
    answer = person.browser.get(f"/claims/{claim['id']}")
    assert answer.status_code == 200
    link = r'<link rel="alternate" type="application/json\+oembed"[^>]*href="([^"]*)"'
    return re.findall(link, answer.text)
