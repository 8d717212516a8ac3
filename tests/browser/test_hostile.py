"""What people type is shown as they typed it, whatever it is, and never runs."""

import pytest
from playwright.sync_api import expect

HOSTILE = [
    "<script>hacked('script')</script>",
    "<img src=x onerror=hacked('image')>",
    "</textarea></title></style><svg onload=hacked('svg')>",
    "'\"><b style=color:red onclick=hacked('click')>bold</b>",
    "javascript:hacked('link')",
    "{{ 7 * 7 }} ${7 * 7} &lt;i&gt; &amp;nbsp; \\u003cscript\\u003e",
    "\u202etfel ot thgir\u202c \u2066isolated",
    "Z\u0351\u036b\u0343a\u0321\u034alg\u0489o \ufffd \U0001f469\u200d\U0001f680 \u200f",
]
MARKDOWN = """[press](javascript:hacked('markdown')) <https://example.org/"onmouseover="hacked(1)>

![x](x" onerror="hacked('image'))

<iframe srcdoc="<script>parent.hacked('frame')</script>"></iframe>
"""
NOTHING_RAN = (
    "() => window.ran === undefined && !document.querySelector('main script, main [onerror]')"
)


@pytest.fixture
def scene(desk):
    """A document, verdict and waiting edit in which every field is hostile."""
    said = " ".join(HOSTILE)
    document = desk.document(
        "\n\n".join(f"{words} It cost {place} million." for place, words in enumerate(HOSTILE, 1)),
        title=said,
        author=HOSTILE[0],
        publisher=HOSTILE[2],
        url='https://example.org/"><script>hacked(1)</script>',
        visibility="public",
    )
    claims = desk.claims(document)
    content = {
        "rationale": f"{said}\n\n{MARKDOWN}",
        "tags": [words[:80] for words in HOSTILE],
        "claimant": {"name": said[:300], "same_as": "https://example.org/'onclick='hacked(1)"},
        "citations": [
            {
                "url": f"https://example.org/{place}?<script>hacked({place})</script>",
                "title": words,
                "stance": "refutes",
                "quote": words,
                "locator": words[:200],
            }
            for place, words in enumerate(HOSTILE)
        ],
    }
    first = claims[0]
    desk.published(first, **content)
    edit = desk.submitted(first, **content | {"rating": "false", "rationale": MARKDOWN + said})
    desk.draft(claims[1], **content)
    for path in (f"/claims/{first['id']}", f"/edits/{edit.get_json()['id']}"):
        assert desk.reviewer.post(f"{path}/comments", {"text": said}).status_code == 201
    return {"document": document["id"], "claim": first["id"], "draft": claims[1]["id"]} | {
        "edit": edit.get_json()["id"]
    }


PAGES = (
    ("annotator", "/documents"),
    ("annotator", "/documents/{document}/claims/{claim}"),
    ("annotator", "/documents/{document}/claims/{draft}"),
    ("annotator", "/documents/{document}/details"),
    ("annotator", "/documents/{document}/history"),
    ("annotator", "/edits"),
    ("reviewer", "/review"),
    ("reviewer", "/edits/{edit}"),
    ("reviewer", "/claims/{claim}/history"),
    ("admin", "/administration/events"),
    ("stranger", "/claims/{claim}"),
    ("stranger", "/articles/{document}"),
)


def test_nothing_that_people_typed_ever_runs(desk, windows, scene):
    pages = {}
    for role, pattern in PAGES:
        path = pattern.format(**scene)
        if role not in pages:
            page = pages[role] = windows.of(getattr(desk, role))
            page.add_init_script("window.hacked = (how) => { window.ran = how; }")
            page.on("dialog", lambda dialog: windows.troubles.append(dialog.message))
        answer = pages[role].goto(path)
        assert answer.status == 200, path
        assert pages[role].evaluate(NOTHING_RAN), path
        links = pages[role].locator("main a").evaluate_all("all => all.map((a) => a.protocol)")
        assert set(links) <= {"http:", "https:"}, path


def test_what_people_typed_is_shown_as_they_typed_it(desk, windows, scene):
    said = " ".join(HOSTILE)
    page = windows.of(desk.annotator, "/documents/{document}/claims/{draft}".format(**scene))
    expect(page.locator("#rationale")).to_have_value(f"{said}\n\n{MARKDOWN}".strip())
    for words in HOSTILE:
        for part in ("#article", "#assessment .stance--refutes .cite-title"):
            expect(page.locator(part).filter(has_text=words).first).to_be_visible()
    for words in HOSTILE[:-1]:  # a tag is kept in NFC
        expect(page.locator("#tags .tag", has_text=words)).to_be_visible()
    page.goto("/documents/{document}/claims/{claim}".format(**scene))
    expect(page.locator(".comments .said").first).to_have_text(said)
    page.goto("/edits/{edit}".format(**scene))
    for words in HOSTILE:
        expect(page.locator(".cite-title", has_text=words).first).to_be_visible()


def test_the_markup_of_a_page_is_read_as_they_typed_it(desk, windows, scene):
    page = windows.of(desk.stranger, "/claims/{claim}".format(**scene))
    scripts = page.locator('script[type="application/ld+json"]')
    assert scripts.count() == 1
    review = scripts.evaluate("script => JSON.parse(script.textContent)")
    assert review["itemReviewed"]["author"]["name"] == " ".join(HOSTILE)[:300].strip()
    assert [each["name"] for each in review["citation"]] == HOSTILE
    expect(page.locator("h1")).to_have_text(review["claimReviewed"])


def test_a_save_keeps_to_the_letter_what_was_typed(desk, windows):
    claim = desk.claim("It cost 9 million.")
    page = windows.of(desk.annotator, f"/documents/{claim['document_id']}/claims/{claim['id']}")
    said = "\n".join(HOSTILE)
    page.locator("#rationale").fill(said)
    expect(page.locator("#draft-state")).to_contain_text("Saved")
    page.reload()
    expect(page.locator("#rationale")).to_have_value(said)
