// How marks look, and what opens beside them. The style sheets are those of shadow roots: the page's styles do not
// reach in, ours not out, and no policy of the page has to allow them.

// Halfway between the desk's colours for light and for dark: these lines are seen on any page, contrast above 3.
const TONES = `
  :host { --tone: #8f6a9b }
  :host([data-look="true"]) { --tone: #13857a }
  :host([data-look="mostly_true"]) { --tone: #2f8c82 }
  :host([data-look="mixed"]) { --tone: #8a7c58 }
  :host([data-look="mostly_false"]) { --tone: #bf6d1c }
  :host([data-look="false"]) { --tone: #c4532a }
  :host([data-look="not_a_claim"]) { --tone: #7c8087 }`;

// What is important in a shadow root wins over what is important in the page. With everything unset, the words look as
// if their mark were not there.
const MARK_SHEET = sheet(`${TONES}
  :host {
    all: unset !important;
    text-decoration: underline 2px var(--tone) !important;
    text-underline-offset: .22em !important;
    cursor: pointer !important;
  }
  :host([data-look="mixed"]), :host([data-look="unverifiable"]), :host([data-look="not_a_claim"]) { text-decoration-style: dashed !important }
  :host([data-look="mostly_false"]), :host([data-look="false"]) { text-decoration-style: double !important; text-decoration-thickness: 1.5px !important }
  :host([data-lit]) { background: color-mix(in srgb, var(--tone) 16%, transparent) !important }
  :host([data-focus]) { outline: 2px solid var(--tone) !important; outline-offset: 2px !important }
  @media print { :host { text-decoration: none !important } }`);

const POPOVER_SHEET = sheet(`
  :host { all: initial !important; display: contents !important; color-scheme: inherit !important }
  button { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; padding: 0; border: 0; overflow: hidden; clip-path: inset(50%) }
  .card {
    --paper: light-dark(#fff, #1e2025); --ink: light-dark(#1a1b1e, #e8e8e4); --ink-2: light-dark(#54575d, #acb0b7);
    --line: light-dark(#d5d5d0, #3a3e47); --pencil: light-dark(#2a47c2, #9db0ff);
    position: fixed; inset: auto; z-index: 2147483647; box-sizing: border-box; display: none; gap: 8px;
    inline-size: max-content; max-inline-size: min(340px, 100vw - 16px); margin: 0; padding: 14px 16px;
    border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 4px 20px rgb(0 0 0 / .16); outline: 0;
    background: var(--paper); color: var(--ink); text-align: start; overflow-wrap: anywhere;
    font: 400 13px/20px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  }
  .card.open { display: grid }
  p { margin: 0 }
  .rating { display: flex; align-items: center; gap: 8px; color: var(--tone, var(--ink)); font-size: 17px; font-weight: 600; line-height: 24px }
  .notice { color: light-dark(#a4540f, #e9a860) }
  .meta { color: var(--ink-2) }
  svg { flex: none; inline-size: 19px; block-size: 19px; fill: none; stroke: currentcolor; stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round }
  .fill { fill: currentcolor; stroke: none }
  .knock { stroke: var(--paper) }
  a { color: var(--pencil); font-weight: 500; text-underline-offset: .2em }
  a:hover { text-decoration-thickness: 2px }
  a:focus-visible { outline: 2px solid var(--pencil); outline-offset: 2px; border-radius: 2px }
  [data-look="true"] { --tone: light-dark(#00625a, #4fc9b8) }
  [data-look="mostly_true"] { --tone: light-dark(#14736a, #8ad2c7) }
  [data-look="mixed"] { --tone: light-dark(#6d6042, #cbb98f) }
  [data-look="mostly_false"] { --tone: light-dark(#a4540f, #e9a860) }
  [data-look="false"] { --tone: light-dark(#8c2f0a, #f58a5c) }
  [data-look="unverifiable"] { --tone: light-dark(#7b4679, #dba9d8) }
  [data-look="not_a_claim"] { --tone: light-dark(#64676d, #a6aab1) }`);

// The shape of each rating: what is drawn as a line, what is filled, and what is cut out of that.
const RING = "M1.75 8a6.25 6.25 0 1 0 12.5 0a6.25 6.25 0 1 0-12.5 0Z";
const SHAPES = {
  true: { fill: "M1 8a7 7 0 1 0 14 0a7 7 0 1 0-14 0Z", knock: "m5 8.2 2.1 2.1L11 6" },
  mostly_true: { line: RING, fill: "M8 8V1.75A6.25 6.25 0 1 1 1.75 8Z" },
  mixed: { line: RING, fill: "M8 1.75a6.25 6.25 0 0 1 0 12.5Z" },
  mostly_false: { line: RING, fill: "M8 8V1.75A6.25 6.25 0 0 1 14.25 8Z" },
  false: { line: `${RING}m4.05-2.2 4.4 4.4m0-4.4-4.4 4.4` },
  unverifiable: {
    line: "m8 .9 7.1 7.1L8 15.1.9 8ZM6.3 6.6a1.7 1.7 0 1 1 2.4 1.6c-.5.2-.7.5-.7 1",
    fill: "M7.1 11.3a.9.9 0 1 0 1.8 0a.9.9 0 1 0-1.8 0Z",
  },
  not_a_claim: { line: "M3.25 1.75h9.5a1.5 1.5 0 0 1 1.5 1.5v9.5a1.5 1.5 0 0 1-1.5 1.5h-9.5a1.5 1.5 0 0 1-1.5-1.5v-9.5a1.5 1.5 0 0 1 1.5-1.5ZM5 8h6" },
};
const BY_VALUE = { 5: "true", 4: "mostly_true", 3: "mixed", 2: "mostly_false", 1: "false" };

/** Which of the drawn ratings a rating looks like: itself, or by its value. */
function look({ code, value }) {
  return code in SHAPES ? code : BY_VALUE[value] ?? "unverifiable";
}

function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}
