"""What describes a document, and putting it away."""

import re

import pytest

from service.documents.details_pages import ON_A_PAGE
from service.texts.sentences import SPLITTER
from tests.documents.browsing import change, message, value, words
from tests.factories import Desk

# Details


def test_details_are_shown_and_saved(desk: Desk):
    document = desk.document(title="Brige", language="en", url="https://example.org/a")
    page = desk.annotator.browser.get(f"/documents/{document['id']}/details")
    assert value(page, "title") == "Brige"
    assert value(page, "language") == "English"
    assert value(page, "revision") == "1"
    saved = change(desk.annotator, document, title="Bridge", author="Ada", language="pt-BR")
    assert (saved.status_code, saved.location) == (303, f"/documents/{document['id']}/details")
    now = desk.annotator.get(f"/documents/{document['id']}").get_json()
    assert (now["title"], now["author"], now["language"]) == ("Bridge", "Ada", "pt-BR")


@pytest.mark.parametrize("moment", ["2026-11-22T00:00:00Z", "2026-11-22T10:30:15Z", None])
def test_saving_what_is_shown_changes_nothing(desk: Desk, moment: str | None):
    document = desk.document(
        title="Bridge", url="https://example.org/a", author="Ada", publisher="The Post",
        published_at=moment, language="pt-BR", visibility="public",
    )  # fmt: skip
    page = desk.annotator.browser.get(f"/documents/{document['id']}/details")
    names = ("title", "url", "author", "publisher", "published_at", "language", "revision")
    shown = {name: value(page, name) or "" for name in names}
    assert change(desk.annotator, document, **shown, visibility="public").status_code == 303
    now = desk.annotator.get(f"/documents/{document['id']}").get_json()
    assert now["revision"] == 1
    assert now == document


def test_a_change_in_between_is_shown_beside_what_was_typed(desk: Desk):
    document = desk.document(title="Old", author="Ada")
    desk.reviewer.patch(f"/documents/{document['id']}", {"title": "Theirs"})
    page = change(desk.annotator, document, title="Mine", author="Ada", publisher="The Post")
    assert page.status_code == 412
    assert value(page, "title") == "Mine"
    assert value(page, "publisher") == "The Post"
    assert "By now: Theirs" in words(page)
    assert "By now: empty" in words(page)
    assert words(page).count("By now") == 2
    assert value(page, "revision") == "2"
    assert desk.annotator.get(f"/documents/{document['id']}").get_json()["title"] == "Theirs"
    again = change(desk.annotator, document, title="Mine", author="Ada", revision="2")
    assert again.status_code == 303
    assert desk.annotator.get(f"/documents/{document['id']}").get_json()["title"] == "Mine"


@pytest.mark.parametrize("revision", ["", "x", "0", "-1", "9" * 30])
def test_a_form_without_the_revision_it_was_made_from_is_refused(desk: Desk, revision: str):
    document = desk.document(title="Old")
    page = change(desk.annotator, document, revision=revision)
    assert page.status_code == 422
    assert desk.annotator.get(f"/documents/{document['id']}").get_json()["title"] == "Old"


def test_with_verdicts_an_annotator_reads_why_and_a_reviewer_changes(desk: Desk):
    claim = desk.claim(title="Old")
    desk.published(claim)
    document = {"id": claim["document_id"]}
    page = desk.annotator.browser.get(f"/documents/{document['id']}/details")
    assert "only a reviewer may change what describes it" in words(page)
    assert re.search(r'<fieldset class="form" disabled>', page.text)
    assert "Save the details" not in page.text
    refused = change(desk.annotator, document, title="Mine")
    assert refused.status_code == 403
    assert value(refused, "title") == "Mine"
    assert "change on 1 published verdict" in words(
        desk.reviewer.browser.get(f"/documents/{document['id']}/details")
    )
    assert change(desk.reviewer, document, title="New").status_code == 303


