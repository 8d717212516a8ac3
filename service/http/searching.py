"""Lists that can be searched: what is found is ranked, and goes by offset up to the thousandth."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from marshmallow import fields

from service.http.bodies import Shape
from service.http.paging import Page, PageArgs, page_of


class Excerpt(Protocol):
    """A part of a text with what is marked in it, as search/excerpts.py has it."""

    @property
    def text(self) -> str:
        """The part, on one line."""

    @property
    def spans(self) -> Sequence[tuple[int, int]]:
        """What is marked, in code points of it."""


class SearchArgs(PageArgs):
    """The parameters of a list that can be searched."""

    q = fields.String(
        metadata={
            "description": 'Words, any of which may be missing; "words in a row", beginnings*,'
            " -unwanted, and publisher: rating: speaker: tag: language: before a value. Any text"
            " is a query. The most relevant come first, up to the thousandth."
        }
    )


class ExcerptShape(Shape):
    """The part of a text in which the words that were searched for stand."""

    text = fields.String(metadata={"description": "On one line; … stands where more is left out."})
    marks = fields.List(
        fields.List(fields.Integer()),
        metadata={"description": "Where the words stand: start and end, in code points."},
    )


def searched_page_of(item: type[Shape]) -> type[Shape]:
    """The shape of a page of items; with `q`, each has an excerpt."""
    page: type[Any] = page_of(item)
    excerpts = fields.List(
        fields.Nested(ExcerptShape),
        metadata={"description": "With q alone: one for each of the items."},
    )
    searched: type[Any] = page.from_dict({"excerpts": excerpts}, name=page.__name__)
    return searched


def is_search(args: Mapping[str, Any]) -> bool:
    """Whether anything is searched for: a blank query is none."""
    return bool((args.get("q") or "").strip())


class SearchPage:
    """One request for a page of what is found in the list `name`."""

    def __init__(self, name: str, args: Mapping[str, Any]) -> None:
        """Raises Malformed for a cursor of something else."""
        self._page = Page(name, args, (int,))
        (self.skip,) = self._page.after or (0,)
        self.filters = self._page.filters
        self.limit = self._page.limit + 1
        """To be read: one more than is shown tells whether there is another page."""

    def cut(self, rows: Sequence[Any]) -> tuple[Sequence[Any], str | None]:
        """The rows of the page, and the cursor of the next one."""
        return self._page.cut(rows, lambda _row: (self.skip + self._page.limit,))

    def answer(
        self, rows: Sequence[Any], excerpts: Sequence[Excerpt], dump: Callable[[Any], Any]
    ) -> dict[str, Any]:
        """What the API answers with these rows, each as `dump` makes it."""
        shown, next_cursor = self.cut(rows)
        return {
            "items": [dump(row) for row in shown],
            "next_cursor": next_cursor,
            "excerpts": [
                {"text": each.text, "marks": [list(span) for span in each.spans]}
                for each in excerpts[: len(shown)]
            ],
        }
