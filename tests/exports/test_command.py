"""`claimdesk export`."""

import os
from pathlib import Path

import pytest

from tests.exports.reading import fetch
from tests.factories import Desk
from tests.test_cli import forked


@pytest.fixture
def export(desk: Desk):
    """Runs `claimdesk export` on the desk; answers its status, output and complaints."""
    url = desk.database.engine.url.render_as_string(hide_password=False)

    def call(*arguments: object) -> tuple[int, str, str]:
        return forked(["export", *map(str, arguments)], b"", {"DATABASE_URL": url})

    return call


def test_it_prints_what_an_administrator_gets(export, desk: Desk):
    desk.published(desk.claim(), rating="false")
    desk.draft(desk.claim(), rationale="Zoë's.")
    for name in ("edits.jsonl", "edits.csv", "events.jsonl", "claimreview.json"):
        wanted = fetch(desk.admin, name).text
        assert export(name) == (0, wanted, "")
    assert export("edits.jsonl", "--state", "draft")[1].count("\n") == 1


def test_it_replaces_a_file_when_the_new_one_is_whole(export, desk: Desk, tmp_path: Path):
    desk.claim()
    file = tmp_path / "claims.csv"
    file.write_text("of yesterday")
    assert export("claims.csv", file) == (0, f"Exported to {file}.\n", "")
    assert file.read_bytes() == fetch(desk.admin, "claims.csv").data
    assert list(tmp_path.iterdir()) == [file]


def test_a_pipe_is_written_to_and_never_replaced(export, desk: Desk, tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert export("claims.csv", pipe)[0] == 0
    assert pipe.is_fifo()
    assert os.read(reader, 1 << 16) == fetch(desk.admin, "claims.csv").data
    os.close(reader)


@pytest.mark.parametrize("backend", ["sqlite"])  # none of it asks the database
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["secrets.csv"], "secrets.csv"),
        (["claims.csv", "--status", "lost"], "--status"),
        (["claims.csv", "--document-id", "0"], "--document-id"),
        (["edits.csv", "--since", "yesterday"], "--since"),
        (["claims.csv", "--state", "draft"], "state"),
        (["claims.csv", "/nowhere/claims.csv"], "/nowhere/claims.csv"),
    ],
)
def test_it_refuses_in_one_sentence_what_it_cannot_do(export, arguments: list, told: str):
    status, printed, complaint = export(*arguments)
    assert (status, printed) == (2, "")
    assert complaint.startswith("claimdesk: ")
    assert told in complaint
    assert complaint.count("\n") == 1
