"""A new text for a document: looked at claim by claim, then saved, and only what was looked at."""

import html
import io
import re

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from service.documents.previewing import MOST_SHOWN
from service.models import Version
from tests.documents.browsing import FRAGMENT, message, pasted, value, words
from tests.documents.pages import page_of
from tests.factories import Desk, Person
from tests.fetching.hostile import response

OLD = """The bridge

It cost 9 million pounds in all. It opened to traffic last spring. Nobody was hurt.

The mayor cut a ribbon of silk."""
NEW = """The bridge

It cost 8 million pounds in all. Nobody was hurt. It opened to traffic last spring.

Ferries stopped the week after."""


def path_of(document: dict) -> str:
    """The address of the page."""
    return f"/documents/{document['id']}/update"


def look(person: Person, document: dict, text: str = NEW, **fields: object) -> TestResponse:
    """Ask what a text would change, without a script."""
    return send(person, path_of(document) + "/preview", text, **fields)


def save(person: Person, document: dict, looked_at: TestResponse, **fields: object) -> TestResponse:
    """Press the button of a preview, with what its page holds."""
    names = ("opened", "version", "hash", "again")
    held = {name: found for name in names if (found := value(looked_at, name)) is not None}
    found = re.search(r'id="save"[^>]* name="way" value="([^"]*)"', looked_at.text)
    assert found, words(looked_at)
    data = {"text": pasted(looked_at), **held, "way": found[1], **fields}
    return send(person, path_of(document), **data)


def send(person: Person, path: str, text: str = "", **fields: object) -> TestResponse:
    """Send the form."""
    headers = fields.pop("headers", None)
    data = {"text": text, "opened": "1", **fields}
    answer = person.browser.post(
        path, data=data, content_type="multipart/form-data", headers=headers
    )
    answer.request.environ["wsgi.input"].close()  # a file where it is large, which is left open
    return answer


def file(raw: bytes, name: str) -> dict[str, object]:
    """A form with a file in it."""
    return {"file": (io.BytesIO(raw), name)}


