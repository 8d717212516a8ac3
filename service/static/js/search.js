// The search field of every page: what is found while one types, in a list below it.

const WAIT = 200;

const field = document.getElementById("bar-q");
const list = document.getElementById("bar-found");
let timer = 0;
let asking = null;

function options() {
  return [...list.querySelectorAll("[role=option]")];
}

function chosen() {
  return list.querySelector("[aria-selected=true]");
}

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (option) {
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  } else {
    field.removeAttribute("aria-activedescendant");
  }
}

function show(html) {
  list.innerHTML = html;
  list.hidden = options().length === 0;
  field.setAttribute("aria-expanded", String(!list.hidden));
  choose(null);
}

function close() {
  clearTimeout(timer);
  asking?.abort();
  show("");
}

async function ask() {
  asking?.abort();
  const here = (asking = new AbortController());
  if (!field.value.trim()) return close();
  const url = `${field.form.dataset.suggestions}?${new URLSearchParams({ q: field.value })}`;
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: here.signal });
    if (answer.ok && here === asking) show(await answer.text());
  } catch (error) {
    if (error.name !== "AbortError") close(); // no network: Enter still leads to the page
  }
}

function step(by) {
  const all = options();
  const place = all.indexOf(chosen()) + by;
  choose(place < 0 ? null : all[Math.min(place, all.length - 1)]);
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(chosen() ? -1 : 0),
  Escape: close,
  Enter: () => chosen()?.click(),
};

function onKeydown(event) {
  if (list.hidden || event.isComposing || !(event.key in KEYS)) return;
  if (event.key === "Enter" && !chosen()) return; // the form leads to all of it
  event.preventDefault();
  event.stopPropagation();
  KEYS[event.key]();
}

if (field) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", onKeydown);
  field.form.addEventListener("focusout", (event) => {
    if (!field.form.contains(event.relatedTarget)) close();
  });
}
