// Asks the desk what it has checked in the article around this script, once, and marks it.

const SCRIPT = document.currentScript;
const DESK = new URL(".", SCRIPT.src).href.slice(0, -1);

/** The address of the article, as the publisher says, or else as it was opened. */
function articleUrl() {
  return SCRIPT.dataset.url || document.querySelector("link[rel~=canonical][href]")?.href || location.href;
}

/** The verdicts on an article: all that are public, none where the desk does not answer. Sends no cookies. */
async function fetchVerdicts(url) {
  const found = [];
  const query = new URLSearchParams({ url, limit: 200 });
  do {
    const lookup = `${DESK}/api/v1/lookup?${query}`;
    const answer = await fetch(lookup, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (!answer.ok) break;
    const { items, next_cursor: cursor } = await answer.json();
    found.push(...items);
    query.set("cursor", cursor ?? "");
  } while (query.get("cursor"));
  return found;
}

async function run() {
  const verdicts = await fetchVerdicts(articleUrl()).catch(() => []);
  unmark();
  if (!verdicts.length) return;
  const page = readPage(document.body);
  mark(page, place(verdicts, page));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run, { once: true });
else run();
// For pages that put another article in the place of the first without being loaded again.
document.addEventListener("claimdesk:refresh", run);
