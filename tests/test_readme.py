"""The README's walk is run, block by block, against a server started as the README says."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.serving import COMMAND, SECONDS_TO_START, SECONDS_TO_STOP, free_port

ROOT = Path(__file__).parent.parent
PORT_IN_README = 8000
MASKS = {
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ": "<time>",
    r"(?<=password: )\S+": "<password>",
    r"\bcdk_[\w-]+": "<key>",
    r"\b[0-9a-f]{16,}\b": "<hash>",
}
NEXT = "--- the next block ---"


def blocks(heading):
    """The blocks of code under a heading of the README, as (language, text)."""
    section = (ROOT / "README.md").read_text().partition(f"\n## {heading}\n")[2]
    section = section.partition("\n## ")[0]
    return re.findall(r"^```(\w+)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def masked(text):
    for pattern, mask in MASKS.items():
        text = re.sub(pattern, mask, text)
    return text


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the files that are or would be checked in, with the program installed already.

    Set-up is replaced by nothing: it would fetch all packages again.
    """
    folder = tmp_path_factory.mktemp("checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    for name in listed.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / "bin/setup").write_text("#!/bin/sh\n")
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/claimdesk").symlink_to(COMMAND)
    return folder


@pytest.fixture(scope="module")
def environment(checkout):
    """As in a new terminal, but the program is that of the copy and Python that of the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    return kept | {"PATH": path, "PYTHONPATH": str(checkout), "NO_PROXY": "*"}


@pytest.fixture(scope="module")
def desk(checkout, environment):
    """What `make run` printed, and the port it listens on."""
    port = free_port()
    output = checkout / "make-run.log"
    with output.open("wb") as log, (checkout / "make-run.err").open("wb") as errors:
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=checkout,
            env=environment,
            stdout=log,
            stderr=errors,
            start_new_session=True,
        )
    try:
        wait_for(port, process, checkout)
        yield output.read_text(), port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(SECONDS_TO_STOP)


def wait_for(port, process, folder):
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    pytest.fail(f"`make run` did not start:\n{(folder / 'make-run.err').read_text()}")


def test_make_run_prints_what_the_readme_shows(desk):
    printed, port = desk
    (shown,) = (text for language, text in blocks("The two commands") if language == "text")
    assert masked(printed) == masked(shown).replace(str(PORT_IN_README), str(port))


def test_the_readme_names_the_two_commands():
    (commands,) = (text for language, text in blocks("The two commands") if language == "sh")
    assert re.findall(r"^make \w+", commands, re.MULTILINE) == ["make run", "make test"]


def test_each_block_of_the_walk_is_followed_by_its_output():
    languages = [language for language, _text in blocks("A walk of five minutes")]
    assert languages == ["sh", "text"] * (len(languages) // 2)
    assert len(languages) >= 2


def test_the_walk_prints_what_the_readme_shows(desk, checkout, environment):
    if shutil.which("curl") is None:
        pytest.fail("The README's walk needs curl: install it (on Debian: apt install curl).")
    _printed, port = desk
    walk = blocks("A walk of five minutes")
    scripts = [text for language, text in walk if language == "sh"]
    shown = [text for language, text in walk if language == "text"]
    script = f"\necho '{NEXT}'\n".join(scripts).replace(f":{PORT_IN_README}/", f":{port}/")
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    printed = result.stdout.split(f"{NEXT}\n")
    assert [masked(text) for text in printed] == [masked(text) for text in shown], result.stderr
    assert (result.returncode, result.stderr) == (0, "")


def test_the_walk_needs_no_more_programs_than_it_says():
    """A fresh Debian has these, but for curl, which the README names."""
    has = {"curl", "grep", "sed", "tr", "python3", ".venv/bin/claimdesk"}
    scripts = "".join(
        text for language, text in blocks("A walk of five minutes") if language == "sh"
    )
    without_strings = re.sub(r"'[^']*'", "''", scripts)
    started = re.findall(r"(?:^|\| *\n? *|\$\()(\.?[\w/.]+)(?= )", without_strings, re.MULTILINE)
    assert set(started) <= has
