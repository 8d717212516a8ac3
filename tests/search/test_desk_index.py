"""The indexes of claims, documents and sources follow their rows, and forget."""

import random
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from service.database import Database
from service.db import Base
from service.documents.purge import purge_document
from service.permissions import OPERATOR
from service.search.tables import CLAIMS, DOCUMENTS, SOURCES
from tests.factories import PROPOSAL, Desk, codes
from tests.test_cli import forked

SECRET = "Quetzalcoatl"
TEXT = "The bridge is old. The tunnel is new."


def found(desk: Desk, path: str, q: str) -> list[int]:
    """The ids of what an administrator finds there."""
    answer = desk.admin.get(path, query_string={"q": q})
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json["items"]]


def entries(database: Database) -> dict[str, dict[int, str]]:
    """All that is indexed, by table and id."""
    with database.engine.connect() as connection:
        return {
            index.entries.name: {
                row.rowid: f"{row.terms} {row.stemmer}"
                for row in connection.execute(sa.select(index.entries))
            }
            for index in (CLAIMS, DOCUMENTS, SOURCES)
        }


def test_a_document_and_its_claims_are_found_as_soon_as_they_are_there(desk: Desk):
    document = desk.document(TEXT, title="Council", author="Ada", publisher="Ledger")
    bridge, tunnel = (claim["id"] for claim in desk.claims(document))
    assert found(desk, "/claims", "bridges") == [bridge]
    for q in ("tunnel", "council", "ada", "ledger"):
        assert found(desk, "/documents", q) == [document["id"]]
    path = f"/documents/{document['id']}"
    desk.reviewer.patch(path, {"title": "Parish", "publisher": None})
    assert found(desk, "/documents", "council ledger") == []
    assert found(desk, "/documents", "parish") == found(desk, "/documents", "tunnel")
    desk.annotator.post(f"{path}/versions", {"text": "The bridge is very old. A ferry sank."})
    assert found(desk, "/documents", "tunnel") == []
    assert found(desk, "/documents", "ferry") == [document["id"]]
    assert found(desk, "/claims", "very") == [bridge]
    assert found(desk, "/claims", "ferry") == [tunnel + 1]


def test_in_another_language_words_have_other_stems(desk: Desk):
    document = desk.document("Die Häuser brennen.", title="Feuer", language="en")
    assert found(desk, "/claims", "Haus") == []
    desk.reviewer.patch(f"/documents/{document['id']}", {"language": "de"})
    assert found(desk, "/claims", "Haus") == [claim["id"] for claim in desk.claims(document)]
    assert found(desk, "/documents", "Haus") == [document["id"]]


def test_repairs_change_what_claims_are_found_by(desk: Desk):
    document = desk.document("The bridge is old and the tunnel is new.")
    (claim,) = desk.claims(document)
    at = {"version": 1, "at": [18]}
    pieces = desk.annotator.post(f"/claims/{claim['id']}/split", at).json["items"]
    first, second = (piece["id"] for piece in pieces)
    assert (found(desk, "/claims", "bridge"), found(desk, "/claims", "tunnel")) == (
        [first],
        [second],
    )
    merged = {"version": 1, "claims": [first, second]}
    assert desk.annotator.post("/claims/merge", merged).status_code == 200
    assert found(desk, "/claims", "tunnel") == [first]
    assert desk.annotator.post(f"/claims/{first}/retirement").status_code == 201
    assert found(desk, "/claims", "tunnel") == []
    retired = desk.admin.get("/claims?q=tunnel&status=retired").json["items"]
    assert [item["id"] for item in retired] == [first]


def test_a_source_is_found_by_the_words_of_its_address_and_by_its_title(desk: Desk):
    source = {"url": "https://www.ledger.example/annual-report_2024?id=budget", "stance": "context"}
    desk.draft(desk.claim(), citations=[source])
    for q in ("annual", "2024", "budget", '"ledger example"'):
        assert len(found(desk, "/sources", q)) == 1
    desk.draft(desk.claim(), citations=[source | {"title": "The accounts"}])
    assert len(found(desk, "/sources", "account")) == 1


