"""A file goes in, and other publishers' fact-checks are there: once, and as they say."""

import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from service.db import utcnow
from service.imports import importing
from service.jobs import files
from service.jobs.running import run_next
from service.models import Event, FactCheck, ImportedRecord
from service.settings import Settings
from service.vocabulary import Action
from tests.factories import Desk
from tests.imports.importing import (
    HANDLERS,
    LINES,
    begin,
    counts,
    fact_checks,
    faults,
    imported,
    lines,
    review,
    work,
)

SETTINGS = Settings()
FACTCK = Path(__file__).parent / "factck_br.tsv"
COLUMNS = [
    "url=URL",
    "claim=claimReviewed",
    "rating.label=alternativeName",
    "rating.number=ratingValue",
    "rating.best=bestRating",
    "reviewed_at=datePublished",
    "rationale=reviewBody",
]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch):
    """So that a short file has many."""
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 3)


def test_a_review_is_listed_as_its_publisher_said_it(desk: Desk):
    said = review(
        reviewRating={"alternateName": "False", "ratingValue": 5, "bestRating": 5},
        datePublished="2026-01-02",
        inLanguage="en-GB",
        itemReviewed={"author": {"name": "Ada"}, "datePublished": "2026-01-01"},
    )
    job = imported(desk, orjson.dumps(said), "application/ld+json")
    assert counts(job) == (1, 0, 0, 0)
    [found] = fact_checks(desk)
    assert found == {
        "id": found["id"],
        "url": "https://facts.example.net/1",
        "claim": "The city has 1 buses.",
        "title": None,
        "claimant": "Ada",
        "claim_date": "2026-01-01",
        "publisher": {"name": "Facts", "site": "facts.example.net"},
        "rating": {"label": "False", "value": 1},
        "reviewed_at": "2026-01-02T00:00:00Z",
        "language": "en-GB",
        "claim_id": None,
    }
    assert desk.stranger.get(f"/fact-checks/{found['id']}").json == found
    with desk.database.reading() as session:
        row = session.scalars(sa.select(FactCheck)).one()
        raw = session.scalars(sa.select(ImportedRecord.raw)).one()
    assert row.rating_code == "false", "words count before numbers"
    assert orjson.loads(zlib.decompress(raw)) == said


def test_importing_again_changes_nothing(desk: Desk, small_batches: None):
    file = lines(*(review(number) for number in range(7)), review(3), {"@type": "ClaimReview"})
    assert counts(imported(desk, file)) == (7, 0, 0, 2)
    with desk.database.reading() as session:
        before = session.execute(sa.select(FactCheck.__table__)).all()
    job = imported(desk, file)
    assert counts(job) == (0, 0, 7, 2)
    assert faults(desk, job) == [(8, "duplicate_in_file"), (9, "no_claim")]
    with desk.database.reading() as session:
        assert session.execute(sa.select(FactCheck.__table__)).all() == before
        assert set(session.scalars(sa.select(ImportedRecord.job_id))) == {job["id"]}


def test_a_record_that_says_something_else_is_updated_and_leaves_an_event(desk: Desk):
    imported(desk, lines(review(1), review(2)))
    first = fact_checks(desk)[0]
    since = utcnow()
    changed = review(1, reviewRating={"alternateName": "True"}, headline="Buses")
    job = imported(desk, lines(changed, review(2)))
    assert counts(job) == (0, 1, 1, 0)
    assert [each["id"] for each in desk.admin.get(
        "/fact-checks", query_string={"since": since.isoformat()}
    ).json["items"]] == [first["id"]]  # fmt: skip
    assert fact_checks(desk)[0] == first | {
        "title": "Buses", "rating": {"label": "True", "value": 5},
    }  # fmt: skip
    with desk.database.reading() as session:
        event = session.scalars(sa.select(Event).filter_by(action=Action.FACT_CHECK_CHANGED)).one()
    assert event.actor_id == desk.admin.viewer.id
    assert event.details == {
        "fact_check_id": first["id"],
        "job_id": job["id"],
        "fields": {
            "title": [None, "Buses"],
            "rating_label": ["False", "True"],
            "rating_code": ["false", "true"],
            "rating_value": [1, 5],
        },
    }


