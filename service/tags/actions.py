"""Everything that changes tags. None commits."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.errors import Conflict
from service.history.actions import record
from service.models import Tag
from service.permissions import Viewer
from service.tags.rules import clean_tag, fold
from service.vocabulary import Action, TagKind


def add_tag(
    session: Session, actor: Viewer, *, name: str, kind: TagKind, description: str, colour: str
) -> Tag:
    """Describe a new tag. Raises Conflict `duplicate` when it is described already."""
    name = clean_tag(name)
    tag = Tag(name=name, folded=fold(name), kind=kind, description=description, colour=colour)
    try:
        with session.begin_nested():
            session.add(tag)
    except IntegrityError:
        raise Conflict(f"There is a tag {name} already.", code="duplicate") from None
    record(session, actor, Action.TAG_ADDED, tag=name)
    return tag


def change_tag(session: Session, actor: Viewer, tag: Tag, **changes: Any) -> Tag:
    """Describe a tag anew. Its name stays: assessments hold it."""
    fields = {
        field: [getattr(tag, field), value]
        for field, value in changes.items()
        if getattr(tag, field) != value
    }
    for field, (_before, after) in fields.items():
        setattr(tag, field, after)
    if fields:
        record(session, actor, Action.TAG_CHANGED, tag=tag.name, fields=fields)
    return tag
