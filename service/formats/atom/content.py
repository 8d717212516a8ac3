"""The verdict as a feed reader shows it: the claim, the rating, why, and the sources, in HTML."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from service.formats.claimreview.writing import correction_note
from service.http.markdown import markdown
from service.http.wording import day

if TYPE_CHECKING:
    from service.fact_checks.record import Record

RECHECK = (
    "The article has changed this sentence since it was checked. The verdict is about the wording"
    " above."
)


def content_of(record: "Record") -> Markup:
    """All that the page of a claim says of its verdict. What people typed is escaped."""
    return Markup("\n").join(_paragraphs(record))


def _paragraphs(record: "Record") -> Iterator[Markup]:
    yield Markup('<blockquote dir="auto">{}</blockquote>').format(record.text)
    if record.claimant or record.claim_date:
        yield _claimed(record)
    if record.verdict and record.verdict["needs_recheck"]:
        yield Markup('<p lang="en">{}</p>').format(RECHECK)
    yield Markup('<p><strong dir="auto">{}</strong></p>').format(record.rating_label)
    if record.rationale:
        yield Markup('<div dir="auto">{}</div>').format(markdown(record.rationale))
    if record.citations:
        items = Markup("").join(_source(each) for each in record.citations)
        yield Markup('<p lang="en">Sources</p>\n<ul>{}</ul>').format(items)
    if record.correction:
        yield Markup('<p lang="en">{}</p>').format(correction_note(record.correction))


def _claimed(record: "Record") -> Markup:
    who = Markup("<bdi>{}</bdi>").format(record.claimant)
    if record.claimant_url:
        who = Markup('<a href="{}">{}</a>').format(record.claimant_url, who)
    by = Markup(" by {}").format(who) if record.claimant else Markup()
    on = Markup(" on {}").format(day(record.claim_date)) if record.claim_date else Markup()
    return Markup('<p lang="en">Claimed{}{}.</p>').format(by, on)


def _source(citation: Mapping[str, Any]) -> Markup:
    link = Markup('<a href="{url}">{title}</a>').format(
        url=citation["url"], title=citation["title"] or citation["url"]
    )
    place = ", ".join(filter(None, (citation["publisher"], citation["locator"])))
    quote = Markup("<blockquote>{}</blockquote>").format(citation["quote"])
    return Markup('<li dir="auto">{stance}: {link}, {place}{quote}</li>').format(
        stance=str(citation["stance"]).capitalize(),
        link=link,
        place=place,
        quote=quote if citation["quote"] else "",
    )
