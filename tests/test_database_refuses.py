"""What must not be is refused by the database itself, whoever asks and however.

Each row goes around the code with SQL. A row fails for the reason it names: the sentence of a
trigger or the name of a constraint.
"""

import re
from itertools import product
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from service.database import Database
from service.db import Base
from service.triggers import GUARDS
from service.vocabulary import EditState
from tests.factories import Desk
from tests.http.routes import add_snapshot

TEXT = " ".join(f"Bridge {number} cost {number} million pounds." for number in range(1, 8))
LONG_AGO = "'2001-01-01 00:00:00+00:00'"
NEW_JOB = (
    "INSERT INTO jobs (kind, state, parameters, created_at, done, created, updated, unchanged,"
    " rejected, attempts)"
)


@pytest.fixture
def rows(desk: Desk) -> dict[str, Any]:
    """The ids of a document's rows: edits by their state, people by their role, and more."""
    document = desk.document(TEXT, url="https://example.org/bridges", visibility="public")
    plain = desk.document("It was opened in 1998.")
    claims = desk.claims(document)
    published = desk.published(claims[0]).get_json()
    found = {
        "document": document["id"],
        "plain": plain["id"],
        "claim": claims[0]["id"],
        "free_claim": claims[6]["id"],
        "annotator": desk.annotator.viewer.id,
        "reviewer": desk.reviewer.viewer.id,
        "approved": published["id"],
        "submitted": desk.submitted(claims[1]).get_json()["id"],
        "draft": desk.draft(
            claims[2],
            tags=["legal"],
            citations=[{"url": "https://example.org/act", "stance": "context"}],
        ).get_json()["id"],
    }
    for claim, state, path in [
        (claims[3], "withdrawn", "withdrawal"),
        (claims[4], "rejected", "rejection"),
        (claims[5], "changes_requested", "change-request"),
    ]:
        person, body = (desk.annotator, {})
        if state != "withdrawn":
            person, body = desk.reviewer, {"comment": "Which ledger?"}
        edit = desk.submitted(claim)
        path = f"/edits/{edit.get_json()['id']}/{path}"
        answer = person.post(path, body, if_match=edit.headers["ETag"])
        assert answer.status_code == 201, answer.text
        found[state] = edit.get_json()["id"]
    said = desk.annotator.post(f"/claims/{claims[0]['id']}/comments", {"text": "Which bridge?"})
    assert said.status_code == 201, said.text
    add_snapshot(desk, document["id"])
    with desk.database.reading() as session:
        query = sa.text("SELECT edit_id, max(id) FROM assessments GROUP BY edit_id")
        of_edit = dict(session.execute(query).all())
    return found | {"frozen": of_edit[found["submitted"]], "written": of_edit[found["draft"]]}


class Row(NamedTuple):
    """A statement that is refused. `why` is a pattern, where one is enough for both databases."""

    sentence: str
    statement: str
    why: str
    only: str = ""


def guarded(guard: str, sentence: str, statement: str, only: str = "") -> Row:
    """A row that a trigger refuses, with the trigger's own sentence."""
    why = {each.name: each.why for each in GUARDS}[guard]
    return Row(sentence, statement, f"{re.escape(why)}(?#{guard})", only)


def unique(name: str, *columns: str) -> str:
    """Why a unique index refuses: PostgreSQL tells the index, SQLite the columns."""
    table = next(
        table.name
        for table in Base.metadata.tables.values()
        if name in {each.name for each in (*table.indexes, *table.constraints)}
    )
    told = ", ".join(f"{table}.{column}" for column in columns)
    return rf'unique constraint "{name}"|UNIQUE constraint failed: {re.escape(told)}$'


def check(name: str) -> str:
    """Why a CHECK refuses."""
    return rf'check constraint "{name}"|CHECK constraint failed: {name}\b'


def not_null(table: str, column: str) -> str:
    """Why NOT NULL refuses."""
    return (
        rf'null value in column "{column}" of relation "{table}"'
        rf"|NOT NULL constraint failed: {table}\.{column}$"
    )


FOREIGN_KEY = "violates foreign key constraint|FOREIGN KEY constraint failed"