def section(page: TestResponse, state: str) -> str:
    """What stands below one of the headings of a preview."""
    found = re.search(rf'<section[^>]*"fates-{state}">(.*?)</section>', page.text, re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


def numbers(session) -> list[int]:
    """The versions there are."""
    return list(session.scalars(sa.select(Version.number).order_by(Version.number)))


# The form


def test_it_begins_with_the_newest_text_and_says_where_that_is_from(desk: Desk):
    document = desk.document(OLD, title="Bridge")
    page = desk.annotator.browser.get(path_of(document))
    assert page.status_code == 200
    assert pasted(page) == OLD
    assert "The newest is version 1, made" in words(page)
    assert "by annotator" in words(page)
    assert "Fetch it again" not in page.text
    assert 'id="save"' not in page.text


def test_an_article_with_an_address_may_be_fetched_again(desk: Desk):
    document = desk.document(OLD, url="https://example.org/bridge")
    page = words(desk.annotator.browser.get(path_of(document)))
    assert "Fetch it again From https://example.org/bridge" in page


def test_the_workbench_and_the_details_lead_there(desk: Desk):
    document = desk.document(OLD)
    for path in (f"/documents/{document['id']}", f"/documents/{document['id']}/details"):
        assert f'href="{path_of(document)}">Update text' in desk.annotator.browser.get(path).text


def test_a_document_that_is_not_there_has_no_such_page(desk: Desk):
    browser = desk.annotator.browser
    assert browser.get("/documents/9/update").status_code == 404
    assert browser.post("/documents/9/update").status_code == 404
    assert browser.post("/documents/9/update/preview").status_code == 404
    assert desk.add("reader").browser.get("/documents/9/update").status_code == 403


# The preview


def test_what_becomes_of_each_claim_is_shown_and_nothing_is_saved(desk: Desk, session):
    document = desk.document(OLD)
    page = look(desk.annotator, document)
    assert page.status_code == 200
    assert "2 unchanged, 1 moved, 1 changed, 1 no longer found, 1 new." in words(page)
    changed = section(page, "changed")
    assert "Takes the new wording." in changed
    assert "<del>9 </del>million pounds" in page.text
    assert "<ins>8 </ins>million pounds" in page.text
    assert "The mayor cut a ribbon of silk." in section(page, "orphaned")
    assert "Ferries stopped the week after." in section(page, "new")
    assert section(page, "moved")
    assert numbers(session) == [1]


def test_what_matters_most_comes_first_and_what_stays_is_folded(desk: Desk):
    page = look(desk.annotator, desk.document(OLD))
    order = re.findall(r'<h3 id="fates-(\w+)"', page.text)
    assert order == ["changed", "orphaned", "new", "moved"]
    folded = page.text.partition("<details")[2]
    assert "Unchanged, 2" in html.unescape(re.sub(r"<[^>]+>", "", folded))


@pytest.mark.parametrize(
    ("work", "tells"),
    [
        pytest.param("published", "a verdict stands on it, and needs a recheck", id="a verdict"),
        pytest.param("draft", "an edit of it is open", id="an open edit"),
    ],
)
def test_a_claim_that_somebody_works_on_keeps_its_wording(desk: Desk, work: str, tells: str):
    document = desk.document(OLD)
    getattr(desk, work)(desk.claims(document)[1])
    assert f"Keeps its wording, because {tells}." in section(
        look(desk.annotator, document), "changed"
    )


def test_the_verdict_of_a_blind_document_is_not_given_away(desk: Desk):
    document = desk.document(OLD, blind=True)
    desk.published(desk.claims(document)[1])
    other = look(desk.add("annotator"), document)
    assert "unless work that you do not see yet rests on the old one" in section(other, "changed")
    assert "verdict stands" in section(look(desk.reviewer, document), "changed")


def test_the_same_text_changes_nothing_and_has_no_button(desk: Desk):
    page = look(desk.annotator, desk.document(OLD), OLD.replace("\n", "\r\n"))
    assert "Nothing would change. This is the text of version 1, to the letter." in words(page)
    assert 'id="save"' not in page.text


def test_lines_that_end_as_those_of_the_version_do_are_no_change(desk: Desk):
    document = desk.document(OLD.replace("\n", "\r\n").replace("silk", "silk\r\nand gold"))
    form = desk.annotator.browser.get(path_of(document))
    page = look(desk.annotator, document, pasted(form).replace("9 million", "8 million"))
    assert "4 unchanged, 1 changed." in words(page)


def test_a_change_between_the_claims_alone_is_said_to_be_one(desk: Desk):
    page = look(
        desk.annotator, desk.document("A\n\n# Cost\n\nIt is so."), "A\n\n# Costs\n\nIt is so."
    )
    assert "2 unchanged. Only what is between the claims differs" in words(page)


def test_a_script_gets_the_preview_alone(desk: Desk):
    part = look(desk.annotator, desk.document(OLD), headers=FRAGMENT)
    assert "<html" not in part.text
    assert 'id="save"' in part.text


def test_a_long_difference_is_cut_with_a_count(desk: Desk):
    many = " ".join(f"Sentence {number} says nothing else." for number in range(MOST_SHOWN + 30))
    page = look(desk.annotator, desk.document("One thing is so."), f"One thing is so.\n\n{many}")
    assert f"The first {MOST_SHOWN} are shown; 30 more follow." in section(page, "new")
    assert page.text.count("New claim") == MOST_SHOWN


def test_the_words_are_in_the_direction_of_the_language(desk: Desk):
    document = desk.document("كلف الجسر تسعة ملايين جنيه. لم يصب أحد بأذى.", language="ar")
    page = look(desk.annotator, document, "كلف الجسر ثمانية ملايين جنيه. لم يصب أحد بأذى.")
    assert '<p lang="ar" dir="rtl">' in page.text


def test_hostile_words_stay_words(desk: Desk):
    document = desk.document("A <b>bold</b> word is here.")
    page = look(desk.annotator, document, "A <b>bold</b> <script>alert(1)</script> word is here.")
    assert "<script>alert" not in page.text
    assert "<b>" not in page.text


@pytest.mark.parametrize(
    ("text", "upload", "field", "says"),
    [
        pytest.param(text, upload, field, says, id=sentence)
        for sentence, text, upload, field, says in [
            ("an empty box", " ", None, "text", "The text is empty."),
            ("a NUL", "One.\x00", None, "text", "NUL"),
            ("no sentence", "# Cost", None, "text", "no sentence"),
            ("another kind of file", OLD, (b"GIF89a", "a.gif"), "file", "Only files that"),
            ("an empty file", OLD, (b"", "a.txt"), "file", "empty"),
            ("a file and a changed text", "Two.", (b"One.", "a.txt"), "file", "was changed too"),
        ]
    ],
)
@pytest.mark.parametrize("act", ["", "/preview"])
def test_what_cannot_be_read_is_refused_at_its_field(
    desk: Desk, session, act: str, text: str, upload, field: str, says: str
):
    document = desk.document(OLD)

    def answer(**more):
        fields = {"text": text, **more} | (file(*upload) if upload else {})
        return send(desk.annotator, path_of(document) + act, **fields)

    page = answer()
    assert page.status_code == 422
    assert says in message(page, field)
    assert pasted(page) == text
    assert says in words(answer(headers=FRAGMENT))
    assert numbers(session) == [1]


def test_more_than_a_form_may_hold_says_what_to_do(desk: Desk):
    document = desk.document(OLD)
    for act in ("", "/preview"):
        page = send(desk.annotator, path_of(document) + act, "x" * (14 << 20))
        assert page.status_code == 413
        assert "Go back to what you typed" in message(page, "file")


# Saving


def test_what_was_looked_at_is_saved_and_the_next_page_counts(desk: Desk):
    document = desk.document(OLD)
    answer = save(desk.annotator, document, look(desk.annotator, document))
    assert (answer.status_code, answer.location) == (303, f"/documents/{document['id']}")
    assert (
        "Version 2 is saved: 2 unchanged, 1 moved, 1 changed, 1 no longer found, 1 new."
        in words(desk.annotator.browser.get(answer.location))
    )
    version = desk.annotator.get(f"/documents/{document['id']}/versions/2").get_json()
    assert version["text"] == NEW


def test_another_text_than_the_one_looked_at_is_shown_and_not_saved(desk: Desk, session):
    document = desk.document(OLD)
    looked_at = look(desk.annotator, document)
    page = save(desk.annotator, document, looked_at, text="Something else is so.")
    assert page.status_code == 409
    assert "What would be saved now is not what you looked at" in words(page)
    assert "Something else is so." in section(page, "new")
    assert numbers(session) == [1]
    assert save(desk.annotator, document, page).status_code == 303
    assert desk.claims(document)[0]["text"] == "Something else is so."


def test_nothing_is_saved_that_was_not_looked_at(desk: Desk, session):
    document = desk.document(OLD)
    for fields in ({}, {"version": "1"}, {"version": "1", "hash": "é" * 100}):
        page = send(desk.annotator, path_of(document), NEW, **fields)
        assert page.status_code == 409
    assert numbers(session) == [1]


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 40])
def test_a_version_that_never_was_is_not_the_newest(desk: Desk, session, version: str):
    document = desk.document(OLD)
    page = save(desk.annotator, document, look(desk.annotator, document), version=version)
    assert page.status_code == 409
    assert numbers(session) == [1]


