// Words selected in the text can become a claim of their own.

import { sendForm } from "./dom.js";
import { hush, say } from "./toasts.js";

const article = document.getElementById("article");
const LONGEST = 3000;
let offered = false;

/** The selection as code points of the text, or null. JavaScript counts UTF-16, the desk code points. */
function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const block = (range.commonAncestorContainer.closest ? range.commonAncestorContainer : range.commonAncestorContainer.parentElement)
    ?.closest("[data-start]");
  if (!block || !article.contains(block)) return null;
  const start = Number(block.dataset.start) + pointsBefore(block, range.startContainer, range.startOffset);
  const end = Number(block.dataset.start) + pointsBefore(block, range.endContainer, range.endOffset);
  return end > start && end - start <= LONGEST ? { start, end, words: selection.toString().trim() } : null;
}

/** Code points of the block's own text before a place in it; glyphs and hidden words do not count. */
function pointsBefore(block, container, offset) {
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(container, offset);
  const part = before.cloneContents();
  for (const extra of part.querySelectorAll(".vh, .claim-mark")) extra.remove();
  return [...part.textContent].length;
}

function send({ start, end }) {
  sendForm(article.dataset.claims, { version: article.dataset.version, start, end });
}

/** Move the boundaries of the claim in the panel, or reattach it, to what is selected; false when nothing is. */
export function moveClaim() {
  const words = selected();
  const form = document.getElementById("rebound");
  if (!words || !form) return false;
  sendForm(form.action, { version: article.dataset.version, start: words.start, end: words.end });
}

/** Make a claim of what is selected; false when nothing is. */
export function makeClaim() {
  const words = selected();
  if (!words) return false;
  send(words);
}

function offer() {
  const words = selected();
  if (!words || !words.words) {
    if (offered) hush();
    offered = false;
    return;
  }
  const short = words.words.length > 60 ? `${words.words.slice(0, 59)}…` : words.words;
  const also = document.getElementById("rebound") ? " Press b to have the claim at hand stand here." : "";
  say(`Selected: “${short}”.${also}`, "Make a claim of it (m)", () => send(words));
  offered = true;
}

document.addEventListener("pointerup", () => setTimeout(offer));
document.addEventListener("keyup", (event) => event.shiftKey && offer());
// A click that ends a selection is no click on a claim.
article.addEventListener("click", (event) => { if (!getSelection().isCollapsed) event.preventDefault(); }, true);