ONCE = [
    guarded("guard_versions_update", "a version is not rewritten", "UPDATE versions SET text = ''"),
    guarded("guard_versions_delete", "a version is not deleted", "DELETE FROM versions"),
    guarded(
        "guard_versions_update",
        "a version is not rewritten to what it says already",
        "UPDATE versions SET text = text",
    ),
    guarded(
        "guard_blocks_update", "a block is not moved", "UPDATE blocks SET start = 0, level = 3"
    ),
    guarded("guard_blocks_delete", "a block is not deleted", "DELETE FROM blocks"),
    guarded(
        "guard_snapshots_update",
        "what was fetched is not rewritten",
        "UPDATE snapshots SET body = ''",
    ),
    guarded(
        "guard_snapshots_update",
        "what was fetched is not said to come from elsewhere",
        "UPDATE snapshots SET url = 'https://example.com/'",
    ),
    guarded("guard_snapshots_delete", "what was fetched is kept", "DELETE FROM snapshots"),
    guarded(
        "guard_events_update",
        "an event does not change its actor",
        "UPDATE events SET actor_id = NULL",
    ),
    guarded("guard_events_delete", "an event is not deleted", "DELETE FROM events"),
    guarded(
        "guard_changes_update",
        "a change of the feed does not change",
        "UPDATE changes SET reason = 'Never mind.'",
    ),
    guarded("guard_changes_delete", "a change of the feed is not deleted", "DELETE FROM changes"),
    guarded(
        "guard_comments_update",
        "a comment keeps its text",
        "UPDATE comments SET text = 'I never said that.'",
    ),
    guarded(
        "guard_comments_update",
        "a comment is not put into another mouth",
        "UPDATE comments SET author_id = :reviewer",
    ),
    guarded("guard_comments_delete", "a comment is not deleted", "DELETE FROM comments"),
]

FROZEN = [
    guarded(
        "guard_assessments_update",
        "a submitted assessment keeps its rationale",
        "UPDATE assessments SET rationale = 'Trust me.' WHERE id = :frozen",
    ),
    guarded(
        "guard_assessments_update",
        "a submitted assessment is not made a draft again",
        "UPDATE assessments SET submitted_at = NULL WHERE id = :frozen",
    ),
    guarded(
        "guard_assessments_update",
        "the assessment of a withdrawn edit stays as it was submitted",
        "UPDATE assessments SET rationale = '' WHERE edit_id = :withdrawn",
    ),
    guarded(
        "guard_assessments_delete",
        "a submitted assessment is not deleted",
        "DELETE FROM assessments WHERE id = :frozen",
    ),
    guarded(
        "guard_citations_insert",
        "a submitted assessment gets no further citation",
        "INSERT INTO citations"
        " (assessment_id, position, source_id, url, publisher, stance, retrieved_at)"
        " SELECT assessment_id, 9, source_id, url, publisher, stance, retrieved_at"
        " FROM citations WHERE assessment_id = :frozen",
    ),
    guarded(
        "guard_citations_update",
        "a submitted citation keeps its stance",
        "UPDATE citations SET stance = 'refutes' WHERE assessment_id = :frozen",
    ),
    guarded(
        "guard_citations_update",
        "a citation is not moved out of a submitted assessment",
        "UPDATE citations SET assessment_id = :written, position = 9 WHERE assessment_id = :frozen",
    ),
    guarded(
        "guard_citations_update",
        "a citation is not moved into a submitted assessment",
        "UPDATE citations SET assessment_id = :frozen, position = 9 WHERE assessment_id = :written",
    ),
    guarded(
        "guard_citations_delete",
        "a submitted citation is not deleted",
        "DELETE FROM citations WHERE assessment_id = :frozen",
    ),
    guarded(
        "guard_assessment_tags_insert",
        "a submitted assessment gets no further tag",
        "INSERT INTO assessment_tags (assessment_id, position, name) VALUES (:frozen, 9, 'late')",
    ),
    guarded(
        "guard_assessment_tags_update",
        "a submitted tag keeps its name",
        "UPDATE assessment_tags SET name = 'opinion' WHERE assessment_id = :frozen",
    ),
    guarded(
        "guard_assessment_tags_update",
        "a tag is not moved into a submitted assessment",
        "UPDATE assessment_tags SET assessment_id = :frozen, position = 9"
        " WHERE assessment_id = :written",
    ),
    guarded(
        "guard_assessment_tags_delete",
        "a submitted tag is not deleted",
        "DELETE FROM assessment_tags WHERE assessment_id = :frozen",
    ),
    Row(
        "a reviewer's amendment is not the author's own",
        "INSERT INTO assessments (edit_id, author_id, amended_by_id, created_at)"
        " VALUES (:submitted, :annotator, :annotator, CURRENT_TIMESTAMP)",
        check("ck_assessments_amended_by_another"),
    ),
    Row(
        "a submitted assessment says which wording it judged",
        "UPDATE assessments SET submitted_at = CURRENT_TIMESTAMP WHERE id = :written",
        check("ck_assessments_wording_if_submitted"),
    ),
    Row(
        "a submitted rating has its label",
        "UPDATE assessments SET submitted_at = CURRENT_TIMESTAMP, text = 'It.',"
        " rating_code = 'true' WHERE id = :written",
        check("ck_assessments_label_if_submitted"),
    ),
    Row(
        "an edit has one draft",
        "INSERT INTO assessments (edit_id, author_id, created_at)"
        " VALUES (:draft, :annotator, CURRENT_TIMESTAMP)",
        unique("uq_assessments_draft_of_edit", "edit_id"),
    ),
]

