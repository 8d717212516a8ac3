// What a reader meets at a marked sentence: for the keyboard and for screen readers a button after it, which nobody
// sees; and beside it, above all else on the page, what the desk found.

const SVG = "http://www.w3.org/2000/svg";
const MOST_SOURCES = 3;

// Pixels.
const GAP = 6;
const MARGIN = 8;

// Milliseconds: to pass over a sentence, and to come from it to what has opened.
const UNTIL_OPEN = 150;
const UNTIL_CLOSED = 300;

/** The popover that is open. */
let opened = null;

class Popover {
  constructor(verdict) {
    this.verdict = verdict;
    this.runs = [];
    this.isPinned = false;
    this.isDismissed = false;
    this.timer = 0;
    this.element = create("claimdesk-verdict", { "data-desk": DESK });
    this.root = this.element.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [POPOVER_SHEET];
    this.button = button(verdict);
    this.card = card(verdict);
    this.root.append(this.button, this.card);
    this.button.addEventListener("click", () => this.toggle());
    this.button.addEventListener("focus", () => this.enter());
    this.root.addEventListener("focusout", (event) => this.leave(event));
    this.card.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.card.addEventListener("pointerleave", () => this.closeSoon());
  }

  /** Let a run of the sentence's words, which is an element, open and close it. */
  openBy(run) {
    run.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") this.openSoon(event.clientX);
    });
    run.addEventListener("pointerleave", () => this.closeSoon());
    run.addEventListener("click", (event) => {
      const isOfThePage = event.defaultPrevented || run.closest(INTERACTIVE) || !getSelection().isCollapsed;
      if (!isOfThePage) this.toggle(event.clientX);
    });
  }

  /** Open it until it is closed, whatever the pointer does; or close it. */
  toggle(x) {
    if (this.isPinned) return this.close();
    this.open(x);
    this.isPinned = true;
  }

  open(x = null) {
    clearTimeout(this.timer);
    if (opened === this) return;
    opened?.close();
    opened = this;
    this.x = x;
    this.card.classList.add("open");
    this.card.showPopover?.();
    this.button.setAttribute("aria-expanded", "true");
    for (const run of this.runs) run.toggleAttribute("data-lit", true);
    this.listen();
    this.place();
  }

  close() {
    clearTimeout(this.timer);
    if (opened !== this) return;
    opened = null;
    this.isPinned = false;
    this.listening.abort();
    this.card.hidePopover?.();
    this.card.classList.remove("open");
    this.button.setAttribute("aria-expanded", "false");
    for (const run of this.runs) run.removeAttribute("data-lit");
  }

  openSoon(x) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!opened?.isPinned) this.open(x);
    }, UNTIL_OPEN);
  }

  closeSoon() {
    clearTimeout(this.timer);
    if (!this.isPinned) this.timer = setTimeout(() => this.close(), UNTIL_CLOSED);
  }

  /** The keyboard came to the sentence. */
  enter() {
    for (const run of this.runs) run.toggleAttribute("data-focus", true);
    if (!this.isDismissed) this.open();
  }

  /** The keyboard went from the button or the card, to the other or away. */
  leave({ relatedTarget }) {
    if (relatedTarget !== this.button) for (const run of this.runs) run.removeAttribute("data-focus");
    if (!this.root.contains(relatedTarget)) this.close();
  }

  /** Close it for the keyboard, which stays at the sentence. */
  dismiss() {
    const isInside = this.root.activeElement !== null;
    this.close();
    this.isDismissed = true;
    if (isInside) this.button.focus(); // without opening it again
    this.isDismissed = false;
  }

  /** While it is open: close it by Escape or outside, and let it follow the page. */
  listen() {
    this.listening = new AbortController();
    const { signal } = this.listening;
    const inside = [this.card, ...this.runs];
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.dismiss();
    }, { signal });
    document.addEventListener("pointerdown", (event) => {
      if (!event.composedPath().some((each) => inside.includes(each))) this.close();
    }, { signal });
    for (const kind of ["scroll", "resize"]) {
      addEventListener(kind, () => this.place(), { signal, capture: true, passive: true });
    }
  }

  /** Below the sentence, so that all of it can be read, or else above; at `x` or where its last line begins. */
  place() {
    const lines = this.runs.flatMap((run) => [...run.getClientRects()]);
    if (!lines.length) return this.close();
    const { clientWidth, clientHeight } = document.documentElement;
    const { width, height } = this.card.getBoundingClientRect();
    const isRightToLeft = getComputedStyle(this.runs[0].parentElement).direction === "rtl";
    const last = lines[lines.length - 1];
    const start = isRightToLeft ? last.right - width : last.left;
    const left = this.x === null ? start : this.x - (isRightToLeft ? width - 4 * GAP : 4 * GAP);
    const below = Math.max(...lines.map((line) => line.bottom)) + GAP;
    const above = Math.min(...lines.map((line) => line.top)) - GAP - height;
    const top = below + height + MARGIN <= clientHeight || above < MARGIN ? below : above;
    this.card.style.left = `${between(MARGIN, left, clientWidth - width - MARGIN)}px`;
    this.card.style.top = `${between(MARGIN, top, clientHeight - height - MARGIN)}px`;
  }
}

/** What the keyboard comes to, and what a screen reader says of the sentence. */
function button({ rating, needs_recheck: needsRecheck }) {
  const words = needsRecheck ? `${rating.label}, needs a recheck` : rating.label;
  return create("button", {
    type: "button",
    lang: "en",
    "aria-label": `Fact-check of this sentence: ${words}`,
    "aria-expanded": "false",
    "aria-controls": "card",
  });
}

/** What the desk found. One can point at it, so that it stays open; by Tab one comes to its link alone. */
function card({ claim_id: id, rating, citations, needs_recheck: needsRecheck }) {
  const kind = look(rating);
  const attributes = { id: "card", class: "card", popover: "manual", role: "group", "aria-label": "Fact-check" };
  const made = create(
    "div",
    { ...attributes, tabindex: "-1", lang: "en", dir: "ltr" },
    create("p", { class: "meta" }, "Fact-check by ", said(PUBLISHER)),
    create("p", { class: "rating", "data-look": kind }, glyph(kind), said(rating.label)),
  );
  if (needsRecheck) {
    made.append(create("p", { class: "notice" }, "Needs a recheck: the article has changed since this was checked."));
  }
  if (citations.length) made.append(create("p", { class: "meta" }, ...sources(citations)));
  const link = { href: `${DESK}/claims/${id}`, target: "_blank", rel: "noopener" };
  made.append(create("p", {}, create("a", link, "Read the fact-check")));
  return made;
}

function sources(citations) {
  const first = citations.slice(0, MOST_SOURCES).flatMap((each) => [", ", said(each.title || each.publisher)]);
  const rest = citations.length - MOST_SOURCES;
  const head = citations.length === 1 ? "1 source: " : `${citations.length} sources: `;
  return [head, ...first.slice(1), rest > 0 ? ` and ${rest} more` : ""];
}

/** Somebody's words, in a language and a direction of their own. */
function said(words) {
  return create("bdi", { lang: "" }, words);
}

function glyph(kind) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  for (const [part, d] of Object.entries(SHAPES[kind])) {
    const path = svg.appendChild(document.createElementNS(SVG, "path"));
    path.setAttribute("class", part);
    path.setAttribute("d", d);
  }
  return svg;
}

function create(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function between(least, value, most) {
  return Math.max(least, Math.min(value, most));
}
