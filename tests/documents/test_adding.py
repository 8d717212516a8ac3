"""Adding a text: pasted, from a file or from its address, looked at first, and never lost."""

import html
import io
from dataclasses import replace

import pytest

from tests.documents.browsing import FRAGMENT, TEXT, add, count, message, pasted, value, words
from tests.documents.pages import page_of
from tests.factories import Desk, Person
from tests.fetching.hostile import response

# Adding a text


def test_the_form_has_one_field_for_the_address_and_says_what_it_does(desk: Desk):
    page = desk.annotator.browser.get("/documents/new")
    assert page.status_code == 200
    assert page.text.count('name="url"') == 1
    assert "Without a text or a file, the article is fetched from here." in words(page)
    assert ".txt, .md, .html, .docx, .pdf or .eml, 10 MiB at most." in words(page)


def test_a_desk_that_does_not_fetch_says_so(desk: Desk, monkeypatch):
    settings = replace(desk.app.extensions["settings"], fetch="off")
    monkeypatch.setitem(desk.app.extensions, "settings", settings)
    page = desk.annotator.browser.get("/documents/new")
    assert "This desk does not fetch articles" in words(page)
    refused = add(desk.annotator, "", url="https://example.org/bridge")
    assert refused.status_code == 422
    assert message(refused, "url")


def test_a_pasted_text_goes_straight_to_its_workbench(desk: Desk, session):
    page = add(
        desk.annotator,
        TEXT.replace("\n", "\r\n"),
        title="Bridge",
        url="https://example.org/bridge",
        author="Ada",
        publisher="The Post",
        published_at="2026-11-22",
        language="German",
        visibility="public",
        blind=["", "yes"],
    )
    assert (page.status_code, page.location) == (303, "/documents/1")
    assert "document_added" in page.headers["Set-Cookie"]
    document = desk.annotator.get("/documents/1").get_json()
    wanted = {
        "title": "Bridge",
        "url": "https://example.org/bridge",
        "author": "Ada",
        "publisher": "The Post",
        "published_at": "2026-11-22T00:00:00Z",
        "language": "de",
        "visibility": "public",
        "blind": True,
    }
    assert {name: document[name] for name in wanted} == wanted
    assert desk.annotator.get("/documents/1/versions/1").get_json()["text"] == TEXT


def test_details_left_blank_are_left_open(desk: Desk):
    add(desk.annotator, title=" ", url="", author="", published_at="", language="")
    document = desk.annotator.get("/documents/1").get_json()
    assert not any(document[name] for name in ("url", "author", "published_at"))


def test_the_same_article_again_leads_to_the_document_that_is_there(desk: Desk, session):
    add(desk.annotator, title="First")
    page = add(desk.reviewer, title="Second")
    assert (page.status_code, page.location) == (303, "/documents/1")
    assert "document_known" in page.headers["Set-Cookie"]
    assert count(session) == 1


def test_the_same_address_with_another_text_says_so_with_a_link(desk: Desk, session):
    document = desk.document(url="https://example.org/bridge")
    page = add(desk.annotator, "Something else.", url="https://example.org/bridge", title="Mine")
    assert page.status_code == 409
    assert message(page, "url") == f"Document {document['id']} has this address, with another text."
    assert f'href="/documents/{document["id"]}"' in page.text
    assert f'href="/documents/{document["id"]}/update"' in page.text
    assert pasted(page) == "Something else."
    assert value(page, "title") == "Mine"
    assert count(session) == 1


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        pytest.param(field, fields, id=sentence)
        for sentence, field, fields in [
            ("an empty text", "text", {"text": " \n "}),
            ("a text without a sentence", "text", {"text": "# Cost"}),
            ("a NUL", "text", {"text": "One.\x00"}),
            ("an address that is none", "url", {"url": "javascript:alert(1)"}),
            ("a day that is none", "published_at", {"published_at": "yesterday"}),
            ("a language that is none", "language", {"language": "<script>"}),
            ("a title that is too long", "title", {"title": "x" * 501}),
            ("an author in two lines", "author", {"author": "A\nB"}),
            ("a visibility that is none", "visibility", {"visibility": "secret"}),
        ]
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_all_comes_back(desk, session, field, fields):
    sent = {"text": TEXT, "title": "Bridge", "publisher": "<b>Post</b>", **fields}
    page = add(desk.annotator, **sent)
    assert page.status_code == 422
    assert message(page, field)
    assert value(page, "publisher") == "<b>Post</b>"
    assert "<b>Post" not in page.text
    assert pasted(page) == sent["text"]
    if field != "author":
        assert value(page, "title") == sent["title"]
    assert count(session) == 0


