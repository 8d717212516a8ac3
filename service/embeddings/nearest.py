"""The fact-checks whose sentence means about the same as a text, by the vectors of both."""

from collections.abc import Sequence

import structlog
from sqlalchemy.orm import Session

from service.embeddings import queries
from service.embeddings.asking import Endpoint
from service.embeddings.querying import vectors_of
from service.settings import Settings

Nearest = list[tuple[int, float]]
"""Ids of fact-checks and their cosine from -1 to 1, the nearest first."""

log = structlog.get_logger()


def nearest(
    session: Session,
    settings: Settings,
    texts: Sequence[str],
    limit: int,
    beside: Sequence[Sequence[int]] = (),
) -> list[Nearest] | None:
    """For each text up to `limit` fact-checks; None when the option is off or the server down.

    `beside` are ids for each text that are compared with it too, however far they are. Whether they
    stand and who may see them is for the caller to ask. Of equals the oldest first.
    """
    endpoint = Endpoint.of(settings)
    if endpoint is None:
        return None
    if not texts:
        return []
    # Here: what follows needs numpy, which most commands do without.
    from service.embeddings.collection import collection_of
    from service.embeddings.vectors import from_bytes

    asked = vectors_of(endpoint, texts, settings)
    if asked is None:
        return None
    engine = session.get_bind().engine
    try:
        found = collection_of(engine, endpoint.model).look_up(session, asked, limit)
    except OSError as error:
        log.warning("embeddings_file_failed", error=str(error))
        return None
    if beside:
        found = [[*dict.fromkeys([*a, *b])] for a, b in zip(found, beside, strict=True)]
    ids = sorted(set().union(*found))
    kept = queries.vectors_by_id(session, endpoint.model, ids)
    kept = {id_: each for id_, each in kept.items() if len(each) == 2 * asked.shape[1]}
    if not kept:
        return [[] for _ in texts]
    place = {id_: number for number, id_ in enumerate(kept)}
    cosines = asked @ from_bytes(list(kept.values())).T
    return [
        sorted(
            ((id_, float(row[place[id_]])) for id_ in those if id_ in place),
            key=lambda pair: (-pair[1], pair[0]),
        )
        for row, those in zip(cosines, found, strict=True)
    ]