DECIDED = "UPDATE edits SET state = 'approved', reviewer_id = {}, reviewed_at = {} WHERE id = :{}"

EDITS = [
    Row(
        "an edit is not approved by its author",
        DECIDED.format(":annotator", LONG_AGO, "submitted"),
        check("ck_edits_not_own_reviewer"),
    ),
    Row(
        "an edit is not rejected by its author",
        f"UPDATE edits SET state = 'rejected', comment = 'No.', reviewer_id = author_id,"
        f" reviewed_at = {LONG_AGO} WHERE id = :submitted",
        check("ck_edits_not_own_reviewer"),
    ),
    Row(
        "changes are not requested by the author",
        f"UPDATE edits SET state = 'changes_requested', comment = 'No.', reviewer_id = author_id,"
        f" reviewed_at = {LONG_AGO} WHERE id = :submitted",
        check("ck_edits_not_own_reviewer"),
    ),
    Row(
        "an approved edit has a reviewer",
        DECIDED.format("NULL", "NULL", "submitted"),
        check("ck_edits_reviewer_if_reviewed"),
    ),
    Row(
        "an approved edit has the time of its review",
        DECIDED.format(":reviewer", "NULL", "submitted"),
        check("ck_edits_reviewed_at_if_reviewed"),
    ),
    Row(
        "an edit that waits for review has no reviewer yet",
        f"UPDATE edits SET reviewer_id = :reviewer, reviewed_at = {LONG_AGO} WHERE id = :submitted",
        check("ck_edits_reviewer_if_reviewed"),
    ),
    Row(
        "a rejected edit says why",
        f"UPDATE edits SET state = 'rejected', reviewer_id = :reviewer, reviewed_at = {LONG_AGO}"
        " WHERE id = :submitted",
        check("ck_edits_comment_if_refused"),
    ),
    Row(
        "a request for changes says which",
        f"UPDATE edits SET state = 'changes_requested', reviewer_id = :reviewer,"
        f" reviewed_at = {LONG_AGO} WHERE id = :submitted",
        check("ck_edits_comment_if_refused"),
    ),
    Row(
        "a submitted edit has an assessment",
        "UPDATE edits SET assessment_id = NULL, submitted_at = NULL WHERE id = :submitted",
        check("ck_edits_submitted"),
    ),
    Row(
        "a submitted edit has the time of its submission",
        "UPDATE edits SET submitted_at = NULL WHERE id = :submitted",
        check("ck_edits_submitted_at_if_submitted"),
    ),
    Row(
        "a draft has nothing submitted",
        f"UPDATE edits SET assessment_id = :frozen, submitted_at = {LONG_AGO} WHERE id = :draft",
        check("ck_edits_draft"),
    ),
    guarded(
        "guard_edits_update",
        "a decided edit keeps its reviewer",
        "UPDATE edits SET reviewer_id = NULL WHERE id = :approved",
    ),
    guarded(
        "guard_edits_update",
        "a rejected edit keeps its comment",
        "UPDATE edits SET comment = 'Well done.' WHERE id = :rejected",
    ),
    guarded("guard_edits_delete", "an edit is not deleted", "DELETE FROM edits WHERE id = :draft"),
    Row(
        "an author has one open edit on a claim",
        "INSERT INTO edits (claim_id, document_id, author_id, state, base_revision, created_at,"
        " updated_at, revision) SELECT claim_id, document_id, author_id, 'draft', 1, created_at,"
        " updated_at, 1 FROM edits WHERE id = :submitted",
        unique("uq_edits_open_of_author", "claim_id", "author_id"),
    ),
    Row(
        "an author is not made the author of two open edits on a claim",
        "UPDATE edits SET claim_id = (SELECT claim_id FROM edits WHERE id = :submitted)"
        " WHERE id = :draft",
        unique("uq_edits_open_of_author", "claim_id", "author_id"),
    ),
]

