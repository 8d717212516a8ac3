import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base


class PublicVerdict(Base):
    """A verdict that everyone may read, and its position among them: 1, 2, 3 and so on, no gap.

    So the highest position is how many there are, and a page is a range of positions. Written only
    by verdicts/, while the change counter is locked.
    """

    __tablename__ = "public_verdicts"
    __table_args__ = (sa.CheckConstraint("position > 0", name="position_from_1"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fact_check_id: Mapped[int] = mapped_column(ForeignKey("fact_checks.id"), unique=True)
