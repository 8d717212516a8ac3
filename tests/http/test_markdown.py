"""Markdown that people typed does no harm."""

import re

import pytest

from service.http.markdown import markdown

REL = 'rel="noopener nofollow ugc"'


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        (None, ""),
        ("", ""),
        ("It *is* **so**.", "<p>It <em>is</em> <strong>so</strong>.</p>"),
        ("~~gone~~", "<p><s>gone</s></p>"),
        ("`code`", "<p><code>code</code></p>"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("[a](https://b.example)", f'<p><a href="https://b.example" {REL}>a</a></p>'),
        ("<https://b.example>", f'<p><a href="https://b.example" {REL}>https://b.example</a></p>'),
        ("# A heading", "<p><strong>A heading</strong></p>"),
        ("###### small", "<p><strong>small</strong></p>"),
        ("5 < 6 & 7 > 6", "<p>5 &lt; 6 &amp; 7 &gt; 6</p>"),
    ],
)
def test_what_people_write(typed: str | None, html: str):
    assert markdown(typed).strip() == html


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b onmouseover=alert(1)>x</b>",
    "<style>*{display:none}</style>",
    "<iframe src=https://evil.example></iframe>",
    '<a href="javascript:alert(1)">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<!-- --!><script>alert(1)</script>",
    "<form action=/sign-out><button>x</button></form>",
    "</div></main><h1>Owned</h1>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '[x](https://a.example "onclick=alert(1)")',
    '[x](https://a.example"onclick="alert(1))',
    "```html\n<script>alert(1)</script>\n```",
    '```" onclick="alert(1)\ncode\n```',
    "[x]: javascript:alert(1)\n\n[x]",
    "\x00<script>alert(1)</script>",
]
ALLOWED = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_runs_loads_or_breaks_out_is_left(typed: str):
    html = str(markdown(typed))
    tags = re.findall(r"<\s*/?\s*([a-zA-Z0-9!-]*)([^>]*)>", html)
    assert {name for name, _attributes in tags} <= ALLOWED
    for name, attributes in tags:
        if name == "a" and attributes:
            link = re.fullmatch(rf' href="([^"]*)"(?: title="[^"]*")? {REL}| {REL}', attributes)
            assert link, attributes
            assert link[1] is None or link[1].startswith(("https://", "http://", "mailto:"))
        else:
            assert attributes.strip() in ("", "/"), attributes


def test_a_heading_within_a_list_does_not_break_the_outline():
    html = str(markdown("- # a\n- ## b\n\nA title\n======="))
    assert not re.search(r"<h\d", html)
    assert html.count("<strong>") == html.count("</strong>") == 3


LONG = 20_000


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "*",
        "_",
        "`",
        "~",
        "> ",
        "- ",
        "<",
        "![",
        "[a](",
        "**a ",
        "&",
        "\\",
        "a]",
        "*a_b",
        "1. ",
    ],
)
def test_the_longest_rationale_is_shown_whatever_it_repeats(piece: str):
    assert markdown((piece * LONG)[:LONG]).startswith("<")
