from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base


class ImportedRecord(Base):
    """What another publisher said, as it came: `raw` is compressed with zlib.

    `job_id` is the import in which it came last, so that a second row of the same file is known.
    """

    __tablename__ = "imported_records"

    fact_check_id: Mapped[int] = mapped_column(
        ForeignKey("fact_checks.id"), primary_key=True, autoincrement=False
    )
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    raw: Mapped[bytes]
