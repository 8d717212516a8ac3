import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.db import Base, Versioned
from service.models.document import Document
from service.vocabulary import BlockKind


class Claim(Versioned, Base):
    """What is checked. Its revision moves exactly when its wording or published assessment does.

    That is why nothing else that changes stands here: a pending edit would go stale for no reason.
    `checkworthiness`, from 0 to 1, follows from the wording and the model in use; claims that are
    older than it have none until `claimdesk rescore`. `text_key` and `likeness`, by which the same
    sentence is found elsewhere, follow from the wording alone: see search/likeness.py.
    """

    __tablename__ = "claims"
    __table_args__ = (sa.Index("ix_claims_text_key", "text_key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    block: Mapped[BlockKind]
    text: Mapped[str]
    checkworthiness: Mapped[float | None]
    text_key: Mapped[bytes | None]
    likeness: Mapped[bytes | None]
    assessment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assessments.id", name="fk_claims_assessment_id_assessments", use_alter=True)
    )

    document: Mapped[Document] = relationship()
