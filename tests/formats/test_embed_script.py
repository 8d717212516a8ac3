"""The script for publishers' pages as a file; tests/browser/test_embedding.py sees what it does."""

import gzip
import re
from pathlib import Path

from service.formats.embedding.script import PARTS, write_script
from service.http.wording import LOOKS
from tests.factories import Desk

ROOT = Path(__file__).parents[2]
MOST_BYTES = 15_000
TONE = re.compile(r'\[data-look="(\w+)"\] \{ --tone: light-dark\((\S+), (\S+)\) \}')
TOKEN = re.compile(r"^ +(--[a-z0-9-]+): ([^;]+);", re.MULTILINE)


def test_browsers_keep_it_for_an_hour_and_then_compare(desk: Desk):
    answer = desk.stranger.client.get("/embed.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers
    known = {"If-None-Match": answer.headers["ETag"]}
    assert desk.stranger.client.get("/embed.js", headers=known).status_code == 304


def test_it_is_small(desk: Desk):
    headers = {"Accept-Encoding": "gzip"}
    answer = desk.stranger.client.get("/embed.js", headers=headers)
    assert len(answer.data) < MOST_BYTES
    assert gzip.decompress(answer.data) == write_script("Claimdesk")


def test_all_of_its_parts_are_in_it():
    folder = ROOT / "service/static/embed"
    assert {path.stem for path in folder.iterdir()} == set(PARTS)
    for part in PARTS:
        assert (folder / f"{part}.js").read_bytes() in write_script("Claimdesk")


def test_the_publisher_is_named_whatever_the_name():
    script = write_script('Post "</script>\u2028')
    assert 'const PUBLISHER = "Post \\"</script>\u2028";'.encode() in script


def test_the_colours_are_those_of_the_desk():
    """Of the card and of what opens at a mark; both have to be whole without the desk's sheet."""
    desk = tokens("service/static/desk.css")
    card = tokens("service/static/card.css")
    assert len(card) > 10
    assert {name: values for name, values in card.items() if desk[name] != values} == {}
    opened = (ROOT / "service/static/embed/styles.js").read_text(encoding="utf-8")
    tones = {look: [light, dark] for look, light, dark in TONE.findall(opened)}
    assert tones == {look: desk[f"--{look.replace('_', '-')}"] for look in LOOKS}


def tokens(path: str) -> dict[str, list[str]]:
    """The values of each token of a style sheet: in light, and in dark where they differ."""
    found: dict[str, list[str]] = {}
    for name, value in TOKEN.findall((ROOT / path).read_text(encoding="utf-8")):
        found.setdefault(name, []).append(value)
    return {name: values[:2] for name, values in found.items()}  # paper has a third
