from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow


class SignInFailure(Base):
    """How often signing in under a name failed of late, whether somebody has that name or not."""

    __tablename__ = "sign_in_failures"

    name_hash: Mapped[bytes] = mapped_column(primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(default=utcnow, index=True)
