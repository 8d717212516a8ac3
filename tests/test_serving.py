"""The server as people start it."""

import urllib.request


def test_it_serves_what_was_published(desk, live):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    with urllib.request.urlopen(f"{live.url}/api/v1/claims/{claim['id']}/verdict") as answer:
        assert answer.status == 200
