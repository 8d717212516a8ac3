"""The command line, as people call it."""

import gzip
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from itertools import count
from tempfile import TemporaryFile

import click
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError

from service.accounts import actions as accounts
from service.accounts.queries import recognise
from service.cli import cli, main
from service.database import Database
from service.db import Base
from service.documents.actions import add_document
from service.documents.intake import Intake
from service.models import Claim, Document, Event, User
from service.permissions import OPERATOR
from service.texts.cutting import cut
from service.texts.limits import MOST_TEXT
from service.vocabulary import Action
from tests.fetching.hostile import hostile, response
from tests.postgres import create_database, drop_database, installed_binaries
from tests.serving import COMMAND
from tests.test_docs import commands
from tests.texts.making import pdf, word

ONE_SENTENCE = r"claimdesk: (?!Usage)[^\n]+[^.\n]\.?\n"
MARKER = "Zebrafinch"


@pytest.fixture
def run(app, database):
    """Runs `claimdesk` on the database of the test."""
    url = database.engine.url.render_as_string(hide_password=False)

    def call(*arguments, stdin=b"", status=0, **environment):
        environment = {"DATABASE_URL": url} | environment
        ended, printed, told = forked(list(map(str, arguments)), stdin, environment)
        assert ended == status, told
        if status == 2:
            assert printed == ""
            assert re.fullmatch(ONE_SENTENCE, told), told
        return told if status else printed

    return call


def forked(arguments, stdin, environment):
    """Runs `claimdesk` in a fork of this process: a new one would load all of it each time.

    The answer is its exit status, and what it wrote to standard output and standard error.
    """
    with TemporaryFile() as given, TemporaryFile() as printed, TemporaryFile() as told:
        given.write(stdin)
        given.seek(0)
        child = os.fork()
        if not child:
            signal.alarm(60)
            for number, file in enumerate((given, printed, told)):
                os.dup2(file.fileno(), number)
            os.environ.update(environment)
            end_with(["claimdesk", *arguments])
        _child, status = os.waitpid(child, 0)
        printed.seek(0)
        told.seek(0)
        return os.waitstatus_to_exitcode(status), printed.read().decode(), told.read().decode()


def end_with(arguments):
    """Run the program in this process, and end the process as the program does."""
    status = 1
    with open(0) as sys.stdin, open(1, "w") as sys.stdout, open(2, "w") as sys.stderr:
        sys.argv = arguments
        try:
            main()
        except SystemExit as end:
            status = end.code
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)


def events(database, action):
    with database.reading() as session:
        return session.scalars(sa.select(Event).filter_by(action=action)).all()


@pytest.mark.usefixtures("logs_as_before")
def test_every_command_explains_itself():
    for words in ["", "user", "key", "document", *(words for words, _command in commands())]:
        with pytest.raises(SystemExit) as end:
            cli.main([*words.split(), "--help"], prog_name="claimdesk")
        assert end.value.code == 0


def test_every_command_has_a_sentence_of_help():
    assert [words for words, command in commands() if not (command.help or "").strip()] == []
    assert all(isinstance(command, click.Command) for _words, command in commands())


