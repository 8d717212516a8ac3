// Choosing a claim moves the panel, not the page; everything can be done from the keyboard.

import { Draft } from "./draft.js";
import { onKey } from "./keys.js";
import { reveal, sendForm } from "./dom.js";
import { claims, draw, runsOf, setCurrent } from "./marks.js";
import { answerMatch, loadMatches, showMatches } from "./matches.js";
import { makeClaim, moveClaim } from "./selection.js";
import { say } from "./toasts.js";

const article = document.getElementById("article");
const narrow = matchMedia("(max-width: 68rem)");
const panel = () => document.getElementById("claim");
let draft = null;
let asked = null;
let going = null;

function current() {
  return panel().dataset.claim ?? null;
}

function mount() {
  draft = panel().querySelector("#assessment") ? new Draft(panel(), { replace, begun }) : null;
  loadMatches(panel());
}

/** Put a panel that the server sent in the place of this one. The answer is its draft. */
function replace(html, button = null) {
  const sent = new DOMParser().parseFromString(html, "text/html").getElementById("claim");
  if (!sent) {
    const refusal = new DOMParser().parseFromString(html, "text/html").querySelector(".notice p");
    say(refusal?.textContent ?? "That did not work. Load the page again.");
    return null;
  }
  const isSame = sent.dataset.claim === current();
  const scrolled = isSame ? panel().scrollTop : 0;
  panel().replaceWith(sent);
  sent.scrollTop = scrolled;
  document.title = sent.dataset.title;
  const done = sent.querySelector("#done");
  if (done) {
    draw({ id: done.dataset.claim, ...done.dataset });
    say(done.dataset.said, "Undo", () => sendForm(done.dataset.undo));
  }
  if (!isSame) arrive(sent.dataset.claim, done ? done.dataset.url : null);
  mount();
  const wrong = sent.querySelector("#assessment [aria-invalid]") ?? sent.querySelector("[role=alert]");
  if (wrong) {
    if (wrong.matches("[role=alert]")) wrong.tabIndex = -1;
    wrong.closest("details")?.setAttribute("open", "");
    reveal(sent, wrong);
  } else if (button?.id === "add-source") {
    reveal(sent, sent.querySelector("#source-url"));
  } else if (button?.id === "add-tag") {
    reveal(sent, sent.querySelector("#tag"));
  } else if (button?.name === "take") {
    reveal(sent, sent.querySelector("#rationale"));
  }
  return draft;
}

/** The first save of a draft is work begun. */
function begun(id) {
  if (runsOf(id)[0]?.classList.contains("s-unchecked")) draw({ id, classes: "s-in_work", glyph: "s-in_work", words: "in work" });
}

function arrive(id, url) {
  setCurrent(id);
  if (url) history.pushState(null, "", url);
  if (narrow.matches) panel().scrollIntoView();
  else runsOf(id)[0]?.scrollIntoView({ block: "nearest" });
}

/** The claim that is chosen: its panel is here, or on its way. */
function chosen() {
  return going ?? current();
}

async function select(id, { push = true, focus = false } = {}) {
  if (!id || id === chosen()) {
    if (id && narrow.matches) panel().scrollIntoView();
    return;
  }
  draft?.save();
  setCurrent(id);
  asked?.abort();
  going = id === current() ? null : id;
  if (!going) { // back at this one before the panel of another came
    if (focus) runsOf(id)[0]?.focus({ preventScroll: true });
    return;
  }
  asked = new AbortController();
  const address = article.dataset.base + id;
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asked.signal });
    const html = await answer.text();
    going = null;
    replace(html);
    if (push && answer.ok) history.pushState(null, "", `${address}#claim`);
    if (focus) runsOf(id)[0]?.focus({ preventScroll: true });
  } catch (error) {
    if (error.name === "AbortError") return;
    going = null;
    setCurrent(current());
    say("Not connected. What you wrote is kept on this device; the next claim opens when the connection is back.");
  }
}

function step(by, wanted = () => true) {
  const all = claims();
  let place = all.findIndex((claim) => claim.dataset.claim === chosen());
  if (place < 0) place = by > 0 ? -1 : all.length;
  for (place += by; place >= 0 && place < all.length; place += by) {
    if (wanted(all[place])) { select(all[place].dataset.claim, { focus: true }); return; }
  }
  say(by > 0 ? "This was the last one." : "This was the first one.");
}

function nextUnchecked() {
  const all = claims();
  const isUnchecked = (claim) => claim.classList.contains("s-unchecked") && claim.dataset.claim !== chosen();
  const place = all.findIndex((claim) => claim.dataset.claim === chosen());
  const onward = [...all.slice(place + 1), ...all.slice(0, place + 1)].filter(isUnchecked);
  // Only what comes before all else has a place of its own: the higher the sooner.
  const [next] = onward.sort((one, other) => (other.dataset.first ?? 0) - (one.dataset.first ?? 0));
  if (next) select(next.dataset.claim, { focus: true });
  else say("Nothing is unchecked any more.");
}

function focusOn(selector) {
  const field = panel().querySelector(selector);
  if (!field) return false;
  field.closest("details")?.setAttribute("open", "");
  // One goes on writing behind what is there; where one was before, one is still.
  if (field.matches("textarea") && field.selectionEnd === 0) field.setSelectionRange(field.value.length, field.value.length);
  reveal(panel(), field);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-claim], #next-unchecked");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.id === "next-unchecked") nextUnchecked();
  else select(link.dataset.claim);
});
document.addEventListener("submit", answerMatch);
document.getElementById("strip").addEventListener("click", (event) => {
  const tick = event.target.closest("rect");
  if (tick) runsOf(tick.dataset.claim)[0]?.scrollIntoView({ block: "center" });
});
addEventListener("popstate", () => {
  const id = location.pathname.startsWith(article.dataset.base) ? location.pathname.slice(article.dataset.base.length) : null;
  if (id && id !== current()) select(id, { push: false });
  else if (!id && current()) location.reload();
});
addEventListener("pagehide", () => draft?.save({ keepalive: true }));
document.addEventListener("visibilitychange", () => document.hidden && draft?.save({ keepalive: true }));
addEventListener("online", () => draft?.save());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const submit = document.getElementById("submit");
  if (!submit || event.target.closest(".comment-form, .part-form, dialog")) return;
  event.preventDefault();
  submit.form.requestSubmit(submit);
});

onKey("j", () => step(1));
onKey("k", () => step(-1));
onKey("n", nextUnchecked);
onKey("w", () => document.getElementById("order")?.click());
onKey("e", () => document.getElementById("order-checked")?.click());
onKey("c", () => showMatches(panel()));
onKey("r", () => focusOn("#rationale"));
onKey("s", () => focusOn("#source-url"));
onKey("t", () => focusOn("#tag"));
onKey("m", makeClaim);
onKey("b", moveClaim);
onKey("Escape", () => {
  const here = current() ? runsOf(current())[0] : null;
  (here ?? article).focus?.();
});
for (let digit = 1; digit < 10; digit++) {
  onKey(String(digit), () => {
    const choice = panel().querySelector(`[name=rating][aria-keyshortcuts="${digit}"]`);
    if (!choice) return false;
    choice.checked = true;
    reveal(panel(), choice);
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

mount();
if (current() && !narrow.matches) runsOf(current())[0]?.scrollIntoView({ block: "center" });
