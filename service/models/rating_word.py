from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base


class RatingWord(Base):
    """What a rating of another publisher means here: `word` to a code of ours, or to none.

    `key` is the word folded. Without a code, `decided_at` tells a word that somebody said means
    none of our ratings from one that waits to be decided. Without a site, it counts for every
    publisher that has none of its own; an empty site stands for that, so that the database can
    hold the pair unique.
    """

    __tablename__ = "rating_words"
    __table_args__ = (sa.UniqueConstraint("site", "key", name="uq_rating_words_site_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(default="")
    key: Mapped[str]
    word: Mapped[str]
    code: Mapped[str | None]
    decided_at: Mapped[datetime | None]
