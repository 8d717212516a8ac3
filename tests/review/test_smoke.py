def test_smoke(desk):
    claim = desk.claim("First here. It cost 9 million. After it.")
    r = desk.submitted(claim)
    id = r.json["id"]
    for p in (f"/review", f"/edits/{id}"):
        a = desk.reviewer.browser.get(p)
        assert a.status_code == 200, a.text
    a = desk.reviewer.browser.post(f"/edits/{id}/rejection", data={"revision": 1})
    assert a.status_code == 422, a.text
    a = desk.reviewer.browser.post(f"/edits/{id}/approval", data={"revision": r.json["revision"], "rationale": "x", "tags":"a, b", "citations.0.url": "javascript:x", "citations.0.stance":"supports"})
    assert a.status_code == 422, a.text
    a = desk.reviewer.browser.post(f"/edits/{id}/approval", data={"revision": r.json["revision"]})
    assert a.status_code == 303, a.text
