"""A desk document does not exist for a stranger, whatever they ask for and in whatever way.

A marker stands in everything that people write about a document. Every GET route is asked for it.
"""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
import sqlalchemy as sa

from tests.factories import API, Desk, Person
from tests.http.routes import PARAMETER, rules

MARK = "Quetzalcoatl"
HIDDEN = "Huitzilopochtli"
"""In what nobody but the desk reads, even of a public document."""

ACCEPTED = ["application/json", "text/html", "application/ld+json", "text/csv", "*/*"]
"""Asked for of the first thing of each kind; of the others, what is usual there."""

TABLES = {"key_id": "api_keys"}
"""Where the things of a parameter are, unless in the table that is called as they are."""

ASKING = {
    "/oembed": [f"?url=http://127.0.0.1:8000/claims/{number}" for number in range(1, 6)],
    f"{API}/lookup": [f"?url=https://{MARK.lower()}.example/{MARK}"],
    f"{API}/fact-checks": [
        "",
        *(f"?q={q}" for q in (MARK, f'"{MARK}"', f"{MARK[:5]}*", f"speaker:{MARK}", f"tag:{MARK}")),
        "?publisher=127.0.0.1",
        "?since=2020-01-01",
    ],
    f"{API}/claims": ["", f"?q={MARK}", f"?q={HIDDEN}", f"?q=tag:{HIDDEN}"],
    f"{API}/documents": ["", f"?q={MARK}", f"?q={HIDDEN}", f"?q=publisher:{MARK}"],
    f"{API}/sources": ["", f"?q={MARK}", f"?q={HIDDEN}"],
    "/search": ["?q=million", "?q=nothing", "?q=million&in=claims", "?q=ledger&in=sources"],
    "/search/suggestions": ["?q=million", "?q=cost", "?q=ledger"],
    "/v1alpha1/claims:search": [f"?query={MARK}", "?reviewPublisherSiteFilter=127.0.0.1"],
    "/v1alpha1/pages": ["?organization=127.0.0.1", "?url=http://127.0.0.1:8000/claims/1"],
    "/annotations/": ["", "?page=1", "?iris=1"],
    "/feeds/verdicts.atom": ["", "?publisher=127.0.0.1"],
}
"""What is asked of routes that want or take parameters."""

EXPORTS = [f"{noun}.{kind}" for noun in ("claims", "edits", "fact-checks", "events")
           for kind in ("csv", "jsonl")] + ["claimreview.json", "averitec.json"]  # fmt: skip
FOR_EVERYBODY = {
    "/feeds/claimreview.json",
    "/feeds/verdicts.atom",
    "/annotations/",
    "/annotations/1",
    "/annotations/2",
    "/oembed",
    "/v1alpha1/claims:search",
    "/v1alpha1/pages",
    "/v1alpha1/pages/1",
}
"""The same for everybody, with a key too: what a stranger may read."""

SEARCHED = {
    f"{API}/fact-checks",
    f"{API}/fact-checks/1",
    f"{API}/fact-checks/2",
    f"{API}/lookup",
    "/search",
    "/search/suggestions",
}
"""Where whoever reads a verdict finds it, or why it was retracted."""


# What each knows of the document by what state it is in.
NOTHING, VERDICTS, ALL = "nothing", "published verdicts", "all of it"


@pytest.fixture
def document(desk: Desk):
    """A desk document with the marker in all that people write about it."""
    text = " ".join(f"{MARK} cost {number} million." for number in range(3, 7))
    text += f" {HIDDEN} cost nothing."
    document = desk.document(
        text,
        title=f"{MARK} today",
        url=f"https://{MARK.lower()}.example/{MARK}",
        author=MARK,
        publisher=MARK,
    )
    published, retracted, pending, drafted, _unchecked = desk.claims(document)
    for claim in (published, retracted):
        desk.published(claim, **content(MARK))
    etag = desk.reviewer.get(f"/claims/{retracted['id']}").headers["ETag"]
    reason = {"reason": f"{MARK} was forged."}
    path = f"/claims/{retracted['id']}/retraction"
    assert desk.reviewer.post(path, reason, if_match=etag).status_code == 201
    hidden = desk.submitted(pending, **content(HIDDEN))
    asked = desk.reviewer.post(
        f"/edits/{hidden.json['id']}/change-request",
        {"comment": f"{HIDDEN} again?"},
        if_match=hidden.headers["ETag"],
    )
    assert asked.status_code == 201
    desk.draft(drafted, **content(HIDDEN))
    return document