def test_the_first_row_of_a_file_wins_across_batches(desk: Desk, small_batches: None):
    rows = [review(1), review(2), review(1, headline="x"), review(4), review(1), review(2)]
    job = imported(desk, lines(*rows))
    assert counts(job) == (3, 0, 0, 3)
    assert faults(desk, job) == [(n, "duplicate_in_file") for n in (3, 5, 6)]
    assert [each["title"] for each in fact_checks(desk)] == [None] * 3


def test_an_import_goes_on_where_it_was_broken_off(
    desk: Desk, small_batches: None, monkeypatch: pytest.MonkeyPatch
):
    rows = [review(number % 8) for number in range(12)]
    begin(desk, lines(*rows))
    assert run(desk, stopping=stop_after(2))
    job = desk.admin.get("/jobs/1").json
    assert (job["state"], 0 < job["done"] < 12) == ("running", True)
    work(desk)
    job = desk.admin.get("/jobs/1").json
    assert counts(job) == (8, 0, 0, 4)
    assert faults(desk, job) == [(n, "duplicate_in_file") for n in (9, 10, 11, 12)]


def stop_after(times: int):
    """Says to stop from the n-th time on that it is asked."""
    asked = 0

    def stopping() -> bool:
        nonlocal asked
        asked += 1
        return asked > times

    return stopping


def test_a_cancelled_import_keeps_what_it_wrote_and_writes_no_more(desk: Desk, small_batches: None):
    begin(desk, lines(*(review(number) for number in range(12))))

    def told(job: Any) -> None:
        if job.done:
            desk.admin.post("/jobs/1/cancellation")

    work(desk, told=told)
    job = desk.admin.get("/jobs/1").json
    assert (job["state"], job["done"], job["created"]) == ("cancelled", 3, 3)
    assert len(fact_checks(desk)) == 3


def test_two_imports_of_one_file_at_once_leave_each_record_once(desk: Desk, small_batches: None):
    file = lines(*(review(number, reviewRating={"alternateName": "So-so"}) for number in range(30)))
    jobs = [begin(desk, file).json["id"] for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda job_id: run(desk, job_id=job_id), jobs))
    found = [desk.admin.get(f"/jobs/{job_id}").json for job_id in jobs]
    assert [job["state"] for job in found] == ["done", "done"]
    assert sum(job["created"] for job in found) == len(fact_checks(desk)) == 30
    assert sum(job["unchanged"] for job in found) == 30


def run(desk: Desk, **options: Any) -> bool:
    """Do the next of what is in the queue."""
    return run_next(desk.database, SETTINGS, HANDLERS, **options)


