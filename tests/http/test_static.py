"""Our files for browsers: kept for a year below an address that names their version."""

import re
from pathlib import Path

import pytest

from service.http import static
from tests.factories import Desk

ADDRESS = re.compile(r"/static/[0-9a-f]{12}")


def test_pages_name_files_by_a_hash_of_all_of_them(desk: Desk):
    page = desk.stranger.client.get("/sign-in").text
    found = re.findall(r'(?:href|src)="(/static/[^"]*)"', page)
    assert len(found) >= 3
    assert {match[0] for each in found if (match := ADDRESS.match(each))} == {static.url_path()}
    for each in found:
        with desk.stranger.client.get(each) as answer:
            assert answer.status_code == 200


def test_browsers_keep_them_for_a_year(desk: Desk):
    with desk.stranger.client.get(f"{static.url_path()}/desk.css") as answer:
        assert answer.mimetype == "text/css"
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert "public" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/desk.css",
        "/static/000000000000/desk.css",
        "{here}/nothing.css",
        "{here}/",
        "{here}/../app.py",
        "{here}/..%2f..%2fapp.py",
        "{here}/%2e%2e/http/static.py",
        "{here}/js",
        "{here}/%00",
    ],
)
def test_there_is_nothing_at_any_other_address(desk: Desk, path: str):
    assert desk.stranger.client.get(path.format(here=static.url_path())).status_code == 404


def test_another_version_has_another_address(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(static, "FOLDER", tmp_path)
    addresses = [static.url_path()]
    (tmp_path / "a.css").write_text("a {}")
    addresses.append(static.url_path())
    (tmp_path / "a.css").write_text("b {}")
    addresses.append(static.url_path())
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    addresses.append(static.url_path())
    assert len(set(addresses)) == 4
    assert static.url_path() == addresses[-1]
