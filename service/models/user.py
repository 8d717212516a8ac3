from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow
from service.vocabulary import Role


class User(Base):
    """A person or a program with a role. Never deleted: history keeps naming them."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    disabled_at: Mapped[datetime | None]
