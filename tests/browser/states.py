"""Every page in its main states: what `make screenshots` draws and what axe looks at.

A line is a page, its state, who looks at it (None: a visitor), its address on the scene, and what
that person does there before one looks.
"""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

Act = Callable[[Page], None]


def nothing(_page: Page) -> None:
    """Look at what is there."""


class State(NamedTuple):
    """A page in a state; `extra` names further ways to draw it, or says that it is long; `empty`
    wants a desk without texts."""

    page: str
    state: str
    who: str | None
    path: str
    act: Act = nothing
    extra: tuple[str, ...] = ()
    empty: bool = False

    @property
    def name(self) -> str:
        """`workbench-selected`."""
        return f"{self.page}-{self.state}".replace(" ", "-")


def _sign_in_wrongly(page: Page) -> None:
    page.get_by_label("Name").fill("Ada Oyelaran")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()


def _preview(page: Page) -> None:
    text = "The tram is late\n\nIt cost 40 million. It opens in May.\n\n- It is red.\n- It is fast."
    page.get_by_label("Paste it").fill(text)
    page.get_by_role("button", name="See how it is cut").click()
    page.locator("#cut").get_by_text("It opens in May.").wait_for()


def _type_a_search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("coun")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")


def _add_nothing(page: Page) -> None:
    page.get_by_label("Title").fill("A title alone")
    page.locator("#url").fill("javascript:alert(1)")
    page.locator("main form").first.evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Add the text").click()
    page.get_by_role("alert").first.wait_for()


PAGE = """<!doctype html><html lang="en"><head><title>The tram is late</title>
<meta name="author" content="Ada Byron"><meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2026-11-20T08:30:00Z"></head>
<body><article><h1>The tram is late</h1><p>It cost 40 million pounds, the council says.
It opens to passengers next spring.</p>
<p>Nobody knows why the works took so long, said the mayor.</p></article></body></html>"""


def _preview_page(page: Page) -> None:
    page.get_by_label("Title").fill("The tram, again")
    file = {"name": "tram.html", "mimeType": "text/html", "buffer": PAGE.encode()}
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="See how it is cut").click()
    page.locator("#cut").get_by_text("Yours is kept.").wait_for()


def _change_text(page: Page, *changes: tuple[str, str]) -> None:
    box = page.locator("#text")
    text = box.input_value()
    for old, new in changes:
        text = text.replace(old, new)
    box.fill(text)
    page.get_by_role("button", name="See what changes").click()
    page.locator("#difference strong").first.wait_for()


def _difference(page: Page) -> None:
    """Every kind of change: of the first claims, some are judged and some worked on."""
    claims = page.locator("#text").input_value().split(". ")
    changes = [(claims[1], claims[1] + ", as the report says in its second part")]
    changes += [(claims[2], "It was said otherwise, " + claims[2]), (f"{claims[5]}. ", "")]
    _change_text(page, *changes, (claims[8], f"{claims[8]}. Nothing of this was known before"))


def _difference_in_arabic(page: Page) -> None:
    _change_text(page, ("بتسعة", "بثمانية"), ("أربعمئة", "خمسمئة"))


def _no_difference(page: Page) -> None:
    _change_text(page)


def _difference_of_all(page: Page) -> None:
    _change_text(page, ("berths were let", "berths were sold"))


def _update_with_nothing(page: Page) -> None:
    page.locator("#text").fill("# Nothing")
    page.locator("#update").evaluate("form => form.submit()")
    page.get_by_role("alert").first.wait_for()


def _submit_too_early(page: Page) -> None:
    page.get_by_role("radio", name="Mixed").check()
    page.locator("#draft-state", has_text="Saved").wait_for()
    page.locator("#submit").click()
    page.get_by_role("alert").first.wait_for()


def _open_matches(page: Page) -> None:
    page.locator("#matches:not([data-load])").wait_for(state="attached")
    page.keyboard.press("c")
    page.locator("#matches .match").first.wait_for()


def _save_elsewhere(page: Page) -> None:
    """The draft is saved in another window while this one is written in."""
    form = page.locator("#assessment")
    page.request.post(
        form.get_attribute("action") or "",
        form={
            "revision": form.locator("[name=revision]").get_attribute("value") or "",
            "rating": "false",
            "rationale": "What the other window wrote.",
        },
    )
    page.locator("#rationale").fill("What this window wrote.")
    page.locator("#conflict").wait_for()


