"""Reads what a web page says of itself: JSON-LD first, then meta elements, then its text. Pure."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from service.texts.extract import Extract
from service.texts.html.dates import read_instant
from service.texts.html.jsonld import find_article, names_of, text_of
from service.texts.html.titles import find_title, site_of, words

TITLES = "og:title citation_title dc.title dcterms.title parsely-title sailthru.title twitter:title"
AUTHORS = """
    citation_author dc.creator dcterms.creator parsely-author sailthru.author author article:author
    byl og:author authors
"""
PUBLISHERS = """
    og:site_name citation_publisher dc.publisher dcterms.publisher publisher
    citation_journal_title article:publisher application-name
"""
PUBLISHED = """
    article:published_time og:article:published_time og:published_time citation_publication_date
    citation_date dc.date.issued dcterms.issued dc.date dc.date.created dcterms.created
    dcterms.date parsely-pub-date sailthru.date datepublished publish-date publish_date publishdate
    pubdate publication_date date article:created date.created
"""
LANGUAGES = "content-language og:locale dc.language language"
SUMMARIES = "og:description description twitter:description"

MOST_AUTHORS = 20
LONGEST_AUTHOR = 80

_BY = re.compile(r"(?:(?:written|words|text)\s+)?(?:by|von|par|por|di|door)\b:?\s+", re.IGNORECASE)
_NOBODY = re.compile(r"https?:|www\.|@|^(?:admin\w*|unknown|author|publisher|null|none)$", re.I)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)


def describe(page: Any) -> tuple[Extract, list[str]]:
    """What a page, a tree that lxml parsed, says of itself, as an extract without text; and how it
    sums its article up, in one or more ways."""
    return _Reader(page).describe()


class _Reader:
    def __init__(self, page: Any) -> None:
        self.page = page
        self.article = find_article(
            script.text_content()
            for script in page.iter("script")
            if "ld+json" in (script.get("type") or "").lower()
        )
        self.meta: dict[str, list[str]] = {}
        for element in page.iter("meta"):
            content = " ".join((element.get("content") or "").split())
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if content and (name := element.get(attribute)):
                    self.meta.setdefault(name.strip().lower(), []).append(content)

    def describe(self) -> tuple[Extract, list[str]]:
        url = self._url()
        publishers = [
            name.split(" | ")[0]
            for name in (*names_of(self.article.get("publisher")), *self._all(PUBLISHERS))
            if not _NOBODY.search(name)
        ]
        sites = [*publishers, site_of(url)]
        title = text_of(self.article.get("headline")) or next(self._all(TITLES), None)
        extract = Extract(
            "",
            title=find_title(self.page, title, sites),
            url=url,
            author=self._author(sites),
            publisher=next(iter(publishers), None),
            published_at=self._published_at(url),
            language=self._language(),
        )
        summaries = (text_of(self.article.get("description")), *self._all(SUMMARIES))
        return extract, [summary for summary in summaries if summary]

    def _all(self, names: str) -> Iterator[str]:
        for name in names.split():
            yield from self.meta.get(name, ())

    def _url(self) -> str | None:
        base = next(self._all("og:url twitter:url"), "")
        links = [
            link.get("href") or ""
            for link in self.page.iter("link")
            if "canonical" in (link.get("rel") or "").lower().split()
        ]
        entity = self.article.get("mainEntityOfPage")
        said = [entity.get("@id") if isinstance(entity, dict) else entity, self.article.get("url")]
        urls = (_absolute(each, base) for each in (*links, base, *said) if isinstance(each, str))
        return next(filter(None, urls), None)

    def _author(self, sites: list[str]) -> str | None:
        """Whoever is named, but for the site itself."""
        nobody = {words(site) for site in sites}
        for found in self._authors():
            named = {words(name): name for each in found if (name := _name(each))}
            if people := [name for key, name in named.items() if key not in nobody]:
                return ", ".join(people[:MOST_AUTHORS])
        return None

    def _authors(self) -> Iterator[list[str]]:
        from trafilatura.metadata import extract_author  # late: it loads much

        yield names_of(self.article.get("author"))
        yield list(self._all(AUTHORS))
        yield (extract_author(self.page) or "").split("; ")

    def _published_at(self, url: str | None) -> datetime | None:
        from htmldate import find_date  # late: it loads much

        dated = self.page.xpath(".//*[@itemprop='datePublished']|.//time[@pubdate]")
        for said in (
            text_of(self.article.get("datePublished")),
            *self._all(PUBLISHED),
            *(element.get("datetime") or element.get("content") for element in dated),
        ):
            if instant := read_instant(said or ""):
                return instant
        found = find_date(self.page, original_date=True, url=url)
        return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None

    def _language(self) -> str | None:
        root = self.page.getroottree().getroot()
        declared = (root.get("lang"), root.get("xml:lang"), text_of(self.article.get("inLanguage")))
        for each in (*declared, *self._all(LANGUAGES)):
            tag = (each or "").strip().replace("_", "-")
            if _LANGUAGE.fullmatch(tag):
                return _cased(tag)
        return None


def _absolute(url: str, base: str) -> str | None:
    try:
        joined = urljoin(base, url.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if url.strip() and parts.scheme in ("http", "https") and parts.netloc else None


def _name(text: str) -> str | None:
    name = _BY.sub("", " ".join(text.split()), count=1) if _BY.match(text.lstrip()) else text
    name = " ".join(name.split()).strip(" ,;|·–-")
    return name if name and len(name) <= LONGEST_AUTHOR and not _NOBODY.search(name) else None


def _cased(tag: str) -> str:
    """The tag as BCP 47 writes it: zh-Hant-TW."""
    first, *rest = tag.split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(cases.get(len(part), str.lower)(part) for part in rest)])
