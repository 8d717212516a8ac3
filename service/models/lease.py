from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base


class Lease(Base):
    """Which reviewer looks at an edit, and until when that counts. It forbids nobody anything."""

    __tablename__ = "leases"

    edit_id: Mapped[int] = mapped_column(ForeignKey("edits.id"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    until: Mapped[datetime]