def test_what_is_put_away_only_administrators_find(desk: Desk):
    document = desk.document(TEXT)
    assert desk.admin.delete(f"/documents/{document['id']}").status_code == 200
    for path in ("/claims", "/documents"):
        assert len(found(desk, path, "bridge")) == 1
        assert desk.reviewer.get(path, query_string={"q": "bridge"}).json["items"] == []


def test_a_purge_leaves_no_word_in_any_index(desk: Desk):
    desk.document(TEXT)
    document = desk.document(f"{SECRET} cost 9. Nobody knew.", title=SECRET)
    citation = {"url": f"https://{SECRET.lower()}.example/a", "stance": "supports"}
    desk.draft(desk.claims(document)[0], citations=[citation])
    assert found(desk, "/documents", SECRET) != []
    with desk.database.transaction() as session:
        purge_document(session, OPERATOR, document["id"], "Personal data.")
    assert found(desk, "/claims", "bridge") != []
    kept = []
    with desk.database.engine.connect() as connection:
        for name in ("claim", "document", "source"):
            kept += connection.execute(sa.select(Base.metadata.tables[f"{name}_terms"].c.term))
            if desk.database.is_sqlite:
                kept += connection.exec_driver_sql(f"SELECT block FROM {name}_entries_data")
    assert b"bridg" in repr(kept).encode()
    assert SECRET[2:].lower() not in repr(kept)


def test_reindex_makes_all_of_it_anew(desk: Desk):
    document = desk.document(TEXT, title="Council", language="en")
    desk.draft(
        desk.claims(document)[0], citations=[{"url": "https://a.example", "stance": "context"}]
    )
    before = entries(desk.database)
    assert all(before.values())
    with desk.database.transaction() as session:
        for index in (CLAIMS, DOCUMENTS, SOURCES):
            for table in (index.entries, index.terms, index.totals):
                session.execute(sa.delete(table))
    url = desk.database.engine.url.render_as_string(hide_password=False)
    status, told, _errors = forked(["reindex"], b"", {"DATABASE_URL": url})
    assert (status, told) == (0, "Indexed 0 fact-checks, 2 claims, 1 document and 1 source.\n")
    assert entries(desk.database) == before
    assert len(found(desk, "/claims", "bridge")) == 1


def test_who_writes_several_indexes_at_once_waits_for_nobody_for_ever(desk: Desk):
    people = [desk.annotator, desk.reviewer]  # made before: their threads share them

    def work(number: int) -> list[int]:
        author, reviewer = people
        rng = random.Random(number)
        statuses = []
        for step in range(2):
            made = author.post("/documents", {"text": f"Bridge {number} {step} is old. It leaks."})
            path = f"/documents/{made.json['id']}"
            claim = author.get(f"{path}/claims").json["items"][0]
            urls = rng.sample([f"https://example.org/{step}/{each}" for each in range(4)], 3)
            cited = [{"url": url, "stance": "supports"} for url in urls]
            body = PROPOSAL | {"citations": cited, "submit": True}
            edit = author.post(f"/claims/{claim['id']}/edits", body)
            approval = f"/edits/{edit.json['id']}/approval"
            answers = [
                edit,
                reviewer.post(approval, if_match=edit.headers["ETag"]),
                reviewer.patch(path, {"title": f"Bridge {number}", "language": "en"}),
                author.post(f"{path}/versions", {"text": f"Bridge {number} {step} is old. Ferry."}),
            ]
            statuses += codes(answers)
        return statuses

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(work, range(3))) == [[201, 201, 200, 201] * 2] * 3
    assert len(found(desk, "/claims", "ferry")) == len(found(desk, "/documents", "ferry")) == 6
    assert len(found(desk, "/sources", "example")) >= 6