DOCUMENTS = [
    Row(
        "two sources do not share a canonical URL",
        "INSERT INTO sources (canonical_url, url, publisher, created_at)"
        " SELECT canonical_url, 'http://example.org/ledger?utm_source=x', publisher, created_at"
        " FROM sources WHERE canonical_url = 'https://example.org/ledger'",
        unique("uq_sources_canonical_url", "canonical_url"),
    ),
    Row(
        "two documents do not share a canonical URL",
        "UPDATE documents SET url = 'http://example.org/bridges',"
        " canonical_url = 'https://example.org/bridges' WHERE id = :plain",
        unique("uq_documents_canonical_url", "canonical_url"),
    ),
    Row(
        "two documents without a URL do not share a text",
        "INSERT INTO documents (visibility, blind, version, text_hash, claims_count, created_at,"
        " updated_at, revision) SELECT visibility, blind, version, text_hash, claims_count,"
        " created_at, updated_at, 1 FROM documents WHERE id = :plain",
        unique("uq_documents_text_hash", "text_hash"),
    ),
    Row(
        "a document with a URL has its canonical form",
        "UPDATE documents SET canonical_url = NULL WHERE id = :document",
        check("ck_documents_canonical_url_if_url"),
    ),
    Row(
        "a block holds at least one character",
        'INSERT INTO blocks (document_id, version, start, "end", kind)'
        " VALUES (:document, 1, 5, 5, 'paragraph')",
        check("ck_blocks_span"),
    ),
    Row(
        "an anchor does not end before it starts",
        'UPDATE anchors SET start = 9, "end" = 3 WHERE claim_id = :claim',
        check("ck_anchors_span"),
    ),
    Row(
        "an anchor is empty for an orphan alone",
        'UPDATE anchors SET "end" = start WHERE claim_id = :claim',
        check("ck_anchors_empty_if_orphaned"),
    ),
    Row(
        "an orphan's anchor is empty",
        "UPDATE anchors SET state = 'orphaned' WHERE claim_id = :claim",
        check("ck_anchors_empty_if_orphaned"),
    ),
    Row(
        "a document with a history is not deleted",
        "DELETE FROM documents WHERE id = :document",
        FOREIGN_KEY,
    ),
    Row("a claim with a history is not deleted", "DELETE FROM claims", FOREIGN_KEY),
    Row("a cited source is not deleted", "DELETE FROM sources", FOREIGN_KEY),
    Row("somebody named in the history is not deleted", "DELETE FROM users", FOREIGN_KEY),
    Row(
        "a claim's assessment exists",
        "UPDATE claims SET assessment_id = 999999 WHERE id = :claim",
        FOREIGN_KEY,
    ),
]

