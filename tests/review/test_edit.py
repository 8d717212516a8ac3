"""The page of one edit: what it would change, on what evidence, and beside what."""

import re

import pytest

from tests.factories import CITATION, PROPOSAL, Desk, Person
from tests.review.reading import words

BUTTONS = ("/approval", "/rejection", "/change-request")


def shown(person: Person, edit, **options):
    """The page of an edit, which has to be there."""
    answer = person.browser.get(f"/edits/{number_of(edit)}", query_string=options)
    assert answer.status_code == 200, answer.text
    return answer


def number_of(edit) -> int:
    """The id of an edit."""
    return (edit if isinstance(edit, dict) else edit.get_json())["id"]


def test_the_sentence_stands_in_its_context_and_leads_to_the_workbench(desk: Desk):
    document = desk.document("It began in May. It cost 9 million. It opened late. The end.")
    claim = desk.claims(document)[1]
    answer = shown(desk.reviewer, desk.submitted(claim))
    assert words(answer, "h1") == "It began in May. It cost 9 million. It opened late."
    assert f'href="/documents/{document["id"]}/claims/{claim["id"]}"' in answer.text
    assert "Claim 2 of 4" in words(answer)


def test_selected_words_stand_in_the_rest_of_their_sentence(desk: Desk):
    document = desk.document("It began. The bridge cost 9 million and is red. The end.")
    made = desk.annotator.post(
        f"/documents/{document['id']}/claims", {"version": 1, "start": 10, "end": 35}
    )
    assert made.status_code == 201, made.text
    answer = shown(desk.reviewer, desk.submitted(made.get_json()))
    assert words(answer, "h1") == "The bridge cost 9 million and is red."
    assert "<strong>The bridge cost 9 million</strong>" in answer.text


def test_each_field_that_differs_shows_what_is_published_and_what_is_proposed(desk: Desk):
    claim = desk.claim()
    desk.published(claim, rating="mixed", rationale="The ledger says eight.", tags=["cost", "old"])
    edit = desk.submitted(
        claim,
        rating="true",
        rationale="The ledger says nine.",
        tags=["cost", "new"],
        citations=[CITATION, {"url": "https://example.net/n", "stance": "context", "title": "N"}],
    )
    answer = shown(desk.reviewer, edit)
    page = words(answer)
    assert "Rating Published Mixed Proposed True" in page
    assert "The ledger says <del>eight</del>." in answer.text
    assert "The ledger says <ins>nine</ins>." in answer.text
    assert '<del class="tag" dir="auto">old</del>' in answer.text
    assert '<ins class="tag" dir="auto">new</ins>' in answer.text
    assert '<span class="tag" dir="auto">cost</span>' in answer.text
    assert "2 sources, 1 added N context" in page
    assert "Unchanged Claimant, claim date" in page


def test_where_nothing_is_published_only_the_proposal_is_shown(desk: Desk):
    edit = desk.submitted(desk.claim(), rationale="It says **8.9**.", claimant={"name": "A. B."})
    answer = shown(desk.reviewer, edit)
    page = words(answer)
    assert "Rating Mostly true Rationale It says 8.9" in page
    assert "Claimant A. B." in page
    assert "Left open Claim date" in page
    assert "<strong>8.9</strong>" in answer.text
    assert "<ins" not in answer.text


def test_the_sources_stand_by_stance_and_open_elsewhere(desk: Desk):
    citations = [
        CITATION,
        {"url": "https://example.net/no", "stance": "refutes", "quote": "It was ten."},
    ]
    answer = shown(desk.reviewer, desk.submitted(desk.claim(), citations=citations))
    page = words(answer)
    assert "Supports, 1" in page
    assert "Refutes, 1" in page
    assert "Context, 0" in page
    assert "It was ten." in page
    for link in re.findall(r'<a [^>]*href="https?:[^>]*>', answer.text):
        assert 'target="_blank"' in link
        assert 'rel="noopener nofollow ugc"' in link


@pytest.fixture
def rivals(desk: Desk):
    """Two open edits of one claim."""
    claim = desk.claim()
    ada = desk.add("annotator", name="Ada")
    rationale = "It was ten. " * 30
    return desk.submitted(claim), desk.submitted(claim, ada, rating="false", rationale=rationale)


def test_rivals_stand_beside_it(desk: Desk, rivals):
    edit, rival = rivals
    page = words(shown(desk.reviewer, edit), "aside")
    assert "Rivals, 1 False Ada, waiting 0 min It was ten." in page
    assert page.count("It was ten.") < 20
    assert f"beside={number_of(rival)}#beside" in shown(desk.reviewer, edit).text


def test_a_rival_can_be_read_side_by_side(desk: Desk, rivals):
    edit, rival = rivals
    page = words(shown(desk.reviewer, edit, beside=number_of(rival)))
    assert "Side by side" in page
    assert "This edit, by annotator Mostly true The ledger says 8.9." in page
    assert "Ada Open False It was ten." in page


