// The page as one text to look in, which remembers where in the page each letter of it stands.

const SKIPPED = `script, style, noscript, template, iframe, object, svg, canvas, audio, video, input, textarea,
  select, button, nav, aside, [role=navigation], [contenteditable]:not([contenteditable=false]), claimdesk-verdict`;

// White space; a syllable of Hangul in parts; a letter with its accents.
const CLUSTER = /\s+|[\u1100-\u1112][\u1161-\u1175][\u11A8-\u11C2]?|\P{M}\p{M}*|\p{M}+/gu;
const UNSEEN = /[\u00AD\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
const SINGLE_MARKS = /[‘’‚‛‹›′]/g;
const DOUBLE_MARKS = /[“”„‟«»″]/g;

/** A text without what differs though the words are the same; white space is one space, or one line break. */
function plain(text) {
  return text
    .normalize("NFC")
    .replace(UNSEEN, "")
    .replace(SINGLE_MARKS, "'")
    .replace(DOUBLE_MARKS, '"')
    .replace(/\s+/g, (space) => (space.includes("\n") ? "\n" : " "));
}

/**
 * The words that a reader of the page sees, plain, with a line break wherever a block begins or ends.
 * `spots[i]` is the place of `text[i]`: a text node and two offsets in it; null for what the page implies.
 * `blocks` has the block of each text node.
 */
function readPage(root) {
  const letters = [];
  const spots = [];
  const blocks = new Map();

  const last = () => letters[letters.length - 1] ?? "\n";

  function put(letter, spot) {
    if (/\s/.test(letter) && /\s/.test(last())) return;
    letters.push(letter);
    spots.push(spot);
  }

  function breakLine() {
    if (last() === " ") {
      letters.pop();
      spots.pop();
    }
    put("\n", null);
  }

  function readText(node, block) {
    blocks.set(node, block);
    for (const { 0: cluster, index } of node.data.matchAll(CLUSTER)) {
      const spot = { node, from: index, to: index + cluster.length };
      // In a page's source a line break is a space.
      for (const letter of plain(cluster).replace("\n", " ").split("")) put(letter, spot);
    }
  }

  function readElement(element, around) {
    const style = getComputedStyle(element);
    if (style.display === "none" || element.matches(SKIPPED)) return;
    const isBlock = !/^(inline|contents|ruby)/.test(style.display) && !isInitial(element, style);
    const block = isBlock ? element : around;
    const isQuotation = element.localName === "q";
    if (isBlock || element.localName === "br") breakLine();
    if (isQuotation) put('"', null);
    for (const child of element.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) readElement(child, block);
      else if (child.nodeType === Node.TEXT_NODE && style.visibility === "visible") readText(child, block);
    }
    if (isQuotation) put('"', null);
    if (isBlock) breakLine();
  }

  readElement(root, root);
  return { text: letters.join(""), spots, blocks };
}

/** Whether it is the large letter at the side of a paragraph, which belongs to its word. */
function isInitial(element, style) {
  return style.float !== "none" && plain(element.textContent).trim().length <= 2;
}
