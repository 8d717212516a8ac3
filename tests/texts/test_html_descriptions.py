"""A web page says of itself what describes its article."""

from datetime import UTC, datetime

import pytest

from service.texts.html.reading import read_html
from tests.texts.pages import FILLER, PAGE, blocks_of, read


def test_a_page_says_what_describes_it():
    assert read_html(PAGE).described == {
        "title": "Harbour bridge cost twice its budget",
        "url": "https://post.example/news/bridge",
        "author": "Ada Moreno",
        "publisher": "Harbour Post",
        "published_at": datetime(2026, 3, 4, 7, 30, tzinfo=UTC),
        "language": "en-GB",
    }


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        pytest.param(head, body, title, id=sentence)
        for sentence, head, body, title in [
            ("its heading", "<title>A bridge opens | Post</title>", "<h1>A bridge opens</h1>",
             "A bridge opens"),
            ("what it declares, if its heading is its site's name",
             "<title>A bridge opens – The Post</title>"
             "<meta property='og:site_name' content='The Post'>",
             "<h1>The Post</h1>", "A bridge opens"),
            ("the heading below that", "<title>The Post: A bridge opens</title>",
             "<h1><a href='/'>The Post</a></h1><h2>A bridge opens</h2>", "A bridge opens"),
            ("the only heading, even if others name it otherwise",
             "<meta property='og:title' content='You will not believe this bridge'>",
             "<h1>A bridge opens late</h1>", "A bridge opens late"),
            ("the heading without its kicker",
             "<meta property='og:title' content='A bridge opens'>",
             "<h1><span>Harbour</span> A bridge opens</h1>", "A bridge opens"),
            ("without what only spoils reading", "<title>A brid\u00adge opens</title>",
             "<h1>A&shy; bridge opens</h1>", "A bridge opens"),
            ("without its site behind a bar",
             "<title>A new bridge opens in the harbour | Post</title>",
             "", "A new bridge opens in the harbour"),
            ("with a dash of its own", "<title>Two years late - and twice the price</title>", "",
             "Two years late - and twice the price"),
        ]
    ],
)  # fmt: skip
def test_its_title_is(head: str, body: str, title: str):
    extract = read(f"{body}<article>{FILLER}</article>", head)
    assert extract.title == title
    assert [text for kind, _, text in blocks_of(extract) if kind == "headline"] == [title]
    assert extract.text.count(title) == 1


@pytest.mark.parametrize(
    ("head", "said"),
    [
        pytest.param(head, said, id=sentence)
        for sentence, head, said in [
            ("an author of whom it says by", "<meta name=author content='By Ada Moreno'>",
             {"author": "Ada Moreno"}),
            ("authors in turn",
             "<meta name=citation_author content='A. Ng'>"
             "<meta name=citation_author content='B. Ek'>",
             {"author": "A. Ng, B. Ek"}),
            ("nobody, if it names its site",
             "<meta name=author content=Post><meta property=og:site_name content=Post>",
             {"publisher": "Post"}),
            ("a day", "<meta name=date content=2026-03-04>",
             {"published_at": datetime(2026, 3, 4, tzinfo=UTC)}),
            ("a day, if it knows no hour",
             "<meta property='article:published_time' content='2026-03-04T00:00:00+02:00'>",
             {"published_at": datetime(2026, 3, 4, tzinfo=UTC)}),
            ("an hour west of here",
             "<meta property='article:published_time' content='2026-03-04T22:05:09-05:00'>",
             {"published_at": datetime(2026, 3, 5, 3, 5, 9, tzinfo=UTC)}),
            ("no day that there is not", "<meta name=date content=someday>", {}),
            ("its language", "<meta http-equiv=content-language content=zh_hant_tw>",
             {"language": "zh-Hant-TW"}),
            ("no language that is none", "<meta property=og:locale content='all of them'>", {}),
            ("an address of its own",
             "<meta property=og:url content=https://a.example/x><link rel=canonical href=/y>",
             {"url": "https://a.example/y"}),
            ("no address without a host", "<link rel=canonical href=/y>", {}),
            ("no script as its address", "<link rel=canonical href='javascript:alert(1)'>", {}),
            ("JSON-LD with a comma too many",
             '<script type="application/ld+json">{"@type": "Article", "headline": "x",'
             ' "author": ["Ada Moreno",],}</script>', {"author": "Ada Moreno", "title": "x"}),
        ]
    ],
)  # fmt: skip
def test_it_says_of_itself(head: str, said: dict[str, object]):
    assert read(f"<article>{FILLER}</article>", head).described == said


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">{"@type": ["Article", 3], "headline": ["a"], "author":'
        ' [[["x"]], 3, {"name": {"name": 4}}], "publisher": [], "datePublished": 3,'
        ' "mainEntityOfPage": ["x"], "url": {}}</script>',
        "<link rel=canonical href='http://[::1'><base href='http://['>",
        "<meta name=date content=9999-99-99T99:99:99+99:99><meta name=date content=00010101>",
        "<title>" + " - a" * 20_000 + "</title>",
    ],
    ids=["deep JSON-LD", "wrong JSON-LD", "broken addresses", "broken dates", "an endless title"],
)
def test_a_hostile_description_does_not_spoil_the_text(head: str):
    assert "18 million pounds" in read(f"<article>{FILLER}</article>", head).text