VERDICTS = [
    guarded(
        "guard_ratings_update",
        "the code of a rating does not change",
        "UPDATE ratings SET code = 'wrong' WHERE code = 'mixed'",
    ),
    guarded(
        "guard_ratings_update",
        "the value of a rating does not change",
        "UPDATE ratings SET value = 1 WHERE code = 'mixed'",
    ),
    guarded(
        "guard_ratings_delete",
        "a rating is not deleted",
        "DELETE FROM ratings WHERE code = 'mixed'",
    ),
    Row(
        "a rating's value is one of 1 to 5",
        "INSERT INTO ratings (code, scale_id, position, value, labels, averitec_label)"
        " VALUES ('truest', 1, 9, 6, '{}', 'Supported')",
        check("ck_ratings_value"),
    ),
    Row(
        "a second scale is not active",
        "INSERT INTO scales (id, name, active) VALUES (99, 'Another', true)",
        unique("uq_scales_active", "active"),
    ),
    Row(
        "a fact-check is served or retracted",
        "UPDATE fact_checks SET body = NULL, etag = NULL, assessment_id = NULL",
        check("ck_fact_checks_served_or_retracted"),
    ),
    Row(
        "a retracted fact-check is not served",
        f"UPDATE fact_checks SET retracted_at = {LONG_AGO}, retraction_reason = 'Forged.'",
        check("ck_fact_checks_served_or_retracted"),
    ),
    Row(
        "a retraction has a reason",
        f"UPDATE fact_checks SET body = NULL, etag = NULL, assessment_id = NULL,"
        f" retracted_at = {LONG_AGO}",
        check("ck_fact_checks_served_or_retracted"),
    ),
    Row(
        "a served fact-check has its ETag",
        "UPDATE fact_checks SET etag = NULL",
        check("ck_fact_checks_served_or_retracted"),
    ),
    Row(
        "a claim has one fact-check",
        "INSERT INTO fact_checks (claim_id, document_id, public, assessment_id, body, etag,"
        " text, published_at, updated_at) SELECT claim_id, document_id, public, assessment_id,"
        " body, etag, text, published_at, updated_at FROM fact_checks",
        unique("uq_fact_checks_claim_id", "claim_id"),
    ),
    Row(
        "a verdict of ours has no other publisher",
        "UPDATE fact_checks SET publisher = 'Another'",
        check("ck_fact_checks_ours_or_imported"),
    ),
    Row(
        "an imported fact-check has an address",
        "INSERT INTO fact_checks (public, text, etag, publisher, site, identity, published_at,"
        f" updated_at) VALUES (true, 'It cost 9.', 'x', 'Another', 'example.org', 'x',"
        f" {LONG_AGO}, {LONG_AGO})",
        check("ck_fact_checks_ours_or_imported"),
    ),
    Row(
        "the rows of a job add up",
        f"{NEW_JOB} VALUES ('import', 'queued', '{{}}', {LONG_AGO}, 2, 1, 0, 0, 0, 0)",
        check("ck_jobs_rows_add_up"),
    ),
    Row(
        "the feed has one counter",
        f"INSERT INTO change_counter (id, number, public_at) VALUES (2, 0, {LONG_AGO})",
        check("ck_change_counter_one_row"),
    ),
    Row(
        "positions of public verdicts begin at 1",
        "INSERT INTO public_verdicts (position, fact_check_id) VALUES (0, 1)",
        check("ck_public_verdicts_position_from_1"),
    ),
    Row(
        "a change of the feed is not numbered twice",
        "INSERT INTO changes SELECT * FROM changes",
        'unique constraint "pk_changes"|UNIQUE constraint failed: changes.number$|written once',
    ),
]

NEW_WEBHOOK = (
    "INSERT INTO webhooks (url, active, failures, position, created_at, secret, stopped_because,"
    " previous_secret, removed_at)"
)
WEBHOOKS = [
    Row(
        "a webhook has its secret",
        f"{NEW_WEBHOOK} VALUES ('x', false, 0, 0, {LONG_AGO}, NULL, NULL, NULL, NULL)",
        check("ck_webhooks_secret_until_removed"),
    ),
    Row(
        "a removed webhook keeps no secret",
        f"{NEW_WEBHOOK} VALUES ('x', false, 0, 0, {LONG_AGO}, 's', NULL, NULL, {LONG_AGO})",
        check("ck_webhooks_secret_until_removed"),
    ),
    Row(
        "a secret that was replaced ends",
        f"{NEW_WEBHOOK} VALUES ('x', true, 0, 0, {LONG_AGO}, 's', NULL, 'r', NULL)",
        check("ck_webhooks_previous_secret_ends"),
    ),
    Row(
        "a webhook that was stopped is not active",
        f"{NEW_WEBHOOK} VALUES ('x', true, 0, 0, {LONG_AGO}, 's', 'Gone.', NULL, NULL)",
        check("ck_webhooks_stopped_or_active"),
    ),
    Row(
        "what was delivered says when",
        "INSERT INTO deliveries (webhook_id, number, claim_id, state, attempts, next_at,"
        f" created_at) VALUES (1, 1, 1, 'delivered', 1, {LONG_AGO}, {LONG_AGO})",
        check("ck_deliveries_delivered"),
    ),
]

