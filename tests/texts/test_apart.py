"""A file is read in a process of its own, which ends whatever the file does to it."""

import json
import os
import subprocess
import sys
import urllib.request
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from service.errors import Invalid, TooLarge, TooManyRequests
from service.texts.reading import apart
from service.texts.reading.apart import AT_ONCE, read_apart
from service.texts.reading.child import extract_of
from service.texts.reading.markdown import MOST_MARKED
from service.texts.reading.readers import read
from service.vocabulary import FileKind
from tests.texts.making import numbered, stream_of
from tests.texts.test_readers import SEEDS

ROOT = Path(__file__).parents[2]

SLOW = b"[" * MOST_MARKED
"""Takes minutes: each bracket may open a link that the rest of the file closes."""


def bomb(size: int) -> bytes:
    """A small PDF with a page whose content unpacks to `size` bytes, sixteen times over."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()
    return numbered([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [%b] >>" % (b"4 0 R " * 16),
        stream_of(packed, b"/Filter /FlateDecode"),
    ])  # fmt: skip


@pytest.fixture
def hurry(monkeypatch):
    """Nobody waits for ten seconds here."""
    monkeypatch.setattr(apart, "SECONDS", 1)


def children() -> set[Path]:
    """The processes that this one started for a file."""
    listed = [path.read_text() for path in Path("/proc/self/task").glob("*/children")]
    folders = {Path("/proc") / number for each in listed for number in each.split()}
    return {folder for folder in folders if is_reader(told(folder, "cmdline"))}


def is_reader(command: str | None) -> bool:
    """Whether a process reads a file, or has ended and nobody asked for its end."""
    return command is not None and (not command or "service.texts.reading.child" in command)


def told(folder: Path, name: str) -> str | None:
    """What the system tells of a process, unless it is gone."""
    try:
        return (folder / name).read_text()
    except OSError:
        return None


@pytest.mark.parametrize("kind", list(FileKind), ids=str)
def test_a_file_is_read_as_it_is_read_here(kind: FileKind):
    assert read_apart(SEEDS[kind], kind) == read(SEEDS[kind], kind)


def test_the_charset_goes_with_it():
    raw = "Мост стоит.".encode("koi8-r")
    assert read_apart(raw, FileKind.MARKDOWN, "koi8-r").text == "Мост стоит."


@pytest.mark.parametrize("charset", ["", "\x00", "\ud800", "x" * 200_000, "-c", "é"])
def test_a_charset_may_be_anything(charset: str):
    assert read_apart(b"It is.", FileKind.MARKDOWN, charset).text == "It is."


@pytest.mark.parametrize(
    ("raw", "kind", "refusal"),
    [
        (b"It is.", FileKind.PDF, Invalid),
        (b"It is.", FileKind.WORD, Invalid),
        (b"", FileKind.MAIL, Invalid),
        (b"a" * (MOST_MARKED + 1), FileKind.MARKDOWN, TooLarge),
    ],
)
def test_a_refusal_is_the_same_refusal(raw: bytes, kind: FileKind, refusal: type[Exception]):
    with pytest.raises(refusal) as here:
        read(raw, kind)
    with pytest.raises(refusal) as there:
        read_apart(raw, kind)
    assert there.value.message == here.value.message
    assert there.value.errors == here.value.errors


def test_what_takes_too_long_is_stopped(hurry):
    with pytest.raises(Invalid, match="in 1 seconds") as refusal:
        read_apart(SLOW, FileKind.MARKDOWN)
    assert set(refusal.value.errors or {}) == {"file"}
    assert children() == set()


def test_what_takes_too_much_memory_is_stopped():
    with pytest.raises(Invalid, match="could not be read") as refusal:
        read_apart(bomb(1 << 27), FileKind.PDF)
    assert set(refusal.value.errors or {}) == {"file"}
    assert children() == set()


def test_at_most_four_are_read_at_once_and_who_finds_no_place_is_told(hurry, monkeypatch):
    refusals: list[type[BaseException]] = []
    most = 0

    def send(_number: int) -> None:
        try:
            read_apart(SLOW, FileKind.MARKDOWN)
        except (Invalid, TooManyRequests) as refusal:
            refusals.append(type(refusal))

    with ThreadPoolExecutor(3 * AT_ONCE) as pool:
        sent = [pool.submit(send, number) for number in range(3 * AT_ONCE)]
        while not all(each.done() for each in sent):
            most = max(most, len(children()))
    assert 1 <= most <= AT_ONCE
    assert len(refusals) == 3 * AT_ONCE
    assert TooManyRequests in refusals
    monkeypatch.setattr(apart, "SECONDS", 10)
    assert read_apart(b"It is.", FileKind.MARKDOWN).text == "It is."


@pytest.fixture
def running(hurry):
    """The folder in /proc of the process that reads a slow file."""
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(read_apart, SLOW, FileKind.MARKDOWN)
        found: set[Path] = set()
        while not found:
            assert not sent.done()
            found = {folder for folder in children() if told(folder, "environ")}
        yield found.pop()
        assert sent.exception() is not None


def test_it_has_no_secrets(running):
    assert told(running, "environ") == "OPENBLAS_NUM_THREADS=1\0"
    assert (running / "cwd").readlink() == Path("/")


@pytest.fixture
def secret(tmp_path):
    """A file that this process has open, and hands on to whom it starts if nothing is done."""
    path = tmp_path / "secret"
    with path.open("wb") as file:
        os.set_inheritable(file.fileno(), True)
        yield path


def test_it_has_none_of_the_files_that_are_open_here(secret, running):
    opened = set()
    for path in (running / "fd").iterdir():
        with suppress(FileNotFoundError):  # it opens and closes the modules that it loads
            opened.add(path.readlink())
    assert opened
    assert secret not in opened


def test_it_has_limits():
    program = "\n".join([
        "import resource, sys",
        f"sys.path.insert(0, {str(ROOT)!r})",
        "from service.texts.reading.child import limit",
        "limit(5, 1 << 28)",
        "print([resource.getrlimit(each)[0] for each in (resource.RLIMIT_CPU, resource.RLIMIT_AS,"
        " resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)])",
    ])  # fmt: skip
    run = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=True)
    assert run.stdout.decode() == f"[5, {1 << 28}, 0, 0]\n"


def test_the_folder_one_stands_in_is_not_trusted(tmp_path, monkeypatch):
    for name in ("json.py", "service.py", "markdown_it.py"):
        (tmp_path / name).write_text("raise SystemExit")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert read_apart(b"It is.", FileKind.MARKDOWN).text == "It is."


@pytest.mark.parametrize(
    "answer", [{}, {"refused": "forbidden"}, {"read": {}}, {"read": 7}, {"failed": "ValueError"}]
)
def test_an_answer_that_is_none_is_not_believed(answer: dict[str, object]):
    with pytest.raises((ValueError, TypeError, LookupError)):
        extract_of(answer)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_server_reads_several_pages_at_once(desk, live):
    key = desk.annotator.key

    def send(number: int) -> int:
        page = f"<article><p>It cost {number} million pounds, as the council says.</p></article>"
        request = urllib.request.Request(
            f"{live.url}/api/v1/documents",
            json.dumps({"html": page}).encode(),
            {
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(send, range(6))) == [201] * 6
