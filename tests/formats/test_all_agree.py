"""Whatever is published, every public format says the same of it, and each is as its readers want.

Each reader below takes from one format what it says, in the words of `Told`; what a format has no
place for is left out, and is not compared.
"""

import calendar
import html
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import extruct
import feedparser
import jsonschema_rs
import orjson
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from service.fact_checks.schemas import FactCheckShape
from service.verdicts.schemas import VerdictShape
from tests.factories import Desk
from tests.formats.claim_review_schema import CLAIM_REVIEW
from tests.verdicts.shapes import assert_shaped

Told = dict[str, Any]
SITE = "127.0.0.1"
_numbers = count(1)

words = (
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
    | st.sampled_from(["</script>", "]]>", "&amp;", "=1+1", "“9”", "*so*", "Ω\u0301", "היא", "😀"])
).map(lambda word: word.strip())
phrases = st.lists(words.filter(bool), min_size=1, max_size=5).map(" ".join)
addresses = st.from_regex(r"https://[a-z]{1,9}\.example/[a-z0-9]{0,9}", fullmatch=True)
citations = st.fixed_dictionaries(
    {"url": addresses, "stance": st.sampled_from(["supports", "refutes", "context"])},
    optional={"title": phrases, "quote": phrases, "locator": phrases},
)
proposals = st.fixed_dictionaries(
    {
        "rating": st.sampled_from(["true", "mixed", "false", "unverifiable", "not_a_claim"]),
        "rationale": st.lists(phrases, min_size=1, max_size=3).map("\n\n".join),
        "citations": st.lists(citations, min_size=1, max_size=3, unique_by=lambda c: c["url"]),
        "tags": st.lists(
            phrases.map(lambda tag: tag.replace(",", "")).filter(str.strip), max_size=2
        ),
    },
    optional={
        "claimant": st.fixed_dictionaries({"name": phrases}, optional={"same_as": addresses}),
        "claim_date": st.dates(date(1990, 1, 1), date(2026, 11, 1)).map(date.isoformat),
    },
)
documents = st.fixed_dictionaries(
    {}, optional={"title": phrases, "language": st.sampled_from(["en", "ar", "pt-BR", "zh"])}
)


@pytest.fixture
def publish(desk: Desk) -> Callable[[str, dict, dict], dict[str, Any]]:
    """Publishes a proposal on the only claim of a public article."""

    def publish(said: str, described: dict, proposal: dict) -> dict[str, Any]:
        number = next(_numbers)
        url = f"https://news.example/{number}"
        text = f"Bridge {number} cost {said}"
        document = desk.document(text, visibility="public", url=url, **described)
        claim = desk.claims(document)[0]
        edit = desk.annotator.post(f"/claims/{claim['id']}/edits", proposal | {"submit": True})
        assert edit.status_code == 201, edit.text
        path = f"/edits/{edit.get_json()['id']}/approval"
        answer = desk.reviewer.post(path, if_match=edit.headers["ETag"])
        assert answer.status_code == 201, answer.text
        return claim

    return publish


def get(desk: Desk, path: str, **options: Any) -> Any:
    answer = desk.stranger.client.get(path, buffered=True, **options)
    assert answer.status_code == 200, answer.text
    return answer


def of_verdict(desk: Desk, claim: dict) -> Told:
    """The verdict itself, to which all others are held."""
    answer = get(desk, f"/api/v1/claims/{claim['id']}/verdict")
    verdict = answer.json
    assert_shaped(VerdictShape, answer.data, verdict)
    return {
        "text": verdict["text"],
        "label": verdict["rating"]["label"],
        "value": verdict["rating"]["value"],
        "published": verdict["published_at"][:19],
        "updated": verdict["updated_at"][:19],
        "claim date": verdict["claim_date"],
        "claimant": verdict["claimant"] and verdict["claimant"]["name"],
        "publisher": "Claimdesk",
        "url": f"http://{SITE}:8000/claims/{claim['id']}",
        "citations": [citation["url"] for citation in verdict["citations"]],
        "article": verdict["document"]["url"],
        "tags": verdict["tags"],
    }


def of_fact_check(desk: Desk, claim: dict) -> Told:
    """The API's fact-check."""
    fact_check = get(desk, f"/api/v1/fact-checks?publisher={SITE}&limit=1").json["items"][0]
    answer = get(desk, f"/api/v1/fact-checks/{fact_check['id']}")
    assert_shaped(FactCheckShape, answer.data, fact_check)
    return {
        "text": fact_check["claim"],
        "label": fact_check["rating"]["label"],
        "value": fact_check["rating"]["value"],
        "published": fact_check["reviewed_at"][:19],
        "claim date": fact_check["claim_date"],
        "claimant": fact_check["claimant"],
        "publisher": fact_check["publisher"]["name"],
        "url": fact_check["url"],
    }


def of_claim_review(desk: Desk, claim: dict) -> Told:
    """The ClaimReview in the page, which is the one in the feed."""
    page = get(desk, f"/claims/{claim['id']}").text
    [review] = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    feed = get(desk, "/feeds/claimreview.json").get_json(force=True)
    reviews = [each for item in feed["dataFeedElement"] for each in item["item"]]
    assert review in reviews
    jsonschema_rs.validate(CLAIM_REVIEW, review)
    rating, item = review["reviewRating"], review["itemReviewed"]
    return {
        "text": review["claimReviewed"],
        "label": rating["alternateName"],
        "value": rating.get("ratingValue"),
        "published day": review["datePublished"],
        "updated day": review["dateModified"],
        "claim date": item.get("datePublished"),
        "claimant": item.get("author", {}).get("name"),
        "publisher": review["author"]["name"],
        "url": review["url"],
        "citations": [citation["url"] for citation in review["citation"]],
        "article": item["appearance"][0]["url"],
    }