NEW_MATCH = (
    "INSERT INTO matches (document_id, claim_id, fact_check_id, state, score, reasons, claim_text,"
    " fact_check_text, answered_at) SELECT :plain, :free_claim, id,"
)
NEW_VECTOR = (
    "INSERT INTO fact_check_vectors (fact_check_id, model, text_hash, vector, number, leased_until)"
    " SELECT id,"
)
MATCHES = [
    Row(
        "a suggestion holds no answer",
        f"{NEW_MATCH} 'suggested', 0.5, '[]', 'x', 'y', {LONG_AGO} FROM fact_checks",
        check("ck_matches_suggested_or_answered"),
    ),
    Row(
        "an answer says when",
        f"{NEW_MATCH} 'confirmed', 0.5, '[]', 'x', 'y', NULL FROM fact_checks",
        check("ck_matches_suggested_or_answered"),
    ),
    Row(
        "a vector has a number",
        f"{NEW_VECTOR} 'm', 'x', 'v', 0, NULL FROM fact_checks",
        check("ck_fact_check_vectors_numbered_when_there"),
    ),
    Row(
        "a vector that is there is leased to nobody",
        f"{NEW_VECTOR} 'm', 'x', 'v', 1, {LONG_AGO} FROM fact_checks",
        check("ck_fact_check_vectors_there_or_leased"),
    ),
]
WORDS = [
    Row(f"{thing} is not {word!r}", statement, check(name))
    for thing, word, statement, name in [
        (
            "the state of an edit",
            "maybe",
            "INSERT INTO edits (claim_id, document_id, author_id, state, base_revision,"
            " created_at, updated_at, revision) SELECT :free_claim, document_id, author_id,"
            " 'maybe', 1, created_at, updated_at, 1 FROM edits WHERE id = :draft",
            "ck_edits_editstate",
        ),
        (
            "the role of a person",
            "king",
            "UPDATE users SET role = 'king' WHERE id = :annotator",
            "ck_users_role",
        ),
        (
            "the visibility of a document",
            "everyone",
            "UPDATE documents SET visibility = 'everyone' WHERE id = :plain",
            "ck_documents_visibility",
        ),
        (
            "the kind of a block",
            "limerick",
            'INSERT INTO blocks (document_id, version, start, "end", kind)'
            " VALUES (:document, 1, 5, 6, 'limerick')",
            "ck_blocks_blockkind",
        ),
        (
            "the block of a claim",
            "limerick",
            "UPDATE claims SET block = 'limerick' WHERE id = :claim",
            "ck_claims_blockkind",
        ),
        (
            "the state of a match",
            "perhaps",
            f"{NEW_MATCH} 'perhaps', 0.5, '[]', 'x', 'y', {LONG_AGO} FROM fact_checks",
            "ck_matches_matchstate",
        ),
        (
            "the state of an anchor",
            "roughly",
            "UPDATE anchors SET state = 'roughly' WHERE claim_id = :claim",
            "ck_anchors_anchorstate",
        ),
        (
            "the status of a claim",
            "boring",
            "UPDATE claim_status SET status = 'boring' WHERE claim_id = :claim",
            "ck_claim_status_claimstatus",
        ),
        (
            "the stance of a citation",
            "shrugs",
            "UPDATE citations SET stance = 'shrugs' WHERE assessment_id = :written",
            "ck_citations_stance",
        ),
        (
            "the kind of a tag",
            "mood",
            "UPDATE tags SET kind = 'mood' WHERE name = 'legal'",
            "ck_tags_tagkind",
        ),
        (
            "the kind of a change",
            "whispered",
            "INSERT INTO changes (number, kind, claim_id, fact_check_id, at, public)"
            " SELECT number + 1, 'whispered', claim_id, fact_check_id, at, public FROM changes",
            "ck_changes_changekind",
        ),
        (
            "the kind of a job",
            "thought",
            f"{NEW_JOB} VALUES ('thought', 'queued', '{{}}', {LONG_AGO}, 0, 0, 0, 0, 0, 0)",
            "ck_jobs_jobkind",
        ),
        (
            "the state of a job",
            "asleep",
            f"{NEW_JOB} VALUES ('import', 'asleep', '{{}}', {LONG_AGO}, 0, 0, 0, 0, 0, 0)",
            "ck_jobs_jobstate",
        ),
        (
            "the kind of a model",
            "crystal",
            "INSERT INTO trained_models (kind, text, digest, trained_at)"
            f" VALUES ('crystal', 'x', 'x', {LONG_AGO})",
            "ck_trained_models_modelkind",
        ),
        (
            "the state of a delivery",
            "lost",
            "INSERT INTO deliveries (webhook_id, number, claim_id, state, attempts, next_at,"
            f" created_at) VALUES (1, 1, 1, 'lost', 0, {LONG_AGO}, {LONG_AGO})",
            "ck_deliveries_deliverystate",
        ),
        (
            "the action of an event",
            "sat_down",
            f"INSERT INTO events (at, action, details) VALUES ({LONG_AGO}, 'sat_down', '{{}}')",
            "ck_events_action",
        ),
    ]
]