def _open_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


def _ask_for_changes(page: Page) -> None:
    page.locator("#change-request summary").click()
    page.get_by_role("dialog").wait_for()


def _amend(page: Page) -> None:
    page.get_by_role("link", name="Amend and approve").click()
    page.locator("#amend textarea").first.wait_for()


def _mend(page: Page) -> None:
    page.locator("#repair summary").click()
    page.get_by_label("Split it").fill("It opens in")
    page.get_by_role("button", name="Split").click()
    page.locator("#repair [aria-invalid]").wait_for()


def _make_key(page: Page) -> None:
    page.get_by_role("main").get_by_label("What it is for").fill("A script")
    page.get_by_role("main").get_by_role("button", name="Make a key").click()
    page.locator(".secret").wait_for()


def _replace_secret(page: Page) -> None:
    page.get_by_role("button", name="Replace the secret").click()
    page.locator(".secret").wait_for()


def _test_webhook(page: Page) -> None:
    page.get_by_role("button", name="Send a test").click()
    page.get_by_text("The test did not arrive.").wait_for()


def _lead_inside(page: Page) -> None:
    page.get_by_label("Address").fill("http://10.0.0.7/hook")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("alert").wait_for()


def _preview_import(page: Page) -> None:
    _choose_table(page)
    page.get_by_label("Fields and their columns").fill("claim=Text\nurl=Link")
    page.get_by_role("button", name="See how it is read").click()
    page.locator("#preview").get_by_text("The city has 400 buses.").wait_for()


def _import_wrongly(page: Page) -> None:
    _choose_table(page)
    page.get_by_label("Fields and their columns").fill("text=Text")
    page.get_by_role("button", name="Import").click()
    page.get_by_role("alert").wait_for()


