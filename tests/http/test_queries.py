"""How many statements a read sends: pinned, and the same however many items there are."""

from collections.abc import Iterable

import sqlalchemy as sa

from tests.factories import API, Desk, Person
from tests.http.routes import fill

ONE_FOR_THE_KEY = 1


def ask(person: Person, path: str, count_queries) -> int:
    """The number of statements that the read sends, when the key's use was marked before."""
    assert person.get(path).status_code == 200
    with count_queries() as sent:
        assert person.get(path).status_code == 200
    return len(sent)


LISTS = {
    "/documents": 1,
    "/documents?q=pounds&status=published": 6,
    "/documents?language=en&publisher=a&pending=true": 1,
    "/documents/{document_id}/versions": 2,
    "/documents/{document_id}/history": 6,
    "/documents/{document_id}/claims": 3,
    "/documents/{document_id}/claims?tag=statistic&rating=mostly_true": 3,
    "/claims": 2,
    "/claims?q=pounds&status=published": 8,
    "/claims/{claim_id}/history": 6,
    "/claims/{claim_id}/edits": 6,
    "/claims/{claim_id}/comments": 2,
    "/edits": 5,
    "/edits?state=submitted": 5,
    "/edits/{edit_id}/comments": 2,
    "/edits/{edit_id}/history": 6,
    "/changes": 1,
    "/sources": 1,
    "/sources?q=ledger": 6,
    "/tags": 1,
    "/scales": 2,
    "/users": 1,
    f"{API}/api-keys": 1,
}
ONES = {
    "/documents/{document_id}": 1,
    "/documents/{document_id}/versions/1": 4,
    "/documents/{document_id}/versions/1/snapshot": 3,
    "/claims/{claim_id}": 2,
    "/edits/{edit_id}": 5,
    "/claims/{claim_id}/verdict": 1,
    "/sources/{source_id}": 1,
    "/tags/{tag_id}": 1,
    "/users/{user_id}": 1,
    f"{API}/api-keys/{{key_id}}": 1,
}


def ask_all(desk: Desk, paths: Iterable[str], ids: dict[str, int], count_queries) -> dict[str, int]:
    """The statements of each read but the one for the key."""
    return {
        path: ask(desk.admin, path.format(**ids), count_queries) - ONE_FOR_THE_KEY for path in paths
    }


def test_a_read_sends_so_many_statements(desk: Desk, count_queries):
    assert ask_all(desk, LISTS | ONES, fill(desk), count_queries) == LISTS | ONES


def test_a_list_sends_no_more_for_more_items(desk: Desk, count_queries):
    ids = fill(desk)
    before = ask_all(desk, LISTS, ids, count_queries)
    for number in range(4):
        source = {"url": f"https://example.org/{number}", "stance": "context"}
        tags = [f"tag {number}", "statistic"]
        claim = desk.claim(visibility="public")
        desk.published(claim, citations=[source], tags=tags)
        other = desk.add("annotator")
        same = {"id": ids["claim_id"]}
        desk.submitted(same, other, citations=[source], tags=tags)
        other.post(f"/claims/{ids['claim_id']}/comments", {"text": "So?"})
        other.post(f"/edits/{ids['edit_id']}/comments", {"text": "So?"})
        desk.reviewer.post("/tags", {"name": tags[0], "description": "One."})
        desk.admin.post(f"{API}/api-keys")
    assert ask_all(desk, LISTS, ids, count_queries) == before


def test_a_verdict_with_a_key_is_one_indexed_read(desk: Desk, count_queries, backend: str):
    claim = desk.claim()
    desk.published(claim)
    path = f"/claims/{claim['id']}/verdict"
    assert ask(desk.reader, path, count_queries) == 1 + ONE_FOR_THE_KEY
    if backend == "sqlite":
        with count_queries() as sent:
            desk.reader.get(path)
        plan = explain(desk, sent[-1], claim["id"])
        assert "USING INDEX" in plan
        assert "SCAN" not in plan


def explain(desk: Desk, statement: str, claim_id: int) -> str:
    with desk.database.reading() as session:
        values = (claim_id,) * statement.count("?")
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return " ".join(str(row) for row in rows)


def test_a_verdict_without_a_key_is_one_read_on_one_connection(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    path = f"/claims/{claim['id']}/verdict"
    pool = desk.app.extensions["database"].engine.pool
    lent: list[object] = []

    def note(*connection: object) -> None:
        lent.append(connection)

    sa.event.listen(pool, "checkout", note)
    try:
        assert desk.stranger.get(path).status_code == 200
    finally:
        sa.event.remove(pool, "checkout", note)
    assert len(lent) == 1


def test_a_304_costs_no_more_than_the_answer(desk: Desk, count_queries):
    claim = desk.claim()
    path = f"/claims/{claim['id']}"
    etag = desk.annotator.get(path).headers["ETag"]
    with count_queries() as sent:
        answer = desk.annotator.get(path, headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert len(sent) == 1 + ONE_FOR_THE_KEY