WRONG = [
    ("a command that is not there", ["frobnicate"], b""),
    ("no command", [], b""),
    ("half a command", ["user"], b""),
    ("an option that is not there", ["sample", "--loudly"], b""),
    ("an argument too many", ["sample", "more"], b""),
    ("a user without a name", ["user", "add", "--role", "admin"], b""),
    ("a user without a role", ["user", "add", "ann"], b""),
    ("a role that is not there", ["user", "add", "ann", "--role", "boss"], b""),
    ("a name with signs", ["user", "add", "a<b>", "--role", "reader"], b""),
    ("a short password", ["user", "add", "a", "--role", "admin", "--password-stdin"], b"no\n"),
    ("a password for nobody", ["user", "password", "nobody", "--password-stdin"], b"long enough!"),
    ("to disable nobody", ["user", "disable", "nobody"], b""),
    ("a role for nobody", ["user", "role", "nobody", "admin"], b""),
    ("a key for nobody", ["key", "add", "nobody"], b""),
    ("a key for no day", ["key", "add", "nobody", "--expires-in", "0"], b""),
    ("to revoke a key that is not there", ["key", "revoke", "7"], b""),
    ("to revoke what is no id", ["key", "revoke", "seven"], b""),
    ("to revoke an id that no database holds", ["key", "revoke", "9" * 30], b""),
    ("a file that is not there", ["ingest", "/nowhere/at.all"], b""),
    ("a folder as a text", ["ingest", "/"], b""),
    ("an empty text", ["ingest", "-"], b""),
    ("a text that is not in UTF-8", ["ingest", "-"], "Füße.".encode("latin-1")),
    ("a binary file", ["ingest", "-"], b"\x7fELF\x00\x00"),
    ("a text that is too long", ["ingest", "-"], b"It is. " * (MOST_TEXT // 7 + 1)),
    ("a text without a sentence", ["ingest", "-"], b"# Heading\n"),
    ("a PDF that is none", ["ingest", "-", "--type", "pdf"], b"It is."),
    ("a type that is none", ["ingest", "-", "--type", "exe"], b"It is."),
    ("a page without a text", ["ingest", "-", "--type", "html"], b"<p></p>"),
    ("a file without a known end", ["ingest", COMMAND], b""),
    ("a file without an end", ["ingest", "/dev/zero"], b""),
    ("a file that never ends", ["ingest", "/dev/zero", "--type", "md"], b""),
    ("an address inside", ["ingest", "http://127.0.0.1:9/"], b""),
    ("an address that is none", ["ingest", "https://"], b""),
    ("an address and a type", ["ingest", "https://example.org/", "--type", "md"], b""),
    ("an address and another", ["ingest", "https://example.org/", "--url", "https://a.eu"], b""),
    ("a URL that is none", ["ingest", "-", "--url", "nope"], b"It is."),
    ("a time that is none", ["ingest", "-", "--published-at", "yesterday"], b"It is."),
    ("a language that is none", ["ingest", "-", "--language", "??"], b"It is."),
    ("a title that is too long", ["ingest", "-", "--title", "x" * 501], b"It is."),
    ("a backup to no folder", ["backup", "/nowhere/at.all"], b""),
    ("to purge without a reason", ["document", "purge", "1"], b""),
    ("to purge for an empty reason", ["document", "purge", "1", "--reason", " "], b""),
    ("to purge what is not there", ["document", "purge", "99", "--reason", "x"], b""),
    ("a port that is none", ["serve", "--port", "65536"], b""),
]


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    ("arguments", "stdin"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_what_is_wrong_ends_with_2_and_one_sentence(run, arguments, stdin):
    run(*arguments, stdin=stdin, status=2)


def test_a_database_that_is_not_migrated_is_told_in_one_sentence(run, tmp_path):
    told = run("user", "list", status=1, DATABASE_URL=f"sqlite:///{tmp_path}/new.db")
    assert "claimdesk migrate" in told
    assert told.count("\n") == 1


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(run, tmp_path):
    (tmp_path / "file").touch()
    told = run("migrate", status=2, DATABASE_URL=f"sqlite:///{tmp_path}/file/desk.db")
    assert "Traceback" not in told


def test_the_password_of_the_database_is_never_printed(run):
    url = "postgresql://desk:s3cret@127.0.0.1:1/desk"
    told = run("user", "list", status=1, DATABASE_URL=url)
    assert "s3cret" not in told
    assert told.count("\n") == 1


def test_migrating_again_changes_nothing(run):
    assert run("migrate") == run("migrate")


def test_people_are_added_listed_changed_and_disabled(run, database):
    assert run("user", "add", "ann", "--role", "annotator") == "Added annotator ann.\n"
    run("user", "add", "boss", "--role", "admin", "--password-stdin", stdin=b"a long password\n")
    run("user", "role", "ann", "reviewer")
    run("user", "disable", "Ann")
    assert run("user", "list").splitlines() == [
        "1\tann\treviewer\tdisabled",
        "2\tboss\tadmin\tactive",
    ]
    run("user", "enable", "ann")
    run("user", "password", "ann", "--password-stdin", stdin=b"another password\n")
    assert "active" in run("user", "list").splitlines()[0]
    with database.reading() as session:
        hashes = session.scalars(sa.select(User.password_hash)).all()
        assert all(each.startswith("$argon2id$") for each in hashes)
        actors = session.scalars(sa.select(Event.actor_id)).all()
    assert set(actors) == {None}


def test_a_name_is_taken_once(run):
    run("user", "add", "ann", "--role", "reader")
    run("user", "add", "ANN", "--role", "reader", status=2)


def test_the_last_administrator_stays_one(run):
    run("user", "add", "boss", "--role", "admin")
    run("user", "disable", "boss", status=2)
    run("user", "role", "boss", "reader", status=2)


def test_a_key_is_printed_alone_and_counts_until_it_is_revoked(run, database):
    run("user", "add", "ann", "--role", "annotator")
    printed = run("key", "add", "ann", "--label", "script", "--expires-in", "30")
    assert re.fullmatch(r"cdk_[\w-]{43}\n", printed)
    key = printed.strip()
    listed = run("key", "list")
    assert listed.startswith(f"1\tann\t{key[:12]}\tscript\texpires ")
    assert key not in listed
    with database.reading() as session:
        viewer, _to_mark = recognise(session, key)
    assert viewer.name == "ann"
    run("key", "revoke", "1")
    assert "revoked" in run("key", "list")
    with database.reading() as session:
        assert recognise(session, key) is None
    for action in (Action.KEY_ADDED, Action.KEY_REVOKED):
        assert [event.actor_id for event in events(database, action)] == [None]


def test_a_text_comes_from_a_file_with_what_describes_it(run, database, tmp_path):
    file = tmp_path / "article.txt"
    file.write_text("It cost 9 million pounds. It was built in 1911.")
    options = ["--title", "Bridge", "--url", "https://example.org/b", "--author", "A. Smith"]
    options += ["--publisher", "Post", "--published-at", "2026-11-22", "--language", "en-GB"]
    assert run("ingest", file, *options) == "Document 1: 2 claims.\n"
    with database.reading() as session:
        document = session.get(Document, 1)
    assert (document.title, document.author, document.publisher) == ("Bridge", "A. Smith", "Post")
    assert (document.language, document.published_at.year) == ("en-GB", 2026)
    assert (document.visibility, document.created_by_id) == ("desk", None)
    assert "(it was there already)" in run("ingest", file, "--url", "https://example.org/b")
    run("ingest", "-", "--url", "https://example.org/b", stdin=b"Other text.", status=2)


PAGE = b"""<html lang="en"><head><title>The bridge</title><meta name="author" content="A. Smith">
<link rel="canonical" href="https://example.org/b"></head><body><article><h1>The bridge</h1>
<p>It cost 9 million pounds. It was built in 1911.</p></article></body></html>"""
COST = "It cost 9 million pounds."
FILES = [
    ("a page", "b.html", PAGE, ["The bridge", COST, "It was built in 1911."]),
    ("a page by another end", "b.HTM", PAGE, ["The bridge", COST, "It was built in 1911."]),
    ("Markdown", "b.md", f"## The *bridge*\n\n- {COST}\n".encode(), [COST]),
    ("an e-mail", "b.eml", f"Subject: A bridge\n\n{COST}".encode(), ["A bridge", COST]),
    ("a Word file", "b.docx", word(f"<w:p><w:r><w:t>{COST}</w:t></w:r></w:p>"), [COST]),
    ("a PDF", "b.pdf", pdf([[(50, 500, 11, COST)]]), [COST]),
]


@pytest.mark.parametrize(
    ("name", "raw", "claims"), [row[1:] for row in FILES], ids=[row[0] for row in FILES]
)
def test_a_file_is_what_the_end_of_its_name_says(run, session, tmp_path, name, raw, claims):
    (tmp_path / name).write_bytes(raw)
    assert run("ingest", tmp_path / name).startswith("Document 1: ")
    assert session.scalars(sa.select(Claim.text).order_by(Claim.id)).all() == claims


def test_an_option_counts_more_than_what_a_file_says(run, session):
    run("ingest", "-", "--type", "html", "--title", "Bridge", "--language", "fr", stdin=PAGE)
    document = session.get(Document, 1)
    assert (document.title, document.language) == ("Bridge", "fr")
    assert (document.author, document.url) == ("A. Smith", "https://example.org/b")


def test_a_guessed_encoding_is_told(run, tmp_path):
    (tmp_path / "a.txt").write_bytes("Die Brücke kostete viel.".encode("cp1252"))
    told = run("ingest", tmp_path / "a.txt")
    assert told == "Document 1: 1 claim (read as Windows-1252, which is a guess).\n"


def test_what_is_at_an_address_is_fetched(run, session):
    with hostile() as server:
        server.pages["/b"] = response(body=PAGE, content_type="text/html")
        run("ingest", f"{server.url}/b", FETCH_PRIVATE_HOSTS=server.host)
    assert session.get(Document, 1).title == "The bridge"


def test_a_byte_order_mark_is_no_part_of_the_text(run, database):
    run("ingest", "-", stdin=b"\xef\xbb\xbfIt cost 9 million pounds.")
    with database.reading() as session:
        assert session.scalars(sa.select(Claim.text)).all() == ["It cost 9 million pounds."]


def test_one_claim_is_one_claim(run):
    assert run("ingest", "-", stdin=b"It cost 9 million pounds.") == "Document 1: 1 claim.\n"


def test_the_sample_is_put_in_once_for_everyone(run, desk):
    assert run("sample") == "Document 1: the sample article, 41 claims.\n"
    assert "(it was there already)" in run("sample")
    assert desk.annotator.get("/documents/1").get_json()["visibility"] == "public"
    assert desk.stranger.get("/claims/1/verdict").get_json()["code"] == "no_verdict"
    (event,) = desk.annotator.get("/documents/1/history").get_json()["items"]
    assert (event["actor"], event["action"]) == (None, "document_added")


# --- backup --------------------------------------------------------------------------------------


@pytest.fixture
def busy(database):
    """Somebody adds documents, each with its claims in one transaction, while the block runs.

    In a process of its own: a fork of a process with threads may wait for a lock for ever.
    """
    child = os.fork()
    if not child:
        database.engine.dispose(close=False)
        try:
            for number in count(1):
                with database.transaction() as session:
                    pieces = cut(f"It cost {number} million pounds. It was built then.", "en")
                    add_document(session, OPERATOR, Intake(pieces, {}))
        finally:
            os._exit(1)
    try:
        deadline = time.monotonic() + 60
        while not events(database, Action.DOCUMENT_ADDED):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def consistent(database):
    """How many documents; each has both its claims and its event."""
    with database.reading() as session:
        documents = session.scalar(sa.select(sa.func.count()).select_from(Document))
        claims = session.scalar(sa.select(sa.func.count()).select_from(Claim))
    assert (claims, len(events(database, Action.DOCUMENT_ADDED))) == (2 * documents, documents)
    return documents


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_copy_made_while_others_write_is_whole(run, busy, tmp_path):
    target = tmp_path / "copy.db"
    run("backup", target)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert target.stat().st_mode & 0o077 == 0
    restored = Database(f"sqlite:///{target}")
    assert consistent(restored) >= 1
    restored.engine.dispose()
    run("backup", target, status=2)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_dump_made_while_others_write_restores(run, busy, postgres, tmp_path):
    binaries = installed_binaries()
    if not (binaries / "pg_dump").exists():
        pytest.skip("no pg_dump of the server's version")
    path = f"{binaries}{os.pathsep}{os.environ['PATH']}"
    target = tmp_path / "copy"
    run("backup", target, PATH=path)
    url = create_database(postgres, "restored")
    try:
        plain = url.replace("postgresql+psycopg://", "postgresql://")
        subprocess.run([binaries / "pg_restore", "--dbname", plain, target], check=True)
        restored = Database(url)
        assert consistent(restored) >= 1
        with pytest.raises(IntegrityError), restored.transaction() as session:
            session.execute(sa.delete(Event))
        restored.engine.dispose()
    finally:
        drop_database(postgres, "restored")


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_pg_dump_that_fails_is_told_in_one_sentence(run, tmp_path):
    """As one that is older than the server does."""
    program = tmp_path / "bin/pg_dump"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'pg_dump: error: aborting: version mismatch' >&2\nexit 1\n")
    program.chmod(0o755)
    told = run("backup", tmp_path / "copy", status=2, PATH=f"{program.parent}:{os.environ['PATH']}")
    assert "version mismatch" in told
    assert {path.name for path in tmp_path.iterdir()} == {"bin"}


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_missing_pg_dump_is_named(run, tmp_path):
    assert "postgresql-client" in run("backup", tmp_path / "copy", status=2, PATH=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


# --- purge ---------------------------------------------------------------------------------------


@pytest.fixture
def written(desk):
    """A claim of a public document with the marker wherever a person can write."""
    claim = desk.claim(
        f"{MARKER} cost 9 million pounds. Then {MARKER} fell.",
        title=f"{MARKER} bridge",
        url=f"https://example.org/{MARKER.lower()}",
        author=f"{MARKER} Smith",
        publisher=f"{MARKER} Post",
        visibility="public",
    )
    content = {
        "rationale": f"{MARKER} is right.",
        "tags": [MARKER],
        "claimant": {"name": MARKER, "same_as": f"https://example.org/{MARKER}"},
        "citations": [
            {
                "url": f"https://example.org/{MARKER}/source",
                "title": f"{MARKER} source",
                "stance": "supports",
                "quote": f"{MARKER} quote",
                "locator": f"{MARKER} p. 4",
            }
        ],
    }
    desk.published(claim, **content)
    second = desk.claims({"id": claim["document_id"]})[1]
    edit = desk.submitted(second, **content)
    number = edit.get_json()["id"]
    desk.reviewer.post(
        f"/edits/{number}/change-request",
        {"comment": f"{MARKER} again"},
        if_match=edit.headers["ETag"],
    )
    for path in (f"/claims/{claim['id']}/comments", f"/edits/{number}/comments"):
        said = desk.reviewer.post(path, {"text": f"{MARKER} again?"})
        assert said.status_code == 201
    saved = desk.annotator.patch(
        f"/edits/{number}",
        {"rationale": f"{MARKER} draft"},
        if_match=desk.annotator.get(f"/edits/{number}").headers["ETag"],
    )
    assert saved.status_code == 200
    desk.annotator.post(
        "/documents",
        {"text": f"{MARKER} cost 9 million pounds.", "url": f"https://example.com/{MARKER}"},
        headers={"Idempotency-Key": "again"},
    )
    title = {"title": f"{MARKER} tower"}
    changed = desk.reviewer.patch(f"/documents/{claim['document_id']}", title)
    assert changed.status_code == 200
    return claim


def everything(database):
    """Every value of every table, as text."""
    with database.reading() as session:
        return {
            table.name: "\n".join(
                value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                for row in session.execute(sa.select(table))
                for value in row
            )
            for table in Base.metadata.sorted_tables
        }


def test_a_purge_leaves_no_word_and_every_event(run, desk, database, written, backend):
    number = written["document_id"]
    before = desk.reviewer.get(f"/documents/{number}/history?limit=200").get_json()["items"]
    assert before
    run("document", "purge", 2, "--reason", "wrong copy")
    assert "Purged" in run("document", "purge", number, "--reason", "A court said so.")

    left = everything(database)
    assert [name for name, text in left.items() if MARKER.lower() in text.lower()] == []
    if backend == "sqlite":
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            path = connection.engine.url.database
        with open(path, "rb") as file:
            assert MARKER.lower().encode() not in file.read().lower()

    gone = desk.stranger.get(f"/claims/{written['id']}/verdict")
    assert (gone.status_code, gone.get_json()["reason"]) == (410, "A court said so.")
    after = desk.admin.get(f"/documents/{number}/history?limit=200").get_json()["items"]
    kept = {(event["id"], event["action"], str(event["actor"])) for event in after}
    assert {(e["id"], e["action"], str(e["actor"])) for e in before} <= kept
    assert (after[0]["action"], after[0]["actor"]) == ("document_purged", None)
    (line,) = desk.stranger.get("/changes").get_json()["items"][-1:]
    assert (line["kind"], line["verdict"]) == ("retracted", None)


def test_a_purge_takes_the_comments_of_its_document_alone(run, desk, written):
    elsewhere = f"/claims/{desk.claim()['id']}/comments"
    desk.reviewer.post(elsewhere, {"text": "Another matter."})
    assert len(desk.admin.get(f"/claims/{written['id']}/comments").json["items"]) == 1
    run("document", "purge", written["document_id"], "--reason", "A court said so.")
    assert desk.admin.get(f"/claims/{written['id']}/comments").json["items"] == []
    assert len(desk.admin.get(elsewhere).json["items"]) == 1
    history = desk.admin.get(f"/claims/{written['id']}/history").json["items"]
    assert "comment_added" in {event["action"] for event in history}


def test_after_a_purge_the_database_refuses_as_before(run, database, written):
    run("document", "purge", written["document_id"], "--reason", "A court said so.")
    for statement in (
        "UPDATE versions SET text = 'x'",
        "DELETE FROM events",
        "UPDATE changes SET reason = 'x'",
        "UPDATE assessments SET rationale = 'x' WHERE submitted_at IS NOT NULL",
        "DELETE FROM edits",
    ):
        with pytest.raises((IntegrityError, OperationalError)), database.transaction() as session:
            session.execute(sa.text(statement))


def test_a_second_purge_does_no_harm(run, desk, written):
    number = written["document_id"]
    for reason in ("A court said so.", "Again."):
        run("document", "purge", number, "--reason", reason)
    assert desk.stranger.get(f"/claims/{written['id']}/verdict").status_code == 410
    assert desk.annotator.get(f"/documents/{number}").status_code == 404


def test_the_operator_is_nobody_in_the_history(database):
    assert OPERATOR.id is None
    with database.transaction() as session:
        accounts.add_user(session, OPERATOR, name="ann", role=OPERATOR.role)
    assert [event.actor_id for event in events(database, Action.USER_ADDED)] == [None]


def test_a_file_is_imported_to_its_end(run, desk, tmp_path):
    file = tmp_path / "facts.csv"
    file.write_text("Text,url\nSo.,/1\n,/2\nNo.,/3\n")
    known = ("--map", "claim=Text", "--base-url", "https://facts.example.net", "--language", "en")
    told = run("import", file, *known)
    assert "Import 1 is done: 2 new, 0 changed, 0 as before, 1 not used." in told
    assert "/administration/imports/1" in told
    found = desk.stranger.get("/fact-checks").json["items"]
    assert [each["url"] for each in found] == [f"https://facts.example.net/{n}" for n in (3, 1)]
    packed = tmp_path / "facts.csv.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert "0 new, 0 changed, 2 as before" in run("import", packed, *known)


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("facts", (), "--type"),
        ("facts.csv", ("--map", "claim"), "--map: claim is not a field"),
        ("facts.csv", ("--base-url", "x"), "--base-url: "),
        ("facts.csv", (), "Import 1 failed: The first row names no column claim"),
        ("facts.csv.gz", (), "not packed with gzip"),
        ("facts.csv", ("--type", "docx"), "docx"),
    ],
)
def test_a_file_that_cannot_be_imported_is_refused(run, tmp_path, name, options, sentence):
    file = tmp_path / name
    file.write_text("Text,url\nSo.,/1\n")
    assert sentence in run("import", file, *options, status=2)