def content(word: str) -> dict:
    """An assessment that has the word wherever one can write."""
    return {
        "rationale": f"{word} is in the ledger.",
        "claimant": {"name": word, "same_as": f"https://example.org/{word}"},
        "tags": [word],
        "citations": [
            {
                "url": f"https://{word.lower()}.example/ledger",
                "title": f"{word}'s ledger",
                "stance": "supports",
                "quote": f"{word}: 9 million",
                "locator": f"{word}, page 9",
            }
        ],
    }


def answers(desk: Desk, person: Person) -> Iterator[tuple[str, str]]:
    """Every path below every GET route, and all that its answer says, headers too."""
    key = {"Authorization": f"Bearer {person.key}"} if person.key else {}
    for rule in rules(desk.app, "GET", below="/"):
        if rule.endpoint == "static":
            continue
        is_api = rule.rule.startswith((API, "/v1alpha1", "/feeds", "/annotations"))
        for at, path in enumerate(paths_of(desk, rule.rule)):
            for asking in ASKING.get(rule.rule, [""]):
                for accepted in ACCEPTED if at == 0 else ACCEPTED[not is_api :][:1]:
                    headers = {"Accept": accepted} | (key if is_api else {})
                    asker = person.client if is_api else person.browser
                    answer = asker.get(f"{path}{asking}", headers=headers, buffered=True)
                    assert answer.status_code < 500, path
                    yield f"{path} as {accepted}", f"{answer.headers} {answer.text}"


def paths_of(desk: Desk, rule: str) -> Iterator[str]:
    """The paths of a rule to all that there is."""
    names = PARAMETER.findall(rule)
    for values in product(*(values_of(desk, name) for name in names)):
        path = rule
        for value in values:
            path = PARAMETER.sub(str(value), path, count=1)
        yield path


def values_of(desk: Desk, name: str) -> Sequence[object]:
    """What a parameter may be: where there is nothing of its kind, the first there would be."""
    if not name.endswith("_id"):
        return {"name": EXPORTS, "number": [1], "code": ["true"]}[name]
    table = sa.table(TABLES.get(name, f"{name.removesuffix('_id')}s"), sa.column("id"))
    with desk.database.reading() as session:
        return session.scalars(sa.select(table.c.id).order_by(table.c.id)).all() or [1]


def told(desk: Desk, person: Person) -> tuple[set[str], set[str]]:
    """The paths whose answers hold the marker and what is hidden, however they are written."""
    marked, hidden = set(), set()
    for path, said in answers(desk, person):
        for word, paths in ((MARK, marked), (HIDDEN, hidden)):
            if word.lower() in said.lower():
                paths.add(path.partition(" as ")[0])
    return marked, hidden


def show(desk: Desk, document: dict, visibility: str) -> None:
    """Flip the visibility of the document."""
    answer = desk.reviewer.patch(f"/documents/{document['id']}", {"visibility": visibility})
    assert answer.status_code == 200, answer.text


def test_the_markers_are_everywhere_for_who_may_read_them(desk: Desk, document: dict):
    ours, theirs = told(desk, desk.reviewer)
    claim = published_claim(desk, document)
    for path in (
        "/documents",
        f"/documents/{document['id']}",
        f"/documents/{document['id']}/versions/1",
        f"/documents/{document['id']}/claims",
        "/claims",
        f"/claims/{claim}",
        f"/claims/{claim}/verdict",
        f"/claims/{claim}/history",
        f"/claims/{claim}/edits",
        "/edits",
        "/sources",
        "/changes",
    ):
        assert f"{API}{path}" in ours
    assert {f"{API}/edits", f"{API}/sources", f"{API}/claims"} <= theirs


