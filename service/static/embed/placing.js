// Which words of the page a verdict is about: exactly those that were judged, or none.

const STOPS = ".!?…。！？｡؟۔।";
const SINCE_A_STOP = new RegExp(`[^${STOPS}\n]*$`);
const UNTIL_A_STOP = new RegExp(`^[^${STOPS}\n]*`);
const ENDS_WITH_A_STOP = new RegExp(`[${STOPS}]['")\\]]*$`);
const IN_A_WORD = /[\p{L}\p{N}]/u;

// Letters of the page to look at before and after the words.
const REACH = 300;

/** Where the verdicts stand in the page: `{ verdict, start, end }`, at most one for each, none in two places. */
function place(verdicts, page) {
  const flat = page.text.replace(/\n/g, " ");
  const quotes = verdicts
    .filter((verdict) => verdict.anchor.state !== "orphaned")
    .map((verdict) => ({ verdict, places: placesOf(verdict, page.text, flat) }))
    .filter((quote) => quote.places.length);
  // What is certain first: the rest is placed by what stands around it.
  const likeness = ({ places }) => places[0].likeness;
  quotes.sort((a, b) => a.places.length - b.places.length || likeness(b) - likeness(a));
  const placed = [];
  for (const { verdict, places } of quotes) {
    const isTaken = ({ start, end }) => placed.some((other) => other.start === start && other.end === end);
    const free = places.filter((each) => !isTaken(each));
    if (free.length) placed.push({ verdict, ...nearest(verdict, free, placed) });
  }
  return placed;
}

/** The places of a verdict's words, of several those between the words that the article has around it. */
function placesOf(verdict, text, flat) {
  const exact = plain(verdict.text).replace(/\n/g, " ").trim();
  if (!IN_A_WORD.test(exact)) return [];
  const prefix = plain(verdict.anchor.prefix);
  const suffix = plain(verdict.anchor.suffix);
  const found = [];
  for (let start = flat.indexOf(exact); start >= 0; start = flat.indexOf(exact, start + 1)) {
    const end = start + exact.length;
    const before = text.slice(Math.max(0, start - REACH), start);
    const after = text.slice(end, end + REACH);
    if (!isBegun(exact, before, prefix) || !isEnded(exact, after, suffix)) continue;
    found.push({ start, end, likeness: sameAtEnd(before, prefix) + sameAtStart(after, suffix) });
  }
  const best = Math.max(...found.map((each) => each.likeness));
  return found.filter((each) => each.likeness === best);
}

/** Of equal places the one that is as far from the verdict's neighbour as in the article that was checked. */
function nearest(verdict, places, placed) {
  const position = verdict.anchor.start;
  const distance = (other) => Math.abs(other.verdict.anchor.start - position);
  const neighbour = placed.length ? leastOf(placed, distance) : null;
  const expected = neighbour ? position + neighbour.start - neighbour.verdict.anchor.start : position;
  return leastOf(places, ({ start }) => Math.abs(start - expected));
}

// The same words may be a part of another sentence: “Nobody says that it is safe.” So what stands before them in
// their sentence has to be what the article has there, or nothing; and what stands after them as well.

function isBegun(exact, before, prefix) {
  const left = before.slice(-1);
  if (IN_A_WORD.test(exact[0]) && IN_A_WORD.test(left) && left !== prefix.slice(-1)) return false;
  const lead = SINCE_A_STOP.exec(prefix)[0];
  const here = words(SINCE_A_STOP.exec(before)[0]);
  const isCut = lead === prefix && words(lead);
  return here === "" || here === words(lead) || (isCut && here.endsWith(words(lead)));
}

function isEnded(exact, after, suffix) {
  // “It cost 9.” is not in “It cost 9.5 million.”
  const mayGoOn = IN_A_WORD.test(exact.slice(-1)) || ".,".includes(exact.slice(-1));
  if (mayGoOn && IN_A_WORD.test(after[0] ?? "") && after[0] !== suffix[0]) return false;
  if (ENDS_WITH_A_STOP.test(exact)) return true;
  const tail = UNTIL_A_STOP.exec(suffix)[0];
  const here = words(UNTIL_A_STOP.exec(after)[0]);
  const isCut = tail === suffix && words(tail);
  return here === "" || here === words(tail) || (isCut && here.startsWith(words(tail)));
}

/** The letters alone: numbers of footnotes and marks of quotation come and go. */
function words(text) {
  return text.replace(/\P{L}/gu, "");
}

function leastOf(items, measure) {
  return items.reduce((one, other) => (measure(other) < measure(one) ? other : one));
}

function sameAtStart(one, other) {
  let length = 0;
  while (length < Math.min(one.length, other.length) && one[length] === other[length]) length += 1;
  return length;
}

function sameAtEnd(one, other) {
  return sameAtStart([...one].reverse(), [...other].reverse());
}