def test_only_a_rival_can_be_read_side_by_side(desk: Desk, rivals):
    edit, _rival = rivals
    elsewhere = number_of(desk.submitted(desk.claim()))
    for other, status in (
        (elsewhere, 404),
        (number_of(edit), 404),
        (10**6, 404),
        ("9" * 30, 422),
        ("x", 422),
    ):
        path = f"/edits/{number_of(edit)}?beside={other}"
        assert desk.reviewer.browser.get(path).status_code == status


def test_looking_is_shown_to_others_and_forbids_nothing(desk: Desk):
    edit = desk.submitted(desk.claim())
    path = f"/edits/{number_of(edit)}/lease"
    assert "Who is looking Nobody." in words(shown(desk.reviewer, edit))
    answer = desk.reviewer.browser.post(path)
    assert (answer.status_code, answer.location) == (303, f"/edits/{number_of(edit)}")
    assert "You, 20 min left." in words(shown(desk.reviewer, edit))
    assert "reviewer is looking, 20 min left. You may decide all" in words(shown(desk.admin, edit))
    script = {"HX-Request": "true"}
    assert "reviewer" in desk.admin.browser.post(path, headers=script).text
    assert "You, 20 min left." in desk.reviewer.browser.post(path, headers=script).text


def test_reading_a_page_takes_no_lease(desk: Desk):
    edit = desk.submitted(desk.claim())
    shown(desk.reviewer, edit)
    assert desk.reviewer.get(f"/edits/{number_of(edit)}").get_json()["lease"] is None


def test_whoever_looks_at_what_was_decided_meanwhile_is_told(desk: Desk):
    edit = desk.submitted(desk.claim())
    desk.annotator.post(f"/edits/{number_of(edit)}/withdrawal")
    path = f"/edits/{number_of(edit)}/lease"
    answer = desk.reviewer.browser.post(path, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "withdrawn" in answer.text


def test_ones_own_edit_says_why_one_cannot_approve_it(desk: Desk):
    answer = shown(desk.reviewer, desk.submitted(desk.claim(), desk.reviewer))
    assert "This is your own edit. Somebody else has to decide it" in words(answer)
    assert not any(button in answer.text for button in BUTTONS)


def test_an_annotator_reads_it_without_buttons(desk: Desk):
    answer = shown(desk.add("annotator"), desk.submitted(desk.claim()))
    assert "Mostly true" in words(answer)
    assert not any(button in answer.text for button in (*BUTTONS, "/lease"))


def test_a_stale_edit_says_what_happened_and_offers_no_approval(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim, desk.add("annotator"), rating="true")
    desk.published(claim, rating="mixed", rationale="Half of it.")
    answer = shown(desk.reviewer, edit)
    page = words(answer)
    assert "Stale. The claim has changed since this edit began" in page
    assert "What happened meanwhile Rating Mixed Rationale Half of it." in page
    assert "/approval" not in answer.text
    assert "/rejection" in answer.text
    assert "/change-request" in answer.text


DECISIONS = {"approved": "approval", "rejected": "rejection", "changes_requested": "change-request"}


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("approved", "Approved by reviewer"),
        ("rejected", "Rejected by reviewer"),
        ("changes_requested", "Changes requested by reviewer"),
        ("withdrawn", "Withdrawn"),
        ("draft", "A draft. Only you and administrators see it."),
    ],
)
def test_an_edit_can_be_read_in_every_state(state: str, sentence: str, desk: Desk):
    claim = desk.claim()
    edit = desk.draft(claim, **PROPOSAL) if state == "draft" else desk.submitted(claim)
    if state in DECISIONS:
        body = {"comment": "Because."}
        path = f"/edits/{number_of(edit)}/{DECISIONS[state]}"
        answer = desk.reviewer.post(path, body, if_match=edit.headers["ETag"])
        assert answer.status_code == 201
    elif state == "withdrawn":
        desk.annotator.post(f"/edits/{number_of(edit)}/withdrawal")
    answer = shown(desk.annotator, edit)
    assert sentence in words(answer)
    assert "The ledger says 8.9." in words(answer)
    if state in DECISIONS:
        assert "Because." in words(answer)
    for person in (desk.annotator, desk.admin):
        assert not any(button in shown(person, edit).text for button in BUTTONS)


def test_what_an_approved_edit_changed_is_still_told(desk: Desk):
    claim = desk.claim()
    desk.published(claim, rating="mixed")
    edit = desk.published(claim, rating="true", rationale="Now we know.")
    page = words(shown(desk.annotator, edit))
    assert "Rating Before Mixed Proposed True" in page


