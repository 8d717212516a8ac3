"""Passwords are hashed with Argon2's cheapest parameters here: the tests hash many."""

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from service.accounts import signing_in
from service.database import Database


class Hasher(PasswordHasher):
    """Notes each hash it verified, and how many connections `database` had open meanwhile."""

    def __init__(self) -> None:
        self.__dict__.update(PasswordHasher.from_parameters(CHEAPEST).__dict__)
        self.verified: list[str] = []
        self.connections: list[int] = []
        self.database: Database | None = None

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        """As the hasher does."""
        self.verified.append(str(hash))
        self._note_connections()
        return super().verify(hash, password)

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        """As the hasher does."""
        self._note_connections()
        return super().hash(password, salt=salt)

    def _note_connections(self) -> None:
        if self.database is not None:
            self.connections.append(self.database.engine.pool.checkedout())  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> Hasher:
    """The hasher of this test."""
    cheap = Hasher()
    monkeypatch.setattr(signing_in, "hasher", lambda: cheap)
    monkeypatch.setattr(signing_in, "NOBODYS_HASH", cheap.hash("nobody's password"))
    return cheap
