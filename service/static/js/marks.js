// The claims as they are drawn in the text and in the minimap.

const SVG = "http://www.w3.org/2000/svg";
const article = document.getElementById("article");

export const runsOf = (id) => article.querySelectorAll(`[data-claim="${id}"]`);

/** The first run of every claim, in reading order. */
export const claims = () => [...article.querySelectorAll("a.claim[id]")];

/** Show which claim is selected. */
export function setCurrent(id) {
  for (const run of article.querySelectorAll("[aria-current]")) run.removeAttribute("aria-current");
  for (const run of runsOf(id)) run.setAttribute("aria-current", "true");
  for (const tick of document.querySelectorAll("#strip rect")) tick.classList.toggle("here", tick.dataset.claim === id);
}

/** Draw a claim anew: {id, classes, glyph, words}. */
export function draw({ id, classes, glyph, words }) {
  const runs = [...runsOf(id)];
  if (!runs.length) return;
  for (const run of runs) {
    run.className = ["claim", classes, run.classList.contains("claim--short") ? "claim--short" : ""].join(" ").trim();
  }
  runs[0].querySelector(".claim-mark")?.remove();
  if (glyph) runs[0].insertBefore(glyphOf(glyph), afterFirstWord(runs[0]));
  const said = runs.at(-1).querySelector(".vh");
  if (said) said.textContent = ` (${words})`;
  const tick = document.querySelector(`#strip rect[data-claim="${id}"]`);
  if (tick) {
    tick.setAttribute("class", classes + (tick.classList.contains("here") ? " here" : ""));
    const isLeft = /s-(unchecked|retracted)/.test(classes);
    tick.setAttribute("x", isLeft ? 9 : 5);
    tick.setAttribute("width", isLeft ? 4 : 11);
  }
  recount();
}

function glyphOf(name) {
  const mark = document.createElement("span");
  mark.className = "claim-mark";
  mark.setAttribute("aria-hidden", "true");
  const icon = mark.appendChild(document.createElementNS(SVG, "svg"));
  icon.setAttribute("class", "icon");
  icon.appendChild(document.createElementNS(SVG, "use")).setAttribute("href", `#${name}`);
  return mark;
}

function afterFirstWord(run) {
  run.normalize();
  const text = run.firstChild;
  const end = text.data.indexOf(" ");
  return end < 0 ? text.nextSibling : text.splitText(end);
}

function recount() {
  const all = claims();
  const has = (claim, ...names) => names.some((name) => claim.classList.contains(name));
  const published = all.filter((claim) => has(claim, "s-published", "s-pending")).length;
  const unchecked = all.filter((claim) => has(claim, "s-unchecked")).length;
  const words = [`${published} published`, `${all.length - published - unchecked} open`, `${unchecked} unchecked`];
  document.querySelectorAll("#counts span").forEach((span, place) => { span.textContent = words[place]; });
}
