// One sentence about what was just done. It stays until something else is said.

const place = document.getElementById("toasts");

/** Say a sentence; `undo` is a label and what it does. */
export function say(sentence, label = null, undo = null) {
  const toast = document.createElement("div");
  toast.className = "toast";
  const words = document.createElement("span");
  words.textContent = sentence;
  toast.append(words);
  if (label) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => { hush(); undo(); });
    toast.append(button);
  }
  place.replaceChildren(toast);
}

export function hush() {
  place.replaceChildren();
}
