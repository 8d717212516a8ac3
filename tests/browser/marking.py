"""What the tests of marked articles do and look at."""

from contextlib import contextmanager

SEEN = """() => {
  const theirs = document.querySelectorAll("body *:not(claimdesk-mark, claimdesk-verdict)");
  const boxes = [...theirs].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return `${element.localName} ${x} ${y} ${width} ${height}`;
  });
  return { text: document.body.innerText, boxes };
}"""
MARKED = """() => {
  const found = {};
  for (const run of document.querySelectorAll("claimdesk-mark")) {
    found[run.dataset.look] = (found[run.dataset.look] ?? "") + run.textContent;
  }
  for (const look in found) found[look] = found[look].replace(/\\s+/g, " ");
  return found;
}"""


def add_article(desk, site, name, *, query="", language="en"):
    """The document that the desk makes of a page, and its claims by the words they begin with."""
    url = f"{site.url}/{name}{query}"
    described = {"url": url, "language": language, "visibility": "public"}
    answer = desk.annotator.post("/documents", {"html": site.read(name)} | described)
    assert answer.status_code == 201, answer.text
    return desk.claims(answer.json)


def rate(desk, claims, words, rating, *, place=0, **content):
    """Publish a verdict on the claim that begins with these words, or on the one so many later."""
    claim = [each for each in claims if each["text"].startswith(words)][place]
    desk.published(claim, rating=rating, **content)
    return claim


def marked(page, *, at_least=1):
    """The marked words by how their rating looks, once so many verdicts are marked."""
    page.wait_for_function(
        "(count) => document.querySelectorAll('claimdesk-verdict').length >= count", arg=at_least
    )
    return page.evaluate(MARKED)


def show(page, site, name, query=""):
    """Open a page of the site."""
    page.goto(f"{site.url}/{name}{query}")


def seen_unmarked(page, site, name, query=""):
    """What a reader sees of a page whose script does not load."""
    with without_script(page):
        show(page, site, name, query)
        return page.evaluate(SEEN)


@contextmanager
def without_script(page):
    """Block the script."""
    page.route("**/embed.js", lambda route: route.abort())
    yield
    page.unroute("**/embed.js")