NULLS = [
    Row(f"{sentence} is never null", statement, not_null(*where))
    for sentence, statement, where in [
        (
            "the state of an edit",
            "UPDATE edits SET state = NULL WHERE id = :draft",
            ("edits", "state"),
        ),
        (
            "the claim of an edit",
            "UPDATE edits SET claim_id = NULL WHERE id = :draft",
            ("edits", "claim_id"),
        ),
        (
            "the author of an edit",
            "UPDATE edits SET author_id = NULL WHERE id = :draft",
            ("edits", "author_id"),
        ),
        (
            "the revision of a claim",
            "UPDATE claims SET revision = NULL WHERE id = :claim",
            ("claims", "revision"),
        ),
        (
            "the wording of a claim",
            "UPDATE claims SET text = NULL WHERE id = :claim",
            ("claims", "text"),
        ),
        (
            "the visibility of a document",
            "UPDATE documents SET visibility = NULL WHERE id = :plain",
            ("documents", "visibility"),
        ),
        (
            "the source of a citation",
            "UPDATE citations SET source_id = NULL WHERE assessment_id = :written",
            ("citations", "source_id"),
        ),
        (
            "the author of a comment",
            "INSERT INTO comments (document_id, claim_id, text, created_at)"
            " SELECT document_id, claim_id, text, created_at FROM comments",
            ("comments", "author_id"),
        ),
        ("the hash of a key", "UPDATE api_keys SET hash = NULL", ("api_keys", "hash")),
        ("the role of a person", "UPDATE users SET role = NULL", ("users", "role")),
        (
            "the publicness of a fact-check",
            "UPDATE fact_checks SET public = NULL",
            ("fact_checks", "public"),
        ),
    ]
]

REPLACED = [
    guarded(
        guard,
        f"{thing} is not replaced on conflict",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        only="sqlite",
    )
    for thing, table, guard in [
        ("a version", "versions", "guard_versions_delete"),
        ("a block", "blocks", "guard_blocks_delete"),
        ("what was fetched", "snapshots", "guard_snapshots_delete"),
        ("an event", "events", "guard_events_delete"),
        ("a change", "changes", "guard_changes_delete"),
        ("a comment", "comments", "guard_comments_delete"),
        ("an assessment", "assessments", "guard_assessments_delete"),
        ("an edit", "edits", "guard_edits_delete"),
        ("a rating", "ratings", "guard_ratings_delete"),
    ]
]

CASCADES = (
    "users",
    "documents",
    "versions",
    "claims",
    "edits",
    "assessments",
    "sources",
    "scales",
    "ratings",
    "fact_checks",
    "changes",
)
EMPTIED = [
    *(
        Row(f"{table} are not emptied", f"TRUNCATE {table}", f"{table} cannot be emptied")
        for table in (
            "blocks",
            "snapshots",
            "events",
            "comments",
            "citations",
            "assessment_tags",
        )
    ),
    *(
        Row(
            f"{table}, which others refer to, are not emptied",
            f"TRUNCATE {table}",
            "cannot truncate a table referenced in a foreign key constraint",
        )
        for table in ("versions", "assessments", "edits", "ratings", "changes")
    ),
    *(
        Row(
            f"{table} and all that refers to them are not emptied",
            f"TRUNCATE {table} CASCADE",
            "[a-z_]+ cannot be emptied",
        )
        for table in CASCADES
    ),
]
EMPTIED = [row._replace(only="postgresql") for row in EMPTIED]

TABLES = {
    "what is written once": ONCE,
    "what was submitted": FROZEN,
    "edits": EDITS,
    "documents and sources": DOCUMENTS,
    "verdicts and ratings": VERDICTS,
    "webhooks": WEBHOOKS,
    "matches and vectors": MATCHES,
    "closed sets of words": WORDS,
    "what is never null": NULLS,
    "replacing": REPLACED,
    "emptying": EMPTIED,
}


def run(connection: sa.Connection, statement: str, rows: dict[str, Any]) -> None:
    """Run SQL as anyone with a connection could."""
    query = sa.text(statement)
    connection.execute(query, {name: rows[name] for name in query.compile().params})


