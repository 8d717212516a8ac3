"""From a proposal to a verdict and back."""

from tests.factories import Desk


def test_an_approved_edit_is_the_verdict(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    verdict = desk.stranger.get(f"/claims/{claim['id']}/verdict")
    assert verdict.status_code == 200
    assert verdict.json["rating"] == {"code": "mostly_true", "label": "Mostly true", "value": 4}
    assert verdict.json["text"] == claim["text"]


def test_a_retracted_verdict_is_gone_with_its_reason(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    on_screen = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    answer = desk.reviewer.post(
        f"/claims/{claim['id']}/retraction",
        {"reason": "The ledger was forged."},
        if_match=on_screen,
    )
    assert (answer.status_code, answer.json["status"]) == (201, "retracted")
    gone = desk.stranger.get(f"/claims/{claim['id']}/verdict")
    assert (gone.status_code, gone.json["code"]) == (410, "retracted")
    assert gone.json["reason"] == "The ledger was forged."
