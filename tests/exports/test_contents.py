"""What stands in the files."""

import json

from service.exports.tables.claims import CLAIMS
from service.exports.tables.edits import EDITS
from service.exports.tables.events import EVENTS
from service.exports.tables.fact_checks import FACT_CHECKS
from tests.exports.reading import at, fetch, lines, rows
from tests.factories import Desk

SAID = {
    "rationale": "The ledger says 8.9, *not* 9.",
    "claimant": {"name": "Ada", "same_as": "https://example.org/ada"},
    "claim_date": "2026-01-02",
    "tags": ["statistic", "buses"],
    "citations": [
        {
            "url": "https://example.org/ledger.pdf?year=2024",
            "title": "Ledger",
            "stance": "supports",
            "quote": "8.9 million",
            "locator": "p. 4",
        },
        {"url": "https://example.org/rumour", "stance": "refutes"},
    ],
}
ARTICLE = {
    "title": "Buses",
    "url": "https://news.example.org/buses",
    "publisher": "The Example",
    "published_at": "2026-01-01",
    "language": "en",
}


def test_a_claim_has_its_place_and_what_is_published_on_it(desk: Desk):
    document = desk.document("It cost 9 million. It is red.", visibility="public", **ARTICLE)
    claim, other = desk.claims(document)
    desk.published(claim, **SAID)
    published, unchecked = lines(desk.annotator, "claims")
    assert published["reviewed_at"].endswith("Z")
    assert published | {"reviewed_at": None} == {
        "id": claim["id"],
        "document_id": document["id"],
        "document_title": "Buses",
        "document_url": ARTICLE["url"],
        "document_publisher": "The Example",
        "document_language": "en",
        "text": "It cost 9 million.",
        "block": "paragraph",
        "version": 1,
        "start": 0,
        "end": 18,
        "prefix": "",
        "suffix": " It is red.",
        "anchor": "exact",
        "status": "published",
        "revision": 2,
        "checkworthiness": claim["checkworthiness"],
        "tags": ["statistic", "buses"],
        "rating_code": "mostly_true",
        "rating_label": "Mostly true",
        "rating_value": 4,
        "assessment_id": 1,
        "edit_id": 1,
        "author": "annotator",
        "amended_by": None,
        "reviewer": "reviewer",
        "reviewed_at": None,
    }
    assert unchecked["id"] == other["id"]
    assert (unchecked["status"], unchecked["tags"], unchecked["author"]) == ("unchecked", [], None)


def test_an_edit_has_all_that_it_proposes_and_how_it_was_decided(desk: Desk):
    claim = desk.claim("It cost 9 million pounds.")
    submitted = desk.submitted(claim, **SAID)
    path = f"/edits/{submitted.json['id']}"
    amended = {"rationale": "The ledger says 8.9.", "comment": "Plainer."}
    desk.reviewer.post(f"{path}/approval", amended, if_match=submitted.headers["ETag"])
    shown = desk.annotator.get(path).json
    (edit,) = lines(desk.annotator, "edits")
    for name in ("id", "claim_id", "document_id", "state", "revision", "base_revision"):
        assert edit[name] == shown[name]
    for name in ("created_at", "submitted_at", "updated_at"):
        assert edit[name] == shown[name]
    assert edit["reviewed_at"] == shown["review"]["reviewed_at"]
    proposed = shown["proposed"]
    for name in ("text", "rationale", "claim_date", "tags", "citations"):
        assert edit[name] == proposed[name]
    assert edit["assessment_id"] == proposed["id"]
    people = [edit[name] for name in ("author", "reviewer", "amended_by", "comment")]
    assert people == ["annotator", "reviewer", "reviewer", "Plainer."]
    assert (edit["rating_code"], edit["rating_label"], edit["rating_value"]) == (
        "mostly_true",
        "Mostly true",
        4,
    )
    assert (edit["claimant"], edit["claimant_url"]) == ("Ada", "https://example.org/ada")
    assert (edit["stale"], edit["base_assessment_id"]) == (False, None)


def test_a_stale_edit_says_so_and_what_it_began_from(desk: Desk):
    claim = desk.claim()
    desk.published(claim)
    rival = desk.add("annotator")
    desk.submitted(claim, rival, rating="false")
    desk.published(claim, rating="mixed")
    published, stale, corrected = lines(desk.reviewer, "edits")
    assert (stale["stale"], corrected["stale"]) == (True, False)
    assert stale["base_assessment_id"] == published["assessment_id"]


