// What was checked before a claim: it comes after the panel, which it must not hold up.

import { reveal } from "./dom.js";
import { say } from "./toasts.js";

let asked = null;

/** Ask for the matches of the claim in a panel that has none yet. */
export async function loadMatches(panel) {
  asked?.abort();
  const place = panel.querySelector("#matches[data-load]");
  if (!place) return;
  asked = new AbortController();
  try {
    const answer = await fetch(place.dataset.load, { headers: { "HX-Request": "true" }, signal: asked.signal });
    const found = answer.ok ? sectionIn(await answer.text()) : null;
    if (!found || !place.isConnected) return;
    found.open = place.open;
    put(place, found);
  } catch { /* the link in its place still leads there */ }
}

/** Open them, and go to the first thing that can be done there. */
export function showMatches(panel) {
  const section = panel.querySelector("#matches");
  if (!section) return false;
  section.open = true;
  reveal(panel, section.querySelector(".match button") ?? section.querySelector("summary"));
}

/** An answer stays where it was given: the next thing to do takes its place. */
export async function answerMatch(event) {
  const section = event.target.closest("#matches");
  if (!section || event.target.id === "assessment") return;
  event.preventDefault();
  const button = event.submitter;
  const place = [...section.querySelectorAll(".match")].indexOf(button.closest(".match"));
  const body = new URLSearchParams({ [button.name]: button.value });
  const answer = await fetch(event.target.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  const found = answer?.ok ? sectionIn(await answer.text()) : null;
  if (!found) { say("That was not kept. Load the page again."); return; }
  const all = [...found.querySelectorAll(".match")];
  const next = button.value === "confirmed" ? all[0] : all[Math.min(place, all.length - 1)];
  put(section, found);
  reveal(found.closest("#claim"), next?.querySelector("button") ?? found.querySelector("summary"));
}

function sectionIn(html) {
  return new DOMParser().parseFromString(html, "text/html").getElementById("matches");
}

function put(old, found) {
  const focused = old.contains(document.activeElement);
  old.replaceWith(found);
  if (focused) found.querySelector("summary").focus({ preventScroll: true });
}