def test_a_version_in_between_is_looked_at_before_one_saves_over_it(desk: Desk, session):
    document = desk.document(OLD)
    mine = look(desk.annotator, document)
    theirs = look(desk.reviewer, document, OLD.replace("spring", "summer"))
    assert save(desk.reviewer, document, theirs).status_code == 303
    page = save(desk.annotator, document, mine)
    assert page.status_code == 409
    assert "<del>summer</del>" in page.text
    assert pasted(page) == NEW
    assert value(page, "version") == "2"
    assert numbers(session) == [1, 2]
    assert save(desk.annotator, document, page).status_code == 303


def test_a_preview_of_a_text_that_began_from_an_older_version_says_so(desk: Desk):
    document = desk.document(OLD)
    save(desk.reviewer, document, look(desk.reviewer, document, OLD.replace("spring", "summer")))
    page = look(desk.annotator, document, opened="1")
    assert "Somebody saved version 2 after you opened this page." in words(page)
    assert "Somebody saved" not in look(desk.annotator, document, opened="2").text


def test_the_text_of_another_document_says_which(desk: Desk, session):
    other = desk.document(NEW)
    document = desk.document(OLD)
    page = save(desk.annotator, document, look(desk.annotator, document))
    assert page.status_code == 409
    assert f"Document {other['id']} has this text already" in words(page)
    assert pasted(page) == NEW


def test_the_same_text_saved_again_changes_nothing(desk: Desk, session):
    document = desk.document(OLD)
    looked_at = look(desk.annotator, document)
    assert "version_added" in save(desk.annotator, document, looked_at).headers["Set-Cookie"]
    assert "version_known" in save(desk.annotator, document, looked_at).headers["Set-Cookie"]
    assert numbers(session) == [1, 2]


# From a file, and from the address


def test_a_text_file_fills_the_box_and_is_saved_from_there(desk: Desk):
    document = desk.document(OLD)
    page = look(desk.annotator, document, OLD, **file(NEW.encode(), "bridge.txt"))
    assert "1 changed" in words(page)
    assert pasted(page) == NEW
    assert "The text of bridge.txt is in the box now" in words(page)
    assert save(desk.annotator, document, page).status_code == 303


