"""A page elsewhere, from which the desk may fetch."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from tests.fetching.hostile import Hostile, hostile


@pytest.fixture
def elsewhere(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    """A web server on loopback, allowed by name; `elsewhere.pages` says what it answers."""
    with hostile() as server:
        settings = replace(app.extensions["settings"], fetch_private_hosts=server.host)
        monkeypatch.setitem(app.extensions, "settings", settings)
        yield server
