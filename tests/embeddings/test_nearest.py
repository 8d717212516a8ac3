"""The nearest of all fact-checks: exactly, from one file that all processes share."""

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from service.db import utcnow
from service.embeddings import actions, collection, files
from service.embeddings.collection import collection_of, make_file
from service.embeddings.scanning import nearest_rows
from service.embeddings.vectors import as_bytes
from tests.embeddings.conftest import ids_of
from tests.embeddings.server import embed
from tests.fact_checks.imported import add_all_imported, add_imported
from tests.verdicts.test_verdict import retract

SENTENCES = ["The ferry sank.", "The bridge cost 9 million.", "It rained in June."]


def path_of(desk):
    return files.place_of(desk.database.engine.url)


def test_those_that_mean_about_the_same_come_first(desk):
    ferry, bridge, rain = add_all_imported(desk.database, [{"text": each} for each in SENTENCES])
    desk.work()
    found = desk.nearest("It rained in May.", "The bridge cost 8 million.", limit=2)
    assert [ids_of(each)[0] for each in found] == [rain, bridge]
    assert [len(each) for each in found] == [2, 2]
    asked, kept = (np.array(embed(each)) for each in ("It rained in May.", SENTENCES[2]))
    cosine = asked @ kept / np.linalg.norm(asked) / np.linalg.norm(kept)
    assert found[0][0][1] == pytest.approx(cosine, abs=1e-3)
    assert ferry in ids_of(desk.nearest("a ferry", limit=3)[0])


def test_the_worker_makes_a_file_and_what_comes_later_is_found_beside_it(desk):
    first = add_imported(desk.database, "The ferry sank.")
    desk.work()
    assert files.open_file(path_of(desk), "words").ids.tolist() == [first]
    before = files.head_of(path_of(desk), "words")
    second = add_imported(desk.database, "The ferry burned.")
    with desk.database.transaction() as session:
        taken = actions.take(session, "words", [second], utcnow())
        vector = as_bytes(np.array(embed("The ferry burned."), np.float32) / 3)
        actions.settle(session, "words", taken, {second: vector})
    assert set(ids_of(desk.nearest("The ferry burned.")[0])) == {first, second}
    assert files.head_of(path_of(desk), "words") == before


def test_what_is_taken_back_is_found_no_more_and_leaves_the_file(desk, monkeypatch):
    claim = desk.claim("The ferry sank.", visibility="public")
    desk.published(claim)
    other = add_imported(desk.database, "The ferry burned.")
    desk.work()
    assert len(desk.nearest("The ferry sank.")[0]) == 2
    retract(desk, claim)
    assert ids_of(desk.nearest("The ferry sank.")[0]) == [other], "the file still has it"
    desk.work()
    assert files.open_file(path_of(desk), "words").ids.tolist() == [other]


def test_what_says_something_else_is_compared_by_that(desk):
    ids = add_all_imported(desk.database, [{"text": each} for each in SENTENCES])
    desk.work()
    with desk.database.transaction() as session:
        actions.forget(session, ids[:1])
        taken = actions.take(session, "words", ids[:1], utcnow())
        vector = np.array(embed(SENTENCES[1]), np.float32)
        kept = as_bytes(vector / np.linalg.norm(vector))
        actions.settle(session, "words", taken, {ids[0]: kept})
    [found] = desk.nearest(SENTENCES[1])
    assert ids_of(found)[:2] == ids[:2]
    assert found[0][1] == pytest.approx(1, abs=1e-3)
    assert len(ids_of(found)) == len(set(ids_of(found)))


@pytest.mark.parametrize("damage", [b"", b"claimdesk vectors 1", b"\xff" * 5000])
def test_a_damaged_file_counts_as_none(desk, damage):
    ids = add_all_imported(desk.database, [{"text": each} for each in SENTENCES])
    desk.work()
    path_of(desk).write_bytes(damage)
    assert ids_of(desk.nearest(SENTENCES[0], limit=1)[0]) == ids[:1]


def test_without_a_worker_the_processes_make_the_file_themselves(desk, monkeypatch):
    monkeypatch.setattr(collection, "MOST_BESIDE", 2)
    ids = add_all_imported(desk.database, [{"text": each} for each in SENTENCES])
    desk.work()
    path_of(desk).unlink()
    collection_of.cache_clear()
    desk.nearest(SENTENCES[0])
    until = time.monotonic() + 60
    while not path_of(desk).exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    assert ids_of(desk.nearest(SENTENCES[2], limit=1)[0]) == ids[2:]


def test_one_makes_the_file_and_others_let_it(desk):
    add_imported(desk.database, SENTENCES[0])
    desk.work()
    with files.only_writer(path_of(desk)) as is_mine:
        assert is_mine
        assert make_file(desk.database.engine, "words") is None
    assert make_file(desk.database.engine, "words") == 1
    assert path_of(desk).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_folder_that_somebody_else_made_is_not_used(desk, tmp_path):
    (tmp_path / f"claimdesk-{os.geteuid()}").mkdir(mode=0o777)
    (tmp_path / f"claimdesk-{os.geteuid()}").chmod(0o777)
    add_imported(desk.database, SENTENCES[0])
    desk.work()
    assert desk.nearest(SENTENCES[0]) is None


@pytest.mark.parametrize("asked", [1, 3])
def test_the_search_finds_what_comparing_all_in_full_finds(asked):
    random = np.random.default_rng(7)
    rows = random.standard_normal((3_000, 24)).astype(np.float32)
    rows[5, :12] = 0
    rows[6] *= 1e-5
    rows[6, 0] = 1
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    halves = rows.astype("<f2")
    exact = rows[:asked] @ halves.astype(np.float32).T
    for k, found in enumerate(nearest_rows([halves[:1_000], halves[1_000:]], rows[:asked], 10)):
        assert set(found.tolist()) == set(np.argsort(-exact[k])[:10].tolist())


def test_most_commands_do_without_numpy():
    told = "import sys, service.cli; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
