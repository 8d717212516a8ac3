"""The tables, one file each. Importing this module registers them all."""

from service.models.anchor import Anchor
from service.models.api_key import ApiKey
from service.models.assessment import Assessment, AssessmentTag
from service.models.block import Block
from service.models.change import Change, ChangeCounter
from service.models.citation import Citation
from service.models.claim import Claim
from service.models.claim_index import ClaimEntry, ClaimTerm, ClaimTotal
from service.models.claim_status import ClaimStanding
from service.models.comment import Comment
from service.models.document import Document
from service.models.document_index import DocumentEntry, DocumentTerm, DocumentTotal
from service.models.edit import Edit
from service.models.event import Event
from service.models.fact_check import FactCheck
from service.models.fact_check_index import FactCheckEntry, FactCheckTerm, FactCheckTotal
from service.models.fact_check_vector import FactCheckVector
from service.models.idempotency_key import IdempotencyKey
from service.models.imported_record import ImportedRecord
from service.models.job import Job, JobFile, Rejection
from service.models.lease import Lease
from service.models.likeness import Likeness
from service.models.match import Match, MatchRun
from service.models.public_verdict import PublicVerdict
from service.models.rating_word import RatingWord
from service.models.retirement import Retirement
from service.models.scale import Rating, Scale
from service.models.session import SignInSession
from service.models.sign_in_failure import SignInFailure
from service.models.snapshot import Snapshot
from service.models.source import Source
from service.models.source_index import SourceEntry, SourceTerm, SourceTotal
from service.models.tag import Tag
from service.models.trained_model import TrainedModel
from service.models.user import User
from service.models.version import Version
from service.models.webhook import Delivery, Webhook

__all__ = [
    "Anchor",
    "ApiKey",
    "Assessment",
    "AssessmentTag",
    "Block",
    "Change",
    "ChangeCounter",
    "Citation",
    "Claim",
    "ClaimEntry",
    "ClaimStanding",
    "ClaimTerm",
    "ClaimTotal",
    "Comment",
    "Delivery",
    "Document",
    "DocumentEntry",
    "DocumentTerm",
    "DocumentTotal",
    "Edit",
    "Event",
    "FactCheck",
    "FactCheckEntry",
    "FactCheckTerm",
    "FactCheckTotal",
    "FactCheckVector",
    "IdempotencyKey",
    "ImportedRecord",
    "Job",
    "JobFile",
    "Lease",
    "Likeness",
    "Match",
    "MatchRun",
    "PublicVerdict",
    "Rating",
    "RatingWord",
    "Rejection",
    "Retirement",
    "Scale",
    "SignInFailure",
    "SignInSession",
    "Snapshot",
    "Source",
    "SourceEntry",
    "SourceTerm",
    "SourceTotal",
    "Tag",
    "TrainedModel",
    "User",
    "Version",
    "Webhook",
]
