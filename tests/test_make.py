"""`make run` as `claimdesk start` does it, and that image and Makefile call the same commands."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from service.database import Database
from service.db import Base
from tests.postgres import create_database, drop_database
from tests.serving import COMMAND, SECONDS_TO_START, SECONDS_TO_STOP, free_port

ROOT = Path(__file__).parent.parent


@contextmanager
def started(folder, **environment):
    """`claimdesk start` in a folder until the block ends: what it printed, and where it answers."""
    port = free_port()
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    output = folder / "output"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [COMMAND, "start"],
            cwd=folder,
            env=clean | {"PORT": str(port)} | environment,
            stdout=log,
            stderr=subprocess.DEVNULL,
        )
    try:
        host = environment.get("HOST", "127.0.0.1")
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        wait_for(url, process)
        yield output.read_text(), url
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS_TO_STOP) == 0


def wait_for(url, process):
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise AssertionError(f"It did not start at {url}.")


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request, tmp_path):
    """The URL of a database that has nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/other/desk.db"
        return
    server = request.getfixturevalue("postgres")
    yield create_database(server, "fresh")
    drop_database(server, "fresh")


def rows(url):
    """Every row of every table."""
    database = Database(url)
    with database.reading() as session:
        found = {
            table.name: sorted(map(str, session.execute(sa.select(table)).all()))
            for table in Base.metadata.sorted_tables
        }
    database.engine.dispose()
    return found


def test_the_first_start_makes_a_desk_and_the_second_keeps_it(fresh, tmp_path):
    with started(tmp_path, DATABASE_URL=fresh) as (printed, url):
        assert "41 claims" in printed
        (password,) = re.findall(r"^Administrator: admin, password: (\S{16})", printed, re.M)
        assert f"Open {url} and sign in" in printed
        with urllib.request.urlopen(url, timeout=120) as page:
            assert "Sign in" in page.read().decode()
    first = rows(fresh)
    assert (len(first["documents"]), len(first["claims"]), len(first["users"])) == (1, 41, 1)
    assert password not in str(first)
    with started(tmp_path, DATABASE_URL=fresh) as (printed, _url):
        assert "password" not in printed
        assert "sample" not in printed
    assert rows(fresh) == first


def test_without_settings_the_database_is_in_var(tmp_path):
    with started(tmp_path):
        assert (tmp_path / "var/claimdesk.db").exists()


def test_an_ipv6_address_is_opened_and_printed_as_one_opens_it(tmp_path):
    with started(tmp_path, HOST="::1") as (printed, url):
        assert f"Open {url} and sign in" in printed


def test_a_start_that_was_cut_off_is_made_good_by_the_next(tmp_path):
    """The sample is there, but nobody yet: the next start makes the administrator."""
    url = f"sqlite:///{tmp_path}/desk.db"
    for words in (["migrate"], ["sample"]):
        subprocess.run(
            [COMMAND, *words],
            env=os.environ | {"DATABASE_URL": url},
            check=True,
            capture_output=True,
        )
    with started(tmp_path, DATABASE_URL=url) as (printed, _url):
        assert "password" in printed
    assert len(rows(url)["documents"]) == 1


def test_make_help_lists_the_targets():
    makefile = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    result = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    listed = [line.split()[0] for line in result.stdout.splitlines()]
    assert sorted(listed) == sorted(phony.split())
    assert re.findall(r"^([a-z-]+):", makefile, re.MULTILINE) == phony.split()


def claimdesk_calls(text):
    return re.findall(r"(?<![\w/-])(?:\.venv/bin/)?claimdesk (migrate|serve|start)\b", text)


@pytest.mark.parametrize("program", ["bench", "bench.quality"])
def test_the_benchmarks_begin(program):
    """They are run by hand, and seldom: what they import may be gone by then."""
    asked = subprocess.run(
        [sys.executable, "-m", program, "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert asked.returncode == 0, asked.stderr
    assert f"python -m {program}" in asked.stdout


def test_the_image_takes_the_steps_that_make_run_takes():
    """`start` is migrate and serve (service/cli/running.py); both install with bin/setup."""
    makefile, dockerfile = (ROOT / "Makefile").read_text(), (ROOT / "Dockerfile").read_text()
    recipe = re.search(r"^run:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)[1]
    assert "bin/setup run" in recipe
    assert "bin/setup run" in dockerfile
    assert claimdesk_calls(recipe) == ["start"]
    assert claimdesk_calls(dockerfile) == ["migrate", "serve"]


def test_the_image_is_slim_not_root_and_looks_after_its_health():
    dockerfile = (ROOT / "Dockerfile").read_text()
    last = dockerfile.rpartition("\nFROM ")[2]
    assert last.startswith("python:3.11-slim\n")
    assert re.search(r"^USER claimdesk$", last, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*(\n .*)*/healthz", last, re.MULTILINE)
    assert re.search(r"^CMD .*exec claimdesk serve", last, re.MULTILINE), "so that it gets SIGTERM"


def test_the_image_has_every_file_that_it_needs():
    allowed = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    }
    wanted = {"app.py", "service", "migrations", "bin/setup", "pyproject.toml", "uv.lock"}
    assert wanted <= allowed


def test_compose_runs_this_image_with_postgresql():
    import yaml

    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    assert services["desk"]["build"] == "."
    assert services["desk"]["environment"]["DATABASE_URL"].startswith("postgresql://")
    assert services["database"]["image"].startswith("postgres:")
    assert all(port.startswith("127.0.0.1:") for port in services["desk"]["ports"])