def test_only_a_reviewer_turns_blindness_off(desk: Desk):
    document = desk.document(title="Old", blind=True)
    page = desk.annotator.browser.get(f"/documents/{document['id']}/details")
    assert '<fieldset class="choices" disabled>' in page.text
    assert change(desk.annotator, document, title="New", blind="").status_code == 403
    assert change(desk.reviewer, document, title="New", blind="").status_code == 303
    assert desk.annotator.get(f"/documents/{document['id']}").get_json()["blind"] is False


def test_the_address_of_another_document_is_refused_at_its_field(desk: Desk):
    desk.document("One.", url="https://example.org/a")
    document = desk.document("Two.", title="Old")
    page = change(desk.annotator, document, title="New", url="https://example.org/a")
    assert page.status_code == 409
    assert "Another document" in message(page, "url")
    assert value(page, "title") == "New"


def test_a_wrong_field_comes_back_beside_what_was_typed(desk: Desk):
    document = desk.document(title="Old")
    page = change(desk.annotator, document, title="New", url="ftp://example.org")
    assert page.status_code == 422
    assert message(page, "url")
    assert value(page, "title") == "New"


@pytest.mark.parametrize("path", ["details", "archive"])
def test_what_does_not_exist_is_not_found(desk: Desk, path: str):
    browser = desk.admin.browser
    answer = browser.get("/documents/9/details") if path == "details" else None
    assert answer is None or answer.status_code == 404
    assert browser.post(f"/documents/9/{path}", data={}).status_code == 404


# Versions


def test_the_versions_are_listed_with_who_made_them_and_what_split_them(desk: Desk):
    document = desk.document("It cost 9 million pounds.")
    path = f"/documents/{document['id']}"
    desk.reviewer.post(f"/documents/{document['id']}/versions", {"text": "It cost 8 million."})
    page = words(desk.annotator.browser.get(f"{path}/details"))
    assert re.search(r"Version 2, the newest .* by reviewer A pasted text or a file", page)
    assert re.search(r"Version 1 .* by annotator A pasted text or a file", page)
    assert SPLITTER in page


def test_many_versions_come_in_pages(desk: Desk):
    document = desk.document("It cost 0 million pounds.")
    for number in range(1, ON_A_PAGE + 2):
        desk.annotator.post(
            f"/documents/{document['id']}/versions", {"text": f"It cost {number} million pounds."}
        )
    first = desk.annotator.browser.get(f"/documents/{document['id']}/details")
    assert first.text.count('<th scope="row">') == ON_A_PAGE
    found = re.search(r'href="([^"]*cursor=[^"]*)" rel="next"', first.text)
    assert found
    second = desk.annotator.browser.get(found[1].replace("&amp;", "&"))
    assert second.text.count('<th scope="row">') == 2
    assert "Version 1 " in words(second)
    damaged = f"/documents/{document['id']}/details?cursor=x"
    assert desk.annotator.browser.get(damaged).status_code == 400


# Archiving


def test_an_administrator_is_told_what_archiving_causes_and_archives(desk: Desk):
    claim = desk.claim(title="Bridge")
    desk.published(claim)
    path = f"/documents/{claim['document_id']}"
    page = words(desk.admin.browser.get(f"{path}/details"))
    assert "1 published verdict is retracted at once" in page
    answer = desk.admin.browser.post(f"{path}/archive")
    assert (answer.status_code, answer.location) == (303, "/documents")
    assert desk.reviewer.browser.get(f"{path}/details").status_code == 404
    assert desk.reviewer.get(f"/claims/{claim['id']}/verdict").status_code == 410
    after = desk.admin.browser.get(f"{path}/details")
    assert "Only administrators find it." in words(after)
    assert "Archive it" not in after.text
    assert "archived" in words(desk.admin.browser.get("/documents"))


def test_nobody_else_is_offered_to_archive_or_may(desk: Desk):
    document = desk.document()
    path = f"/documents/{document['id']}"
    assert "Archive" not in desk.reviewer.browser.get(f"{path}/details").text
    assert desk.reviewer.browser.post(f"{path}/archive").status_code == 403
