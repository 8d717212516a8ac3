"""A desk in the middle of its work: people, texts of many kinds, edits in every state.

Built through the actions themselves, as any edge builds it.
"""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.accounts import actions as accounts
from service.accounts.queries import get_user
from service.claims.actions import retract_verdict
from service.claims.repairs import retire_claim
from service.comments.actions import add_comment
from service.database import Database
from service.documents import sample
from service.documents.actions import add_document
from service.documents.intake import Intake
from service.documents.versions import add_version
from service.edits import actions as edits
from service.edits.actions import confirm_verdict
from service.edits.leases import take_lease
from service.models import Anchor, Claim, Edit
from service.permissions import OPERATOR, Viewer
from service.texts.cutting import cut
from service.vocabulary import Role, Visibility
from tests.browser import texts
from tests.browser.imports import add_imports
from tests.browser.matches import add_matches
from tests.browser.webhooks import add_webhooks

PASSWORD = "correct horse battery"
PEOPLE = {
    "admin": ("Noor Haddad", Role.ADMIN),
    "mara": ("Mara Lind", Role.REVIEWER),
    "tomas": ("Tomás Vega", Role.REVIEWER),
    "ada": ("Ada Oyelaran", Role.ANNOTATOR),
    "ines": ("Ines Moreau", Role.ANNOTATOR),
    "jonas": ("Jonas Weber", Role.ANNOTATOR),
    "newcomer": ("Lee Park", Role.ANNOTATOR),
}
RATINGS = ("true", "mostly_true", "mixed", "mostly_false", "false", "unverifiable", "not_a_claim")


@dataclass
class Scene:
    """Where to find what: people by their first names, and ids by what they show."""

    database: Database
    people: dict[str, Viewer] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def sign_in(self, name: str) -> str:
        """The token of a new session of this person."""
        with self.database.transaction() as session:
            user = get_user(session, self.people[name].id or 0)
            return accounts.begin_session(session, user, browser="Firefox on Linux")[1]

    def path(self, pattern: str) -> str:
        """`/edits/{stale}` with the ids in their places."""
        return pattern.format(**self.ids)


def people_only(database: Database) -> Scene:
    """An empty desk, with people."""
    scene = Scene(database)
    hashed = accounts.hash_password(PASSWORD)
    with database.transaction() as session:
        for first, (name, role) in PEOPLE.items():
            user = accounts.add_user(session, OPERATOR, name=name, role=role, password_hash=hashed)
            scene.people[first] = Viewer(user.id, user.name, user.role)
    return scene


def build(database: Database) -> Scene:
    """The whole scene."""
    scene = people_only(database)
    with database.transaction() as session:
        _add_texts(session, scene)
    with database.transaction() as session:
        Stage(session, scene).play()
    scene.ids |= add_matches(database, scene.people["ada"], scene.ids)
    return scene


def _add_texts(session: Session, scene: Scene) -> None:
    ada = scene.people["ada"]
    described: dict[str, dict[str, Any]] = {
        "untouched": {"language": "en", "publisher": "Harbour Post", "title": texts.FERRY_TITLE},
        "rtl": {"language": "ar", "visibility": Visibility.PUBLIC},
        "long": {"language": "en", "title": "Very long words and one very long sentence"},
        "many": {"language": "en", "title": "The minutes of fifteen hundred sentences"},
        "blind": {"language": "en", "blind": True, "title": "A blind second opinion"},
        "updated": {"language": "en", "visibility": Visibility.PUBLIC},
    }
    for name, text in texts.TEXTS.items():
        pieces = cut(text, described[name]["language"])
        document, _new = add_document(session, ada, Intake(pieces, described[name]))
        session.flush()
        scene.ids[name] = document.id
    article = {
        **sample.DESCRIPTION,
        "url": "https://news.example.org/ukraine-talks",
        "publisher": "Example News",
        "author": "A. Writer",
    }
    pieces = cut(sample.read_text(), sample.LANGUAGE)
    document, _new = add_document(session, ada, Intake(pieces, article, texts.SNAPSHOT))
    session.flush()
    scene.ids["article"] = document.id
    echo = {"language": sample.LANGUAGE, "title": "What was said of the talks"}
    again = cut(texts.echo(pieces.wordings), sample.LANGUAGE)
    document, _new = add_document(session, ada, Intake(again, echo))
    session.flush()
    scene.ids["echo"] = document.id