def test_a_text_of_2_mib_comes_back_whole_when_something_else_is_wrong(desk: Desk):
    text = "It cost 9 million. \n" * ((2 << 20) // 20)
    page = add(desk.annotator, text, url="nowhere")
    assert page.status_code == 422
    assert message(page, "url")
    assert pasted(page) == text


def test_more_than_2_mib_is_refused_at_the_text_and_comes_back(desk: Desk, session):
    text = "é" * (1 << 20) + "."
    page = add(desk.annotator, text, title="Bridge")
    assert page.status_code == 413
    assert "2097152 is the most" in message(page, "text")
    assert pasted(page) == text
    assert value(page, "title") == "Bridge"
    assert count(session) == 0


def test_a_form_that_is_too_large_to_be_read_says_what_to_do(desk: Desk):
    page = add(desk.annotator, "x" * (14 << 20))
    assert page.status_code == 413
    assert "Go back to what you typed" in message(page, "file")


def test_nothing_at_all_is_refused_at_the_text(desk: Desk):
    page = add(desk.annotator, " ", title="Bridge")
    assert page.status_code == 422
    assert message(page, "text") == "The text is empty."


# A file


def file(raw: bytes, name: str = "bridge.txt") -> dict[str, object]:
    """A form with a file in it."""
    return {"text": "", "file": (io.BytesIO(raw), name)}


@pytest.mark.parametrize(
    ("encoding", "notice"),
    [
        ("utf-8", "document_added."),
        ("utf-8-sig", "document_added."),
        ("utf-16", "document_added."),
        ("cp1252", "document_added_guessing."),
    ],
)
def test_a_file_is_a_text_and_a_guess_about_it_is_said(desk: Desk, encoding: str, notice: str):
    page = add(desk.annotator, **file("The café cost 9 million.".encode(encoding)))
    assert page.status_code == 303
    assert notice in page.headers["Set-Cookie"]
    assert desk.claims({"id": 1})[0]["text"] == "The café cost 9 million."


def test_a_page_in_a_file_describes_itself_unless_one_knows_better(desk: Desk):
    head = '<meta name="author" content="Ada Byron"><meta property="og:site_name" content="Post">'
    raw = page_of("The bridge", TEXT.replace("# ", ""), head).encode()
    page = add(desk.annotator, **file(raw, "bridge.html"), publisher="The Morning Post")
    assert page.status_code == 303, message(page, "file")
    document = desk.annotator.get("/documents/1").get_json()
    assert (document["title"], document["author"]) == ("The bridge", "Ada Byron")
    assert (document["publisher"], document["language"]) == ("The Morning Post", "en")


@pytest.mark.parametrize(
    ("raw", "name", "says"),
    [
        pytest.param(raw, name, says, id=sentence)
        for sentence, raw, name, says in [
            ("another kind of file", b"GIF89a", "a.gif", "Only files that end in .txt"),
            ("a file without a kind", b"One.", "LICENSE", "Only files that end in .txt"),
            ("a picture that calls itself a text", b"\x89PNG\x00", "a.txt", "not a plain text"),
            ("a text that calls itself a PDF", b"One.", "a.pdf", ""),
            ("an empty file", b"", "a.txt", "empty"),
            ("a file of headings", b"# Cost", "a.txt", "no sentence"),
        ]
    ],
)
def test_a_file_that_is_no_text_is_refused_at_its_field(desk, session, raw, name, says):
    page = add(desk.annotator, **file(raw, name), title="Bridge")
    assert page.status_code == 422
    assert message(page, "file")
    assert says in message(page, "file")
    assert not message(page, "text")
    assert value(page, "title") == "Bridge"
    assert count(session) == 0


def test_a_file_of_10_mib_comes_through_and_one_byte_more_is_refused_at_its_field(desk: Desk):
    filler = b"<!--" + b"x" * ((10 << 20) - 400) + b"-->"
    raw = page_of("The bridge", TEXT.replace("# ", "")).encode() + filler
    whole = raw.ljust(10 << 20)
    assert add(desk.annotator, **file(whole, "bridge.html")).status_code == 303
    page = add(desk.annotator, **file(whole + b" ", "bridge.html"), title="Bridge")
    assert page.status_code == 413
    assert "10485760 is the most" in message(page, "file")
    assert value(page, "title") == "Bridge"


def test_a_file_of_more_than_2_mib_is_refused_at_its_field(desk: Desk):
    page = add(desk.annotator, **file(b"It cost 9. " * 200_000))
    assert page.status_code == 413
    assert "is the most" in message(page, "file")
    assert pasted(page) == ""


def test_a_file_beside_a_pasted_text_is_one_too_many(desk: Desk, session):
    page = add(desk.annotator, **file(b"One.") | {"text": "Two."})
    assert page.status_code == 422
    assert "pasted text" in message(page, "file")
    assert pasted(page) == "Two."
    assert count(session) == 0


def test_the_text_of_a_file_is_in_the_box_when_something_else_is_wrong(desk: Desk):
    page = add(desk.annotator, **file(b"It cost 9."), url="nowhere")
    assert page.status_code == 422
    assert pasted(page) == "It cost 9."
    assert "The text of bridge.txt is in the box now." in words(page)


def test_a_page_in_a_file_is_to_be_chosen_again_when_something_else_is_wrong(desk: Desk):
    raw = page_of("The bridge", TEXT).encode()
    page = add(desk.annotator, **file(raw, "bridge.html"), url="nowhere")
    assert page.status_code == 422
    assert message(page, "url")
    assert pasted(page) == ""
    assert "Choose bridge.html again to add it." in words(page)


# From its address


PAGE = page_of(
    "The bridge",
    TEXT.replace("# ", ""),
    '<meta name="author" content="Ada Byron"><meta property="og:site_name" content="The Post">'
    '<meta property="article:published_time" content="2026-11-20T08:30:00Z">',
).encode()


@pytest.fixture
def bridge(elsewhere) -> str:
    """The address of an article."""
    elsewhere.pages["/bridge"] = response(200, PAGE, "text/html; charset=utf-8")
    return f"{elsewhere.url}/bridge"


def test_without_a_text_the_article_is_fetched_from_its_address(desk: Desk, bridge: str):
    page = add(desk.annotator, " ", url=bridge, title="Ours")
    assert (page.status_code, page.location) == (303, "/documents/1")
    document = desk.annotator.get("/documents/1").get_json()
    assert (document["title"], document["author"]) == ("Ours", "Ada Byron")
    assert document["url"] == bridge
    assert "It cost 9 million pounds." in [claim["text"] for claim in desk.claims(document)]


def test_beside_a_text_the_address_is_not_asked(desk: Desk, elsewhere):
    assert add(desk.annotator, url=f"{elsewhere.url}/bridge").status_code == 303
    assert elsewhere.requests == []


def test_what_cannot_be_fetched_is_refused_at_the_address(desk: Desk, session, elsewhere):
    page = add(desk.annotator, "", url=f"{elsewhere.url}/gone", title="Bridge")
    assert page.status_code == 422
    assert "404" in message(page, "url")
    assert value(page, "url") == f"{elsewhere.url}/gone"
    assert value(page, "title") == "Bridge"
    assert count(session) == 0


def test_a_page_without_a_text_is_refused_at_the_address(desk: Desk, elsewhere):
    elsewhere.pages["/empty"] = response(200, b"<html><body></body></html>", "text/html")
    page = add(desk.annotator, "", url=f"{elsewhere.url}/empty")
    assert page.status_code == 422
    assert message(page, "url")
    assert not message(page, "text")


def test_a_page_that_was_fetched_before_leads_to_its_document(desk: Desk, elsewhere, bridge: str):
    add(desk.annotator, "", url=bridge)
    assert "document_known" in add(desk.annotator, "", url=bridge).headers["Set-Cookie"]
    changed = PAGE.replace(b"9 million", b"8 million")
    elsewhere.pages["/bridge"] = response(200, changed, "text/html")
    page = add(desk.annotator, "", url=bridge)
    assert page.status_code == 409
    assert 'href="/documents/1/update">Update document 1' in page.text


def test_a_preview_of_an_address_shows_what_the_page_says_of_itself(desk, session, bridge):
    page = preview(desk.annotator, "", url=bridge, title="Ours")
    assert page.status_code == 200
    said = words(page)
    assert "Title The bridge Yours is kept." in said
    assert "Author Ada Byron" in said
    assert "Publisher The Post" in said
    assert "Published on 20 November 2026, 08:30 UTC" in said
    assert "Language English" in said
    assert f"Address {bridge}" in said
    assert "It cost 9 million pounds." in said
    assert (value(page, "title"), value(page, "author")) == ("Ours", "")
    assert count(session) == 0


def test_a_preview_says_what_a_page_does_not_tell(desk: Desk, elsewhere):
    raw = page_of("The bridge", TEXT.replace("# ", "")).encode()
    elsewhere.pages["/bare"] = response(200, raw, "text/html")
    part = preview(desk.annotator, "", url=f"{elsewhere.url}/bare", author="Ada", headers=FRAGMENT)
    assert "Not found: publisher, published on." in words(part)


# The preview


def preview(person: Person, text: str = TEXT, headers: dict | None = None, **fields: object):
    """Ask how a text would be cut."""
    data = {"text": text, **fields}
    return person.browser.post("/documents/preview", data=data, headers=headers)


def test_a_preview_shows_each_sentence_and_marks_headings(desk: Desk, session):
    part = preview(desk.annotator, headers=FRAGMENT)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "3 claims, 1 heading." in words(part)
    assert words(part).index("Heading, no claim Cost") < words(part).index("2 It cost 9 million")
    assert "3 It opened in May." in words(part)
    assert count(session) == 0


def test_without_a_script_the_preview_comes_with_the_form_and_all_that_was_typed(desk: Desk):
    page = preview(desk.annotator, title="Bridge", visibility="public", blind="yes")
    assert page.status_code == 200
    assert "3 claims, 1 heading." in words(page)
    assert pasted(page) == TEXT
    assert value(page, "title") == "Bridge"
    assert 'value="public" checked' in page.text
    assert 'value="yes" checked' in page.text


def test_a_preview_of_a_file_says_how_it_was_read_and_puts_it_in_the_box(desk: Desk):
    page = preview(desk.annotator, **file("Le café a coûté 9.".encode("cp1252")))
    assert "Windows-1252, which is a guess" in words(page)
    assert "read as Windows-1252" in words(page)
    assert pasted(page) == "Le café a coûté 9."


def test_a_preview_of_a_long_text_shows_200_sentences_and_says_so(desk: Desk):
    text = "The bridge\n\n# Begin\n\n" + "It is so. " * 200 + "\n\n# End\n\nLast."
    part = preview(desk.annotator, text, headers=FRAGMENT)
    assert "202 claims, 2 headings. The first 200 are shown; 2 more follow." in words(part)
    assert part.text.count("<li") == 201
    assert "End" not in words(part)


def test_a_preview_of_what_cannot_be_cut_says_why(desk: Desk):
    part = preview(desk.annotator, "", headers=FRAGMENT)
    assert part.status_code == 422
    assert "The text is empty." in words(part)
    page = preview(desk.annotator, "", title="Bridge")
    assert page.status_code == 422
    assert message(page, "text") == "The text is empty."
    assert value(page, "title") == "Bridge"


def test_a_preview_waits_for_nothing_but_the_text_and_its_language(desk: Desk):
    assert preview(desk.annotator, url="nowhere", published_at="soon").status_code == 200
    assert message(preview(desk.annotator, language="!"), "language")


def test_a_preview_is_in_the_direction_of_its_language(desk: Desk):
    part = preview(desk.annotator, "كلف الجسر ٩ ملايين.", language="Arabic", headers=FRAGMENT)
    assert '<ol class="cut" lang="ar" dir="rtl">' in part.text


def test_hostile_text_stays_text(desk: Desk):
    part = preview(desk.annotator, "<script>alert(1)</script> is a sentence.", headers=FRAGMENT)
    assert "<script>alert" not in part.text
    assert "<script>alert(1)</script>" in html.unescape(part.text)