@pytest.mark.parametrize("who", ["reviewer", "annotator"])
def test_what_one_may_not_see_is_not_there(who: str, desk: Desk):
    author = desk.add("annotator")
    draft = desk.draft(desk.claim(), author, rating="true")
    assert getattr(desk, who).browser.get(f"/edits/{number_of(draft)}").status_code == 404


def test_a_blind_document_keeps_others_edits_from_an_annotator(desk: Desk):
    edit = desk.submitted(desk.claim(blind=True), desk.add("annotator"))
    assert desk.annotator.browser.get(f"/edits/{number_of(edit)}").status_code == 404
    shown(desk.reviewer, edit)


@pytest.mark.parametrize(
    ("published", "proposed", "visibility", "sentence"),
    [
        (None, "true", "desk", "publishes True at once as the first verdict on this claim, for r"),
        (None, "true", "public", "for everyone to read."),
        ("mixed", "true", "desk", "publishes True at once in place of Mixed, for readers of th"),
        ("true", "true", "desk", "publishes True at once, as it stands, with what else changes"),
        (None, None, "desk", "publishes the tags at once. The claim still has no verdict."),
    ],
)
def test_what_approving_causes_stands_beside_the_buttons(
    published, proposed, visibility, sentence, desk: Desk
):
    claim = desk.claim(visibility=visibility)
    if published:
        desk.published(claim, rating=published)
    if proposed:
        edit = desk.submitted(claim, rating=proposed, rationale="Another one.")
    else:
        edit = desk.draft(claim, tags=["cost"], submit=True)
    assert sentence in words(shown(desk.reviewer, edit))


def test_rivals_that_would_become_stale_are_named(desk: Desk, rivals):
    edit, _rival = rivals
    assert "The edit of Ada becomes stale." in words(shown(desk.reviewer, edit))


def test_the_next_and_the_previous_edit_are_not_ones_own(desk: Desk):
    first, _own, third = (
        desk.submitted(desk.claim(), author)
        for author in (desk.annotator, desk.reviewer, desk.annotator)
    )
    answer = shown(desk.reviewer, first)
    assert f'href="/edits/{number_of(third)}" rel="next"' in answer.text
    assert 'rel="prev"' not in answer.text
    assert "1 of 3" in words(answer)
    assert f'href="/edits/{number_of(first)}" rel="prev"' in shown(desk.reviewer, third).text


def test_many_comments_are_read_page_by_page(desk: Desk):
    edit = desk.submitted(desk.claim())
    for number in range(101):
        path = f"/edits/{number_of(edit)}/comments"
        assert desk.annotator.post(path, {"text": f"Number {number}."}).status_code == 201
    answer = shown(desk.reviewer, edit)
    assert "Number 99." in answer.text
    assert "Number 100." not in answer.text
    after = re.search(r"comments_after=(\d+)#comments", answer.text)[1]
    assert "Number 100." in shown(desk.reviewer, edit, comments_after=after).text


def test_what_people_typed_stays_text(desk: Desk):
    hostile = "<script>alert(1)</script>"
    claim = desk.claim(f"{hostile} costs 9 million.", title=hostile)
    edit = desk.submitted(
        claim,
        rationale=f"{hostile} [x](javascript:alert(2)) ![i](https://example.org/i.png)",
        tags=[hostile],
        claimant={"name": hostile},
        citations=[CITATION | {"title": hostile, "quote": hostile, "locator": hostile}],
    )
    rival = desk.submitted(claim, desk.add("annotator"), rationale=hostile)
    desk.annotator.post(f"/edits/{number_of(edit)}/comments", {"text": hostile})
    answer = shown(desk.reviewer, edit, beside=number_of(rival))
    assert "<script>alert" not in answer.text
    assert not re.search(r'(href|src)="javascript:', answer.text)
    assert "<img" not in answer.text
    assert "style=" not in answer.text


def test_an_edit_of_the_greatest_size_is_shown(desk: Desk):
    citations = [CITATION | {"url": f"https://example.org/{n}"} for n in range(50)]
    edit = desk.submitted(desk.claim(), rationale="Word. " * 3333, citations=citations)
    answer = shown(desk.reviewer, edit)
    assert "Supports, 50" in words(answer)
    assert "citations.49.url" in answer.text
    assert "citations.50.url" not in answer.text


def test_the_number_of_queries_does_not_grow_with_what_stands_beside(desk: Desk, count_queries):
    claim = desk.claim()
    desk.published(claim)
    edit = desk.submitted(claim, rating="true")

    def add(number: int) -> None:
        author = desk.add("annotator")
        desk.submitted(claim, author, rating="false", tags=[f"tag {number}"])
        path = f"/edits/{number_of(edit)}/comments"
        assert author.post(path, {"text": "So."}).status_code == 201

    def read() -> int:
        with count_queries() as sent:
            shown(desk.reviewer, edit)
        return len(sent)

    add(0)
    read()
    one = read()
    for number in range(1, 5):
        add(number)
    assert read() == one
    assert one <= 24