class Stage:
    """What happened on the desk until now."""

    def __init__(self, session: Session, scene: Scene) -> None:
        self.session, self.scene, self.people = session, scene, scene.people

    def play(self) -> None:
        """Everything, in its order."""
        claims = self.claims("article")
        for place, rating in enumerate(RATINGS):
            self.publish(claims[place * 3], rating)
        self.keep(published=claims[0], unchecked=claims[16], mixed=claims[6])
        self.in_work(claims)
        self.pending(claims)
        self.decided(claims)
        self.elsewhere()
        self.updated()
        self.keep(**add_webhooks(self.session, self.people["admin"]))
        self.keep(**add_imports(self.session, self.people["admin"]))

    def in_work(self, claims: list[int]) -> None:
        """Drafts, and what waits or came back."""
        draft = self.begin("ada", claims[1], rationale="The interview says so, but where?")
        waiting = self.submit("ada", claims[2], "mostly_true")
        returned = self.submit("ada", claims[4], "mixed")
        edits.request_changes(
            self.session,
            self.people["mara"],
            returned.id,
            comment="The second source is a copy of the first. Is there the transcript itself?",
            seen=self.seen(returned),
        )
        rejected = self.submit("ada", claims[5], "false")
        edits.reject_edit(
            self.session,
            self.people["mara"],
            rejected.id,
            comment="This is an opinion; there is nothing to check.",
            seen=self.seen(rejected),
        )
        withdrawn = self.submit("ada", claims[7], "true")
        edits.withdraw_edit(self.session, self.people["ada"], withdrawn.id)
        self.begin("ada", claims[39], rating="mixed", rationale="Here is mine.", **texts.SAID)
        self.keep(draft_claim=claims[1], waiting_claim=claims[2], returned_claim=claims[4])
        self.keep(conflict=claims[39], draft=draft.id, waiting=waiting.id, returned=returned.id)
        self.keep(rejected=rejected.id, withdrawn=withdrawn.id)

    def pending(self, claims: list[int]) -> None:
        """Edits of published claims: a correction, a stale one, rivals, the reviewer's own."""
        pending = self.submit("ines", claims[3], "mixed", rationale=texts.CORRECTION)
        stale = self.submit("ada", claims[8], "mostly_false")
        rival = self.submit("jonas", claims[8], "mixed")
        self.approve(self.submit("ines", claims[8], "true"))
        third, fourth = (self.submit(who, claims[10], rating) for who, rating in texts.RIVALS)
        own = self.submit("mara", claims[11], "mixed")
        self.keep(pending=pending.id, pending_claim=claims[3], stale=stale.id, stale_rival=rival.id)
        self.keep(stale_claim=claims[8], rivals=third.id, second_rival=fourth.id, own=own.id)
        take_lease(self.session, self.people["tomas"], third.id)
        for who, said in texts.COMMENTS:
            add_comment(self.session, self.people[who], text=said, edit_id=third.id)
            add_comment(self.session, self.people[who], text=said, claim_id=claims[3])

    def decided(self, claims: list[int]) -> None:
        """A verdict that was corrected twice, and one that was taken back."""
        history = claims[13]
        for rating, rationale in (("mixed", texts.RATIONALE), ("mostly_true", texts.CORRECTION)):
            approved = self.approve(self.submit("ada", history, rating, rationale=rationale))
        retracted = claims[14]
        self.publish(retracted, "mostly_false")
        retract_verdict(
            self.session,
            self.people["mara"],
            retracted,
            reason="The transcript it leaned on was of another interview.",
            seen=frozenset({self.session.get_one(Claim, retracted).revision}),
        )
        self.keep(history=history, approved=approved.id, retracted=retracted)

    def elsewhere(self) -> None:
        """Some work on the other texts."""
        rtl, long, blind = (self.claims(name) for name in ("rtl", "long", "blind"))
        self.publish(rtl[1], "mostly_true")
        self.submit("ines", rtl[2], "mixed")
        self.publish(long[0], "unverifiable")
        self.submit("jonas", long[2], "mixed", rationale="W" + "o" * 300 + "rd.")
        self.submit("ines", blind[0], "true")
        self.publish(blind[1], "false")
        self.keep(rtl_claim=rtl[1], rtl_open=rtl[0], long_claim=long[0], words_claim=long[2])
        self.keep(blind_claim=blind[0], many_claim=self.claims("many")[700])
        self.keep(untouched_claim=self.claims("untouched")[0])
        self.keep(echo_claim=self.claims("echo")[1])

    def updated(self) -> None:
        """A text that changed under its claims: reworded, gone, and retired before."""
        claims = self.claims("updated")
        for place in (1, 3, 5):
            self.publish(claims[place], "mostly_true")
        retire_claim(self.session, self.people["ada"], claims[4])
        intake = Intake(cut(texts.TRAM_NOW, "en"), {})
        add_version(self.session, self.people["ada"], self.scene.ids["updated"], intake)
        confirmed = confirm_verdict(self.session, self.people["ines"], claims[3])
        self.session.flush()
        submitted = edits.submit_edit(
            self.session, self.people["ines"], confirmed.id, seen=self.seen(confirmed)
        )
        self.keep(changed=claims[1], confirmed=submitted.id, confirmed_claim=claims[3])
        self.keep(orphan=claims[5], retired=claims[4], mendable=claims[2])

    def claims(self, name: str) -> list[int]:
        """The claims of a document in reading order."""
        query = sa.select(Anchor.claim_id).filter_by(document_id=self.scene.ids[name])
        return list(self.session.scalars(query.order_by(Anchor.start)))

    def begin(self, who: str, claim_id: int, **content: Any) -> Edit:
        """A draft."""
        return edits.create_edit(self.session, self.people[who], claim_id, content)

    def submit(self, who: str, claim_id: int, rating: str, **content: Any) -> Edit:
        """A submitted edit with all that it needs."""
        whole = {"rating": rating, "rationale": texts.RATIONALE} | texts.SAID | content
        edit = edits.create_edit(self.session, self.people[who], claim_id, whole, submit=True)
        self.session.flush()
        return edit

    def approve(self, edit: Edit) -> Edit:
        """Publish it."""
        return edits.approve_edit(self.session, self.people["mara"], edit.id, seen=self.seen(edit))

    def publish(self, claim_id: int, rating: str) -> None:
        """A verdict."""
        self.approve(self.submit("ada", claim_id, rating))

    def seen(self, edit: Edit) -> frozenset[int]:
        """The revision on screen."""
        self.session.flush()
        return frozenset({edit.revision})

    def keep(self, **ids: int) -> None:
        """Remember what is where."""
        self.scene.ids |= ids
