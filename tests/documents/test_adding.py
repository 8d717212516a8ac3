"""Adding a text: pasted or from a file, looked at first, and never lost."""

import html
import io
import re

import pytest

from tests.documents.browsing import FRAGMENT, TEXT, add, count, message, pasted, value, words
from tests.factories import Desk, Person

# Adding a text


def test_the_form_says_what_is_not_available(desk: Desk):
    page = desk.annotator.browser.get("/documents/new")
    assert page.status_code == 200
    assert "Not available yet." in words(page)
    assert re.search(r'<input[^>]*id="fetch"[^>]*disabled', page.text)


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
    assert not any(document[name] for name in ("url", "author", "published_at", "language"))


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
    page = add(desk.annotator, "x" * (9 << 20))
    assert page.status_code == 413
    assert "Go back to what you typed" in message(page, "text")


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


@pytest.mark.parametrize(
    ("raw", "name", "says"),
    [
        pytest.param(raw, name, says, id=sentence)
        for sentence, raw, name, says in [
            ("another kind of file", b"%PDF-1.7 One.", "a.pdf", "Only plain text"),
            ("a picture that calls itself a text", b"\x89PNG\x00", "a.txt", "not a plain text"),
            ("an empty file", b"", "a.txt", "empty"),
            ("a file of headings", b"# Cost", "a.txt", "no sentence"),
        ]
    ],
)
def test_a_file_that_is_no_text_is_refused_at_its_field(desk, session, raw, name, says):
    page = add(desk.annotator, **file(raw, name), title="Bridge")
    assert page.status_code == 422
    assert says in message(page, "file")
    assert not message(page, "text")
    assert value(page, "title") == "Bridge"
    assert count(session) == 0


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
    assert "The text of bridge.txt is in the box now, read as UTF-8." in words(page).replace(
        " .", "."
    ).replace("now ,", "now,")


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