def test_a_fact_check_has_all_that_a_record_says_and_no_ids(desk: Desk):
    claim = desk.claim("It cost 9 million pounds.", visibility="public", **ARTICLE)
    desk.published(claim, **SAID)
    verdict = desk.stranger.get(f"/claims/{claim['id']}/verdict").json
    (line,) = lines(desk.annotator, "fact-checks")
    base = desk.app.extensions["settings"].base_url
    assert line == {
        "url": f"{base}/claims/{claim['id']}",
        "claim": "It cost 9 million pounds.",
        "title": "It cost 9 million pounds.",
        "claimant": "Ada",
        "claimant_url": "https://example.org/ada",
        "claim_date": "2026-01-02",
        "publisher": {"name": "Claimdesk", "site": "127.0.0.1", "url": base},
        "rating": {"code": "mostly_true", "label": "Mostly true", "value": 4},
        "reviewed_at": verdict["published_at"],
        "language": "en",
        "rationale": SAID["rationale"],
        "tags": ["statistic", "buses"],
        "citations": verdict["citations"],
        "appearances": [{"url": ARTICLE["url"], "title": "Buses", "published_on": "2026-01-01"}],
    }


def test_events_are_as_the_history_of_the_api_shows_them(desk: Desk):
    document = desk.document(visibility="public")
    claim = desk.claims(document)[0]
    desk.published(claim)
    desk.reviewer.patch(f"/documents/{document['id']}", {"title": "Bridge"})
    shown = desk.admin.get(f"/documents/{document['id']}/history").json["items"]
    assert lines(desk.admin, "events", document_id=document["id"]) == shown[::-1]
    assert any(event["differences"] for event in shown)
    assert any(event["fields"] for event in shown)


def test_claimreview_is_a_data_feed_with_the_review_of_each_fact_check(desk: Desk):
    for visibility in ("public", "desk"):
        desk.published(desk.claim(visibility=visibility), **SAID)
    answer = fetch(desk.annotator, "claimreview.json")
    feed = answer.json
    assert answer.mimetype == "application/ld+json"
    assert (feed["@context"], feed["@type"]) == ("https://schema.org", "DataFeed")
    items = feed["dataFeedElement"]
    urls = [line["url"] for line in lines(desk.annotator, "fact-checks")]
    assert [item["url"] for item in items] == urls
    assert [item["item"][0]["@type"] for item in items] == ["ClaimReview", "ClaimReview"]
    assert items[0]["item"][0]["reviewRating"]["alternateName"] == "Mostly true"


def test_averitec_has_a_question_for_each_stance_and_an_answer_for_each_citation(desk: Desk):
    claim = desk.claim("It cost 9 million pounds.", visibility="public", **ARTICLE)
    desk.published(claim, **SAID)
    (line,) = fetch(desk.annotator, "averitec.json").json
    assert line == {
        "claim": "It cost 9 million pounds.",
        "label": "Supported",
        "justification": SAID["rationale"],
        "claim_date": "02-01-2026",
        "speaker": "Ada",
        "original_claim_url": ARTICLE["url"],
        "fact_checking_article": lines(desk.annotator, "fact-checks")[0]["url"],
        "questions": [
            {
                "question": "What supports the claim?",
                "answers": [
                    {
                        "answer": "8.9 million",
                        "answer_type": "Extractive",
                        "source_url": SAID["citations"][0]["url"],
                        "source_medium": "PDF",
                    }
                ],
            },
            {
                "question": "What refutes the claim?",
                "answers": [
                    {
                        "answer": "https://example.org/rumour",
                        "answer_type": "Abstractive",
                        "source_url": "https://example.org/rumour",
                        "source_medium": "Web text",
                    }
                ],
            },
        ],
    }


def test_csv_says_the_same_as_json(desk: Desk):
    desk.published(desk.claim(visibility="public", **ARTICLE), **SAID)
    desk.draft(desk.claim(), rationale="Half")
    for table in (CLAIMS, EDITS, FACT_CHECKS, EVENTS):
        told = lines(desk.admin, table.noun)
        assert told
        assert rows(desk.admin, table.noun) == [
            {column.name: cell(at(line, column.name)) for column in table.columns} for line in told
        ]


def cell(value: object) -> str:
    """A value as it is expected in a cell."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def test_what_was_retracted_archived_or_retired_is_not_there(desk: Desk):
    retracted = desk.claim(visibility="public")
    desk.published(retracted)
    etag = desk.reviewer.get(f"/claims/{retracted['id']}").headers["ETag"]
    desk.reviewer.post(f"/claims/{retracted['id']}/retraction", {"reason": "No."}, if_match=etag)
    archived = desk.claim()
    desk.admin.delete(f"/documents/{archived['document_id']}")
    retired = desk.claim()
    desk.annotator.post(f"/claims/{retired['id']}/retirement")
    assert lines(desk.annotator, "fact-checks") == []
    assert [line["id"] for line in lines(desk.annotator, "claims")] == [retracted["id"]]
    (line,) = lines(desk.annotator, "claims", status="retired")
    assert line["id"] == retired["id"]


def test_an_empty_desk_has_empty_files_that_are_whole(desk: Desk):
    assert lines(desk.annotator, "claims") == []
    assert rows(desk.annotator, "claims") == []
    assert fetch(desk.annotator, "claims.csv").text.startswith("\ufeffid,document_id,")
    assert fetch(desk.annotator, "averitec.json").json == []
    assert fetch(desk.annotator, "claimreview.json").json["dataFeedElement"] == []