def test_a_stranger_learns_nothing_of_a_desk_document(desk: Desk, document: dict):
    """desk -> public -> desk: only while it is public, and then only what is published."""
    claim = published_claim(desk, document)
    verdict, feed = f"{API}/claims/{claim}/verdict", f"{API}/changes"
    retracted = f"{API}/claims/{claim + 1}/verdict"
    assert told(desk, desk.stranger) == (set(), set())
    show(desk, document, "public")
    known = {verdict, retracted, feed} | pages(desk, document) | cards(claim)
    known |= FOR_EVERYBODY | SEARCHED
    assert told(desk, desk.stranger) == (known, set())
    show(desk, document, "desk")
    assert told(desk, desk.stranger) == (set(), set())


def test_a_reader_reads_published_verdicts_and_nothing_else(desk: Desk, document: dict):
    claim = published_claim(desk, document)
    verdicts = {f"{API}/claims/{number}/verdict" for number in (claim, claim + 1)}
    for visibility in (None, "public", "desk"):
        if visibility:
            show(desk, document, visibility)
        known = verdicts | {f"{API}/changes"} | pages(desk, document) | SEARCHED
        if visibility == "public":
            known |= cards(claim) | FOR_EVERYBODY
        assert told(desk, desk.reader) == (known, set())


def test_the_claims_of_a_desk_document_are_not_even_there(desk: Desk, document: dict):
    """The same answer, but for the number, as for a claim that never was."""
    for claim in desk.claims(document):
        answer = desk.stranger.get(f"/claims/{claim['id']}/verdict")
        never = desk.stranger.get(f"/claims/{claim['id'] + 1000}/verdict")
        assert answer.status_code == never.status_code == 404
        assert answer.json["code"] == never.json["code"] == "not_found"
        assert answer.json["detail"] == never.json["detail"].replace(
            str(claim["id"] + 1000), str(claim["id"])
        )


def test_etags_of_a_desk_document_open_nothing(desk: Desk, document: dict):
    path = f"/claims/{published_claim(desk, document)}/verdict"
    etag = desk.reader.get(path).headers["ETag"]
    for known in (etag, "*"):
        answer = desk.stranger.get(path, headers={"If-None-Match": known})
        assert answer.status_code == 404
        assert "ETag" not in answer.headers


def test_what_was_public_once_stays_a_line_without_content(desk: Desk, document: dict):
    """Who followed the feed learns that it is hidden; what it said is not told again."""
    assert desk.stranger.get("/changes").json["items"] == []
    show(desk, document, "public")
    show(desk, document, "desk")
    lines = desk.stranger.get("/changes").json["items"]
    assert [line["kind"] for line in lines] == ["published", "hidden"]
    assert all(line["verdict"] is None and line["reason"] is None for line in lines)


def test_a_document_put_away_is_gone_for_the_desk_too(desk: Desk, document: dict):
    show(desk, document, "public")
    assert desk.admin.delete(f"/documents/{document['id']}").status_code == 200
    title = f"{MARK} today".lower()
    assert [path for path, said in answers(desk, desk.annotator) if title in said.lower()] == []


def pages(desk: Desk, document: dict) -> set[str]:
    """The public pages about the document: its article, and one for each claim."""
    claims = {f"/claims/{claim['id']}" for claim in desk.claims(document)}
    return claims | {f"/articles/{document['id']}"}


def cards(claim: int) -> set[str]:
    """What stands in frames, the same for everybody: of the published and the retracted verdict."""
    return {f"/claims/{number}/card" for number in (claim, claim + 1)}


def published_claim(desk: Desk, document: dict) -> int:
    """The id of the claim with the verdict."""
    return desk.claims(document)[0]["id"]
