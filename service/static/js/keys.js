// Keys that act at once. Never while somebody types, and never with a modifier.

const actions = new Map();

/** Let a key do something; a later call for the same key takes its place. */
export function onKey(key, act) {
  actions.set(key, act);
}

export function isTyping(target) {
  return target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  if (isTyping(event.target) && event.key !== "Escape") return;
  const act = actions.get(event.key);
  if (act && act(event) !== false) event.preventDefault();
});