def _choose_table(page: Page) -> None:
    table = "Text,Link\nThe city has 400 buses.,https://facts.example.org/1\n,x\n"
    page.get_by_label("File").set_input_files(
        {"name": "facts.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )


BENCH = "/documents/{article}"
CLAIM = BENCH + "/claims/"
UPDATE = BENCH + "/update"
FERRY = "/documents/{untouched}"
NEWER = "/documents/{updated}/claims/"
ZOOMED = ("zoom",)
LONG = ("long",)
HOOKS = "/administration/webhooks/"
IMPORTS = "/administration/imports/"

STATES = [
    State("sign-in", "empty", None, "/sign-in", extra=ZOOMED),
    State("sign-in", "refused", None, "/sign-in", _sign_in_wrongly),
    State("documents", "none yet", "ada", "/documents", empty=True),
    State("documents", "full", "ada", "/documents", extra=ZOOMED),
    State("documents", "of a reviewer", "mara", "/documents"),
    State("documents", "nothing found", "ada", "/documents?q=zeppelin"),
    State("search", "found", "ada", "/search?q=council", extra=ZOOMED),
    State("search", "of one kind", "ada", "/search?q=council&in=claims"),
    State("search", "nothing found", "ada", "/search?q=zeppelin"),
    State("search", "while one types", "ada", "/documents", _type_a_search),
    State("search", "of a visitor", None, "/search?q=the"),
    State("add a text", "empty", "ada", "/documents/new"),
    State("add a text", "preview", "ada", "/documents/new", _preview, ZOOMED),
    State("add a text", "refused", "ada", "/documents/new", _add_nothing),
    State("add a text", "page in a file", "ada", "/documents/new", _preview_page),
    State("update", "form", "ada", UPDATE, extra=ZOOMED),
    State("update", "difference", "ada", UPDATE, _difference, ZOOMED),
    State("update", "no difference", "ada", UPDATE, _no_difference),
    State("update", "refused", "ada", UPDATE, _update_with_nothing),
    State("update", "right to left", "ada", "/documents/{rtl}/update", _difference_in_arabic),
    State("update", "1500 changed", "ada", "/documents/{many}/update", _difference_of_all, LONG),
    State("details", "form", "mara", "/documents/{article}/details"),
    State("workbench", "nothing selected", "ada", BENCH, extra=("zoom", "forced")),
    State("workbench", "worth first", "ada", BENCH + "?order=worth", extra=ZOOMED),
    State("workbench", "worth first, one chosen", "ada", CLAIM + "{unchecked}?order=worth"),
    State("workbench", "unchecked", "ada", CLAIM + "{unchecked}", extra=ZOOMED),
    State("workbench", "checked first", "ada", FERRY + "?order=checked", extra=ZOOMED),
    State("workbench", "looked through", "ada", "/documents/{long}"),
    State("workbench", "checked before", "ada", FERRY + "/claims/{checked_claim}", _open_matches),
    State(
        "workbench",
        "confirmed before",
        "ada",
        FERRY + "/claims/{confirmed_claim}",
        _open_matches,
        ZOOMED,
    ),
    State("workbench", "published", "ines", CLAIM + "{published}", extra=("forced",)),
    State("workbench", "pending", "ada", CLAIM + "{pending_claim}"),
    State("workbench", "draft", "ada", CLAIM + "{draft_claim}"),
    State("workbench", "full draft", "ada", CLAIM + "{conflict}", extra=ZOOMED),
    State("workbench", "refused", "newcomer", CLAIM + "{unchecked}", _submit_too_early),
    State("workbench", "waiting", "ada", CLAIM + "{waiting_claim}"),
    State("workbench", "changes requested", "ada", CLAIM + "{returned_claim}"),
    State("workbench", "stale", "ada", CLAIM + "{stale_claim}"),
    State("workbench", "retracted", "ada", CLAIM + "{retracted}"),
    State("workbench", "keys", "ada", CLAIM + "{published}", _open_keys),
    State("workbench", "conflict", "ada", CLAIM + "{conflict}", _save_elsewhere, ZOOMED),
    State("workbench", "blind", "jonas", "/documents/{blind}/claims/{blind_claim}"),
    State(
        "workbench", "right to left", "ada", "/documents/{rtl}/claims/{rtl_claim}", nothing, ZOOMED
    ),
    State("workbench", "right to left open", "ada", "/documents/{rtl}/claims/{rtl_open}"),
    State("workbench", "known elsewhere", "ada", "/documents/{echo}", extra=ZOOMED),
    State("workbench", "nearly the same elsewhere", "ada", "/documents/{echo}/claims/{echo_claim}"),
    State("workbench", "untouched", "newcomer", "/documents/{untouched}"),
    State(
        "workbench", "1500 sentences", "ada", "/documents/{many}/claims/{many_claim}", extra=LONG
    ),
    State("workbench", "long sentence", "ada", "/documents/{long}/claims/{long_claim}"),
    State("workbench", "long word", "ada", "/documents/{long}/claims/{words_claim}"),
    State("workbench", "changed", "ada", NEWER + "{changed}", extra=ZOOMED),
    State("workbench", "changed, for a reviewer", "mara", NEWER + "{changed}"),
    State("workbench", "orphaned", "mara", NEWER + "{orphan}"),
    State("workbench", "retired", "ada", NEWER + "{retired}"),
    State("workbench", "mending", "ada", NEWER + "{mendable}", _mend, ZOOMED),
    State("queue", "empty", "mara", "/review", empty=True),
    State("queue", "full", "mara", "/review", extra=ZOOMED),
    State("queue", "no match", "mara", "/review?waiting_longer_than=168"),
    State("review", "fresh", "mara", "/edits/{waiting}"),
    State("review", "pending", "mara", "/edits/{pending}", extra=ZOOMED),
    State("review", "stale", "mara", "/edits/{stale}"),
    State("review", "own", "mara", "/edits/{own}"),
    State("review", "decided", "mara", "/edits/{approved}"),
    State("review", "rejected", "ada", "/edits/{rejected}"),
    State("review", "rivals", "mara", "/edits/{rivals}", extra=("forced",)),
    State("review", "dialog", "mara", "/edits/{pending}", _ask_for_changes),
    State("review", "amend", "mara", "/edits/{pending}", _amend),
    State("review", "reworded", "mara", "/edits/{confirmed}"),
    State("my edits", "full", "ada", "/edits", extra=ZOOMED),
    State("my edits", "empty", "newcomer", "/edits"),
    State("my edits", "approved", "ada", "/edits?state=approved"),
    State("rebase", "choice", "ada", "/edits/{stale}/rebase", extra=ZOOMED),
    State("claim", "verdict", None, "/claims/{published}", extra=("print", "zoom", "forced")),
    State("claim", "corrected", None, "/claims/{history}", extra=("print",)),
    State("claim", "unchecked", None, "/claims/{unchecked}"),
    State("claim", "retracted", None, "/claims/{retracted}"),
    State("claim", "needs recheck", None, "/claims/{changed}"),
    State("claim", "no longer in the text", None, "/claims/{orphan}"),
    State("claim", "right to left", None, "/claims/{rtl_claim}"),
    State("claim", "of a reviewer", "mara", "/claims/{published}"),
    State("claim", "history", "mara", "/claims/{history}/history"),
    State("claim", "history of a retraction", "ada", "/claims/{retracted}/history"),
    State("card", "verdict", None, "/claims/{published}/card", extra=("zoom", "forced")),
    State("card", "corrected", None, "/claims/{history}/card"),
    State("card", "needs recheck", None, "/claims/{changed}/card"),
    State("card", "right to left", None, "/claims/{rtl_claim}/card"),
    State("card", "retracted", None, "/claims/{retracted}/card"),
    State("card", "nothing", None, "/claims/{unchecked}/card"),
    State("article", "public", None, "/articles/{article}", extra=ZOOMED),
    State("article", "right to left", None, "/articles/{rtl}"),
    State("article", "newer text", None, "/articles/{updated}"),
    State("exports", "claims", "ada", "/exports", extra=ZOOMED),
    State("exports", "of a document", "ada", "/exports?of=edits&document_id={article}"),
    State("exports", "fact-checks", "mara", "/exports?of=fact-checks"),
    State("exports", "refused", "admin", "/exports/events.csv?since=never"),
    State("exports", "nothing yet", "ada", "/exports", empty=True),
    State("document", "history", "ada", "/documents/{article}/history"),
    State("account", "own", "ada", "/account"),
    State("account", "key made", "ada", "/account", _make_key),
    State("people", "list", "admin", "/administration/people"),
    State("people", "new", "admin", "/administration/people/new"),
    State("people", "one", "admin", "/administration/people/2"),
    State("keys", "list", "admin", "/administration/keys"),
    State("tags", "list", "admin", "/administration/tags"),
    State("tags", "one", "admin", "/administration/tags/1"),
    State("tags", "new", "admin", "/administration/tags/new"),
    State("scales", "list", "admin", "/administration/scales"),
    State("scales", "one rating", "admin", "/administration/scales/1/ratings/true"),
    State("scales", "new rating", "admin", "/administration/scales/1/new"),
    State("imports", "none yet", "admin", "/administration/imports", empty=True),
    State("imports", "list", "admin", "/administration/imports", extra=ZOOMED),
    State("imports", "new", "admin", IMPORTS + "new", extra=ZOOMED),
    State("imports", "preview", "admin", IMPORTS + "new", _preview_import),
    State("imports", "refused", "admin", IMPORTS + "new", _import_wrongly),
    State("imports", "done", "admin", IMPORTS + "{import}", extra=ZOOMED),
    State("imports", "failed", "admin", IMPORTS + "{failed_import}"),
    State("imports", "running", "admin", IMPORTS + "{running_import}"),
    State("jobs", "none yet", "admin", "/administration/jobs", empty=True),
    State("jobs", "list", "admin", "/administration/jobs", extra=ZOOMED),
    State("rating words", "list", "admin", "/administration/rating-words", extra=ZOOMED),
    State("rating words", "of one", "admin", "/administration/rating-words?site=teyit.org"),
    State("webhooks", "none yet", "admin", "/administration/webhooks", empty=True),
    State("webhooks", "list", "admin", "/administration/webhooks", extra=ZOOMED),
    State("webhooks", "new", "admin", "/administration/webhooks/new"),
    State("webhooks", "refused", "admin", "/administration/webhooks/new", _lead_inside),
    State("webhooks", "one", "admin", HOOKS + "{webhook}", extra=ZOOMED),
    State("webhooks", "failed", "admin", HOOKS + "{webhook}?state=failed"),
    State("webhooks", "stopped", "admin", HOOKS + "{stopped_webhook}"),
    State("webhooks", "secret", "admin", HOOKS + "{paused_webhook}", _replace_secret),
    State("webhooks", "tested", "admin", HOOKS + "{paused_webhook}", _test_webhook),
    State("events", "list", "admin", "/administration/events"),
    State("error", "404", "ada", "/documents/999999"),
    State("error", "403", "ada", "/administration/people"),
    State("error", "404 for a visitor", None, "/claims/999999"),
    State("error", "400", "ada", "/edits?state=lost"),
]
