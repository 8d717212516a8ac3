"""Forms that no page of ours sends are refused with a sentence."""

import re

import pytest

from tests.factories import Desk
from tests.workbench.reading import (
    AUTOSAVE,
    FRAGMENT,
    form,
    own_edits,
    words,
)
from tests.workbench.writing import (
    LEDGER,
    draft,
    only_edit,
)

URLENCODED = {"content_type": "application/x-www-form-urlencoded"}

HUGE = [
    [("citations.999999999999.url", LEDGER)],
    [("citations.0.0.0.url", LEDGER)],
    [("citations.0.url.0", LEDGER)],
    [("citations", LEDGER), ("citations.0.url", LEDGER)],
    [("citations.0", LEDGER), ("citations.0.url", LEDGER)],
    [(f"citations.{'9' * 5000}.url", LEDGER)],
    [("citations.².url", LEDGER), ("citations.-1.url", LEDGER), ("citations..url", LEDGER)],
    [(f"citations.{n}.url", f"{LEDGER}/{n}") for n in range(60)],
    [("tags", f"tag {n}") for n in range(1000)],
    [("tags", "x" * 25_000)],
    [("tags", "a\x00b")],
    [("tags.0", "x"), ("tags", "y")],
    [("rationale", "x" * 25_000)],
    [("rationale", "a\x00b")],
    [("rationale.x", "y"), ("rationale", "z")],
    [("rationale", "a"), ("rationale", "b")],
    [("claimant", "me")],
    [("claimant.name.x", "me")],
    [("claim_date", "9999-99-99")],
    [("claim_date", "2026-02-30")],
    [("rating", "x" * 25_000)],
    [("rating", "a\x00b")],
    [("remove", "tags."), ("remove", "tags")],
    [("remove", "x" * 10_000)],
    [("." * 5000, "x"), ("", "y"), ("...", "z")],
    [("citations.0.url", "https://" + "a" * 5000 + ".example/")],
    [("citations.0.url", "javascript:alert(1)")],
    [("citations.0.url", "https://example.org/\x00")],
]


@pytest.mark.parametrize("fields", HUGE, ids=[str(fields)[:60] for fields in HUGE])
@pytest.mark.parametrize("headers", [None, AUTOSAVE], ids=["page", "autosave"])
def test_no_form_breaks_it(fields, headers, desk: Desk):
    claim = desk.claim()
    begun = form(desk.annotator, claim)
    answer = begun.send(begun.action, fields, headers)
    assert answer.status_code in (200, 303, 400, 413, 422), words(answer)
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', answer.text))
    if answer.status_code == 422:
        assert own_edits(desk, desk.annotator) == []
        assert len(words(answer)) > 20
    sent = [*fields, ("revision", "1")]
    edit = draft(desk, desk.claim())
    for path in (f"/edits/{edit['id']}", f"/edits/{edit['id']}/submission"):
        assert begun.send(path, sent, headers).status_code < 500


@pytest.mark.parametrize(
    "body",
    [
        b"rationale=%ED%A0%80",
        b"rationale=%FF%FE",
        b"rationale=\xff\xfe",
        b"rationale=%00",
        b"rationale=%",
        b"&&&=&==",
        b"tags=%ED%B0%80&tags=%ED%A0%80",
        b"citations.%ED%A0%80.url=x",
        b"citations.0.url=https://%ED%A0%80.example/",
    ],
)
def test_no_bytes_break_it(body: bytes, desk: Desk):
    claim = desk.claim()
    path = f"/claims/{claim['id']}/edits"
    for headers in (None, FRAGMENT, AUTOSAVE):
        answer = desk.annotator.browser.post(path, data=body, headers=headers, **URLENCODED)
        assert answer.status_code < 500


@pytest.mark.parametrize("revision", ["", "x", "-1", "1.0", "²", "9" * 19, "9" * 5000, None])
@pytest.mark.parametrize("path", ["", "/submission", "/rebase"])
def test_a_form_that_does_not_say_what_was_on_screen_is_refused(revision, path, desk: Desk):
    edit = draft(desk)
    fields = {"rationale": "Mine."} | ({"revision": revision} if revision is not None else {})
    answer = desk.annotator.browser.post(f"/edits/{edit['id']}{path}", data=fields)
    assert answer.status_code == 400
    assert "The form does not say which draft was on screen." in words(answer)
    assert only_edit(desk)["revision"] == edit["revision"]
