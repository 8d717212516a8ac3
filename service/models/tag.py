from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base
from service.vocabulary import TagKind


class Tag(Base):
    """A described word of the desk's vocabulary. An assessment may also use words that are not."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[TagKind]
    description: Mapped[str]
    colour: Mapped[str]