def everything(database: Database) -> dict[str, list[str]]:
    """Every row of every table."""
    with database.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(sa.text(f'SELECT * FROM "{table.name}"'))))
            for table in Base.metadata.sorted_tables
        }


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses(
    table: str,
    backend: str,
    database: Database,
    rows: dict[str, Any],
    subtests: pytest.Subtests,
):
    before = everything(database)
    for row in TABLES[table]:
        if row.only not in ("", backend):
            continue
        with subtests.test(row.sentence), database.engine.connect() as connection:
            with pytest.raises(DBAPIError) as refusal:
                run(connection, row.statement, rows)
            connection.commit()  # of whatever a refused statement might have left
            told = str(refusal.value.orig).splitlines()[0]
            assert re.search(row.why, told), told
            assert everything(database) == before


def test_every_guard_and_check_has_its_sentence_here():
    """A rule that nobody tries to break is a rule that nobody would miss."""
    tried = " ".join(row.why for table in TABLES.values() for row in table)
    names = {guard.name for guard in GUARDS} | {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }
    assert {name for name in names if not re.search(rf"\b{name}\b", tried)} == set()


STEPS = {
    "draft": {"submitted", "withdrawn"},
    "submitted": {"draft", "changes_requested", "approved", "rejected", "withdrawn"},
    "changes_requested": {"draft", "submitted", "withdrawn"},
    "approved": set(),
    "rejected": set(),
    "withdrawn": set(),
}


def test_an_edit_takes_no_other_step(
    database: Database, rows: dict[str, Any], subtests: pytest.Subtests
):
    """The row is otherwise as the new state wants it, so the step alone is at fault."""
    assert set(STEPS) == set(EditState)
    for before, after in product(STEPS, STEPS):
        if after == before or after in STEPS[before]:
            continue
        reviewed = after in ("approved", "rejected", "changes_requested")
        statement = f"""
            UPDATE edits SET state = '{after}',
                reviewer_id = {":reviewer" if reviewed else "NULL"},
                reviewed_at = {LONG_AGO if reviewed else "NULL"},
                comment = {"'So.'" if reviewed else "NULL"},
                assessment_id = {"NULL" if after == "draft" else ":frozen"},
                submitted_at = {"NULL" if after == "draft" else LONG_AGO}
            WHERE id = :{before}
        """
        with (
            subtests.test(f"from {before} to {after}"),
            database.engine.connect() as connection,
            pytest.raises(DBAPIError, match="an edit cannot take this step"),
        ):
            run(connection, statement, rows)


LET = [
    (
        "a draft is written again",
        "UPDATE assessments SET rationale = 'So.' WHERE id = :written",
        "SELECT rationale = 'So.' FROM assessments WHERE id = :written",
    ),
    (
        "a draft gets a tag",
        "INSERT INTO assessment_tags (assessment_id, position, name)"
        " VALUES (:written, 9, 'bridges')",
        "SELECT count(*) = 2 FROM assessment_tags WHERE assessment_id = :written",
    ),
    (
        "a draft loses a citation",
        "DELETE FROM citations WHERE assessment_id = :written",
        "SELECT count(*) = 0 FROM citations WHERE assessment_id = :written",
    ),
    (
        "a rating gets other labels",
        "UPDATE ratings SET labels = '{\"en\": \"Half true\"}', position = 9 WHERE code = 'mixed'",
        "SELECT position = 9 FROM ratings WHERE code = 'mixed'",
    ),
    (
        "a submitted edit is withdrawn",
        "UPDATE edits SET state = 'withdrawn' WHERE id = :submitted",
        "SELECT state = 'withdrawn' FROM edits WHERE id = :submitted",
    ),
    (
        "an archived document frees its URL",
        f"UPDATE documents SET archived_at = {LONG_AGO} WHERE id = :document",
        "SELECT archived_at IS NOT NULL FROM documents WHERE id = :document",
    ),
]


def test_the_database_lets_the_rest_be(
    database: Database, rows: dict[str, Any], subtests: pytest.Subtests
):
    for sentence, statement, question in LET:
        query = sa.text(question)
        names = query.compile().params
        with subtests.test(sentence), database.engine.connect() as connection:
            run(connection, statement, rows)
            assert connection.scalar(query, {name: rows[name] for name in names})


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(
            "INSERT INTO scales (name, active) VALUES ('Another', false)", id="a scale at rest"
        ),
        pytest.param(
            "INSERT INTO tags (name, folded, kind, description, colour)"
            " VALUES ('weather', 'weather', 'topic', 'Rain.', '#000000')",
            id="a tag",
        ),
    ],
)
def test_what_the_migrations_put_in_leaves_room_for_more(statement: str, database: Database):
    """Rolled back: scales and ratings outlive a test."""
    with database.engine.connect() as connection:
        connection.execute(sa.text(statement))
        connection.rollback()