def test_what_this_desk_published_does_not_come_back_as_somebody_elses(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    url = f"{desk.app.extensions['settings'].base_url}/claims/{claim['id']}"
    job = imported(desk, lines(review(1, url=url), review(2, url=f"{url}99")))
    assert counts(job) == (1, 0, 0, 1)
    assert faults(desk, job) == [(1, "own_fact_check")]
    on_screen = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    desk.reviewer.post(f"/claims/{claim['id']}/retraction", {"reason": "No."}, if_match=on_screen)
    assert faults(desk, imported(desk, lines(review(1, url=url)))) == [(1, "own_fact_check")]


def test_a_table_of_others_comes_in_by_a_mapping(desk: Desk):
    """An excerpt of FACTCK.BR, with what is ugly in it."""
    job = imported(
        desk, FACTCK.read_bytes(), "text/tab-separated-values", mapping=COLUMNS, language="pt"
    )
    assert counts(job) == (28, 0, 0, 2)
    assert {code for _number, code in faults(desk, job)} == {"no_claim"}
    found = fact_checks(desk)
    assert {each["publisher"]["site"] for each in found} == {
        "aosfatos.org", "piaui.folha.uol.com.br", "apublica.org",
    }  # fmt: skip
    by_label = {
        (each["publisher"]["site"], each["rating"]["label"]): each["rating"]["value"]
        for each in found
        if each["rating"]
    }
    assert by_label["piaui.folha.uol.com.br", "Falso"] == 1, "whose number says 4 of 6"
    assert by_label["piaui.folha.uol.com.br", "Verdadeiro"] == 5
    assert by_label["aosfatos.org", "distorcido"] == 3
    assert by_label["apublica.org", "Impossível provar"] is None
    assert desk.stranger.get("/fact-checks?language=pt-BR&limit=200").json["items"]


def test_ids_make_addresses_and_relative_ones_are_made_whole(desk: Desk):
    job = imported(
        desk,
        lines(
            {"vclaim": "One.", "vclaim_id": "v-1", "truth_label": "barely-true"},
            {"vclaim": "Two.", "url": "/factchecks/2/", "date": "stated on May 2, 2019 on air:"},
            {"vclaim": "Three."},
        ),
        publisher="PolitiFact",
        base_url="https://www.politifact.com",
        mapping=["claim=vclaim", "id=vclaim_id", "rating.label=truth_label", "claim_date=date"],
    )
    assert counts(job) == (2, 0, 0, 1)
    assert faults(desk, job) == [(3, "no_url")]
    one, two = fact_checks(desk)
    assert one["url"] == "https://www.politifact.com/v-1"
    assert one["rating"] == {"label": "barely-true", "value": 2}
    assert one["publisher"] == {"name": "PolitiFact", "site": "politifact.com"}
    assert (two["url"], two["claim_date"]) == (
        "https://www.politifact.com/factchecks/2/",
        "2019-05-02",
    )


def test_a_table_without_its_columns_fails_as_a_whole(desk: Desk):
    begin(desk, b"Text,Link\nSo.,x\n", "text/csv")
    work(desk)
    job = desk.admin.get("/jobs/1").json
    assert (job["state"], job["done"]) == ("failed", 0)
    assert "Text, Link" in job["error"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_a_table_that_is_not_in_utf_8_fails_as_a_whole_and_says_so(desk: Desk, encoding: str):
    begin(desk, "été,claim,url\n1,So.,https://x.example/1\n".encode(encoding), "text/csv")
    begin(desk, lines(review()))
    work(desk)
    table, next_one = desk.admin.get("/jobs/1").json, desk.admin.get("/jobs/2").json
    assert (table["state"], next_one["state"]) == ("failed", "done")
    assert table["error"] == "The first row is not text in UTF-8. Save the file in UTF-8."


def test_ugly_texts_reach_the_database(desk: Desk):
    ugly = "S\u0000o \ud83d it is\u2028. \x1b[31m"
    body = orjson.dumps(review()).replace(b"The city has 1 buses.", ugly_json(ugly))
    assert counts(imported(desk, body, LINES)) == (1, 0, 0, 0)
    broken = lines({"claim": None, "url": "x\x00"}) + b'{"claim": "\xff\x00"}\n'
    job = imported(desk, broken)
    assert [code for _number, code in faults(desk, job)] == ["no_claim", "not_utf8"]


def ugly_json(text: str) -> bytes:
    return "".join(f"\\u{ord(each):04x}" for each in text).encode()


def test_how_many_rows_there_are_is_estimated_from_what_was_read(
    desk: Desk, small_batches: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(files, "PIECE", 500)
    begin(desk, lines(*(review(number) for number in range(30))))
    told: list[tuple[int, int]] = []
    work(desk, told=lambda job: told.append((job.done, job.total)))
    assert len(told) > 5
    assert all(20 <= total <= 45 for _done, total in told)
    assert told[-1] == (30, 30)
