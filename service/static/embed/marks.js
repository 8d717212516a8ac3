// Marks words in the page. The only thing that changes in it: runs of text come to stand in elements of our own, which
// look like nothing but a line below the words.

const INTERACTIVE = "a[href], button, summary, label, [role=button], [role=link]";

/** Mark what was placed in the page; what would move anything on it is left as it was. */
function mark(page, placed) {
  const popovers = new Map(placed.map((quote) => [quote, new Popover(quote.verdict)]));
  const before = new Map(placed.map((quote) => [quote, sizes(quote, page)]));
  wrapAll(page, popovers);
  for (const [quote, popover] of popovers) {
    if (sizes(quote, page) !== before.get(quote)) {
      popover.runs.forEach(unwrap);
      popover.element.remove();
    }
  }
}

/** Take the marks of this desk away. */
function unmark() {
  opened?.close();
  const ours = `[data-desk="${CSS.escape(DESK)}"]`;
  document.querySelectorAll(`claimdesk-mark${ours}`).forEach(unwrap);
  document.querySelectorAll(`claimdesk-verdict${ours}`).forEach((element) => element.remove());
}

/** Wrap every run of text that lies in the same quotations, in one text node. */
function wrapAll({ text, spots }, popovers) {
  // Where one quotation lies within another, a word looks and opens as the shorter one.
  const owners = new Array(text.length);
  const cuts = new Set();
  for (const quote of [...popovers.keys()].sort((a, b) => b.end - b.start - (a.end - a.start))) {
    owners.fill(quote, quote.start, quote.end);
    cuts.add(quote.start).add(quote.end);
  }
  // Backwards, so that what is still to come stands where it stood.
  for (let start, end = text.length; end > 0; end = start) {
    start = end - 1;
    const owner = owners[start];
    const last = spots[start];
    if (!owner || !last) continue;
    while (!cuts.has(start) && spots[start - 1]?.node === last.node) start -= 1;
    const run = wrap(last.node, spots[start].from, last.to, look(owner.verdict.rating));
    popovers.get(owner).openBy(run);
    for (const [quote, popover] of popovers) {
      if (quote.start <= start && end <= quote.end) addRun(popover, run);
    }
  }
}

/** The run stands before those that the popover has; behind the last of them stands its button. */
function addRun(popover, run) {
  // A button has no place within a link.
  if (!popover.runs.length) (run.closest(INTERACTIVE) ?? run).after(popover.element);
  popover.runs.unshift(run);
}

function wrap(node, from, to, kind) {
  if (to < node.length) node.splitText(to);
  const quoted = from > 0 ? node.splitText(from) : node;
  const run = create("claimdesk-mark", { "data-desk": DESK, "data-look": kind });
  const root = run.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [MARK_SHEET];
  root.append(document.createElement("slot"));
  quoted.replaceWith(run);
  run.append(quoted);
  return run;
}

function unwrap(run) {
  run.replaceWith(...run.childNodes);
}

/** The sizes of the blocks in which a quotation stands, as one text. */
function sizes({ start, end }, { spots, blocks }) {
  const nodes = spots.slice(start, end).filter(Boolean).map((spot) => spot.node);
  const found = new Set(nodes.map((node) => blocks.get(node)));
  const boxes = [...found].map((block) => block.getBoundingClientRect());
  return boxes.map(({ width, height }) => `${width} ${height}`).join();
}