def test_a_page_in_a_file_is_chosen_again_to_be_saved(desk: Desk, session):
    document = desk.document(OLD)
    raw = page_of("The bridge", NEW).encode()
    page = look(desk.annotator, document, OLD, **file(raw, "bridge.html"))
    assert "1 changed" in words(page)
    assert "Choose bridge.html once more above before you save" in words(page)
    assert pasted(page) == OLD
    forgotten = save(desk.annotator, document, page)
    assert forgotten.status_code == 422
    assert "Choose bridge.html again" in message(forgotten, "file")
    assert numbers(session) == [1]
    assert save(desk.annotator, document, page, **file(raw, "bridge.html")).status_code == 303


def test_another_file_than_the_one_looked_at_is_shown_and_not_saved(desk: Desk, session):
    document = desk.document(OLD)
    page = look(desk.annotator, document, OLD, **file(page_of("A", NEW).encode(), "a.html"))
    other = file(page_of("B", NEW.replace("8", "7")).encode(), "b.html")
    answer = save(desk.annotator, document, page, **other)
    assert answer.status_code == 409
    assert "<ins>7 </ins>" in answer.text
    assert numbers(session) == [1]


@pytest.fixture
def fetched(desk: Desk, elsewhere) -> dict:
    """A document that was fetched from a page."""
    elsewhere.pages["/bridge"] = response(200, page_of("The bridge", OLD).encode(), "text/html")
    answer = desk.annotator.post("/documents", {"url": f"{elsewhere.url}/bridge"})
    assert answer.status_code == 201, answer.text
    return answer.get_json()


def test_a_page_that_changed_is_fetched_looked_at_and_saved(desk: Desk, elsewhere, fetched):
    elsewhere.pages["/bridge"] = response(200, page_of("The bridge", NEW).encode(), "text/html")
    page = look(desk.annotator, fetched, OLD, way="fetch")
    assert "2 unchanged, 1 moved, 1 changed, 1 no longer found, 1 new." in words(page)
    assert "From what was fetched." in words(page)
    assert save(desk.annotator, fetched, page).status_code == 303
    details = words(desk.annotator.browser.get(f"/documents/{fetched['id']}/details"))
    assert details.count(f"from {elsewhere.url}/bridge") == 2


def test_a_page_that_changed_since_it_was_looked_at_is_shown_anew(
    desk: Desk, session, elsewhere, fetched
):
    elsewhere.pages["/bridge"] = response(200, page_of("The bridge", NEW).encode(), "text/html")
    page = look(desk.annotator, fetched, OLD, way="fetch")
    later = page_of("The bridge", NEW.replace("8 million", "7 million")).encode()
    elsewhere.pages["/bridge"] = response(200, later, "text/html")
    answer = save(desk.annotator, fetched, page)
    assert answer.status_code == 409
    assert "the page, the file or the text changed since" in words(answer)
    assert "<ins>7 </ins>" in answer.text
    assert numbers(session) == [1]


def test_a_page_that_cannot_be_fetched_says_why_beside_the_button(desk: Desk, elsewhere, fetched):
    elsewhere.pages.clear()
    page = look(desk.annotator, fetched, "What I typed.", way="fetch")
    assert page.status_code == 422
    assert "404" in message(page, "url")
    assert pasted(page) == "What I typed."


def test_what_has_no_address_cannot_be_fetched(desk: Desk):
    page = look(desk.annotator, desk.document(OLD), OLD, way="fetch")
    assert page.status_code == 422


# What was fetched


def test_what_was_fetched_is_downloaded_and_never_shown(desk: Desk, elsewhere, fetched):
    path = f"/documents/{fetched['id']}/versions/1/snapshot"
    assert (
        f'href="{path}"' in desk.annotator.browser.get(f"/documents/{fetched['id']}/details").text
    )
    answer = desk.annotator.browser.get(path)
    assert answer.data == page_of("The bridge", OLD).encode()
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="document-{fetched["id"]}-version-1.html"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_only_the_desk_downloads_it_and_only_where_something_was_fetched(desk: Desk, fetched):
    path = f"/documents/{fetched['id']}/versions/1/snapshot"
    assert desk.stranger.browser.get(path).status_code == 303
    assert desk.add("reader").browser.get(path).status_code == 403
    pasted_one = f"/documents/{desk.document(OLD)['id']}/versions/1/snapshot"
    for missing in (pasted_one, path.replace("/1/s", "/9/s"), "/documents/99/versions/1/snapshot"):
        assert desk.annotator.browser.get(missing).status_code == 404