def of_google(desk: Desk, claim: dict) -> Told:
    """Google's API."""
    path = f"/v1alpha1/claims:search?reviewPublisherSiteFilter={SITE}&pageSize=1"
    [found] = get(desk, path).json["claims"]
    [review] = found["claimReview"]
    path = f"/v1alpha1/pages?url={review['url']}"
    [page] = get(desk, path).json["claimReviewMarkupPages"]
    [markup] = page["claimReviewMarkups"]
    assert (markup["claimReviewed"], page["pageUrl"]) == (found["text"], review["url"])
    assert markup["rating"]["textualRating"] == review["textualRating"]
    return {
        "text": found["text"],
        "label": review["textualRating"],
        "value": markup["rating"].get("ratingValue"),
        "published": review["reviewDate"][:19],
        "claim date": found["claimDate"][:10] if "claimDate" in found else None,
        "claimant": found.get("claimant"),
        "publisher": review["publisher"]["name"],
        "url": review["url"],
        "article": markup["claimFirstAppearance"],
    }


def of_annotation(desk: Desk, claim: dict) -> Told:
    """The Web Annotation."""
    annotation = get(desk, f"/annotations/{claim['id']}").get_json(force=True)
    by_purpose: dict[str, list[dict]] = {}
    for body in annotation["body"]:
        by_purpose.setdefault(body["purpose"], []).append(body)
    [rating] = by_purpose["classifying"]
    quote, position = annotation["target"]["selector"]
    assert position["end"] - position["start"] == len(quote["exact"])
    return {
        "text": quote["exact"],
        "label": rating["label"],
        "value": rating.get("schema:ratingValue"),
        "published": annotation["created"][:19],
        "updated": annotation["modified"][:19],
        "publisher": annotation["creator"]["name"],
        "citations": [body["source"] for body in by_purpose["linking"]],
        "article": annotation["target"]["source"],
        "tags": [body["value"] for body in by_purpose.get("tagging", [])],
    }


def of_atom(desk: Desk, claim: dict) -> Told:
    """The entry of the feed, whose title has the rating before the text."""
    feed = feedparser.parse(get(desk, "/feeds/verdicts.atom?limit=1").data)
    assert not feed.bozo, feed.bozo_exception
    [entry] = feed.entries
    label, _, text = entry.title.partition(": ")
    published, updated = (
        datetime.fromtimestamp(calendar.timegm(moment), UTC).isoformat()[:19]
        for moment in (entry.published_parsed, entry.updated_parsed)
    )
    [related] = [link.href for link in entry.links if link.rel == "related"]
    scheme = [tag for tag in entry.tags if tag.scheme.endswith("/tags")]
    return {
        "text": text,
        "label": label,
        "published": published,
        "updated": updated,
        "publisher": entry.author_detail.name,
        "url": entry.link,
        "article": related,
        "tags": [tag.term for tag in scheme],
    }


def of_export(desk: Desk, claim: dict) -> Told:
    """The newest line of the export."""
    answer = desk.annotator.get("/exports/fact-checks.jsonl", buffered=True)
    line = orjson.loads(answer.data.splitlines()[-1])
    return {
        "text": line["claim"],
        "label": line["rating"]["label"],
        "value": line["rating"]["value"],
        "published": line["reviewed_at"][:19],
        "claim date": line["claim_date"],
        "claimant": line["claimant"],
        "publisher": line["publisher"]["name"],
        "url": line["url"],
        "citations": [citation["url"] for citation in line["citations"]],
        "article": line["appearances"][0]["url"],
        "tags": line["tags"],
    }


def of_card(desk: Desk, claim: dict) -> Told:
    """The card, as oEmbed leads to it."""
    page = f"http://{SITE}:8000/claims/{claim['id']}"
    embedded = get(desk, "/oembed", query_string={"url": page}).json
    assert f"{page}/card" in html.unescape(embedded["html"])
    card = get(desk, f"/claims/{claim['id']}/card").text
    [text] = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", card, re.DOTALL)
    [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", card, re.DOTALL)
    return {
        "text": html.unescape(text).strip(),
        "label": html.unescape(re.sub(r"<[^>]+>", "", heading)).strip(),
        "publisher": embedded["provider_name"],
    }


FORMATS = [
    of_fact_check, of_claim_review, of_google, of_annotation, of_atom, of_export, of_card
]  # fmt: skip


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to shrink one takes minutes, and it tells enough
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(said=phrases, described=documents, proposal=proposals)
def test_every_format_says_what_the_verdict_says(desk: Desk, publish, said, described, proposal):
    claim = publish(said, described, proposal)
    verdict = of_verdict(desk, claim)
    days = {f"{name} day": verdict[name][:10] for name in ("published", "updated")}
    for read in FORMATS:
        told = read(desk, claim)
        assert told == {name: (verdict | days)[name] for name in told}, read.__name__
