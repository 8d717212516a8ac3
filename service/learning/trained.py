"""The models that were trained on this desk: of each kind the newest counts. None commits."""

from collections.abc import Callable
from hashlib import sha256
from typing import Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import TrainedModel
from service.vocabulary import ModelKind

M = TypeVar("M")


class InUse(Generic[M]):
    """Which model of a kind is in use, and a change of it.

    Without a trained one it is the one that comes with the program, `shipped`. Every machine on the
    database finds a new one at once; each process reads it but once.
    """

    def __init__(
        self,
        kind: ModelKind,
        shipped: Callable[[], M],
        parse: Callable[[str], M],
        write: Callable[[M], str],
    ) -> None:
        self.kind, self.shipped = kind, shipped
        self._parse, self._write = parse, write
        self._newest = (
            sa.select(TrainedModel.digest)
            .where(TrainedModel.kind == kind)
            .order_by(TrainedModel.id.desc())
            .limit(1)
        )
        self._read: dict[bytes, M] = {}  # the one that this process read last, by its digest

    def find(self, session: Session) -> M:
        """The model that was trained here last, else the one that comes with the program.

        One that another version of the program trained, and this one cannot read, is left alone.
        """
        digest = session.scalar(self._newest)
        if digest is None:
            return self.shipped()
        model = self._read.get(digest)
        if model is None:
            query = sa.select(TrainedModel.text).where(TrainedModel.digest == digest).limit(1)
            try:
                model = self._parse(session.scalars(query).one())
            except ValueError:
                model = self.shipped()
            self._read.clear()
            self._read[digest] = model
        return model

    def install(self, session: Session, model: M) -> None:
        """Use this model from now on, on every machine."""
        text = self._write(model)
        digest = sha256(text.encode()).digest()
        session.add(TrainedModel(kind=self.kind, text=text, digest=digest))

    def forget(self, session: Session) -> None:
        """Use the model that comes with the program again."""
        session.execute(sa.delete(TrainedModel).where(TrainedModel.kind == self.kind))
