"""Markdown that people typed, as HTML that can do no harm."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("strikethrough")


def markdown(text: str | None) -> Markup:
    """The text as HTML: no markup of its own, no images, links that promise nothing to nobody.

    Headings become bold paragraphs: a rationale must not break the outline of its page.
    """
    if not text:
        return Markup()
    html = nh3.clean(
        _without_headings(_PARSER.render(text)),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow ugc",
    )
    return Markup(html)  # noqa: S704 - nh3 has cleaned it


def _without_headings(html: str) -> str:
    for tag in _HEADINGS:
        html = html.replace(f"<{tag}>", "<p><strong>").replace(f"</{tag}>", "</strong></p>")
    return html
