"""Passwords are hashed with Argon2's cheapest parameters here: the tests hash many."""

import dataclasses

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from service.accounts import signing_in
from service.database import Database


class Hasher(PasswordHasher):
    """Notes which hashes it verified, and how many connections were open while it worked."""

    def __init__(self) -> None:
        parameters = dataclasses.asdict(CHEAPEST)
        del parameters["version"]
        super().__init__(**parameters)
        self.verified: list[str] = []
        self.connections: list[int] = []
        self.database: Database | None = None

    def verify(self, hash, password):
        """As every hasher."""
        self.verified.append(hash)
        self._note()
        return super().verify(hash, password)

    def hash(self, password, *, salt=None):
        """As every hasher."""
        self._note()
        return super().hash(password, salt=salt)

    def _note(self) -> None:
        if self.database is not None:
            self.connections.append(self.database.engine.pool.checkedout())


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> Hasher:
    """The hasher of this test."""
    cheap = Hasher()
    monkeypatch.setattr(signing_in, "hasher", lambda: cheap)
    monkeypatch.setattr(signing_in, "NOBODYS_HASH", cheap.hash("what nobody types"))
    return cheap
