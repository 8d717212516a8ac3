// What several modules do with the page.

const FOOT = 96;

/** Focus a field of the panel and scroll the panel to it, and nothing else: the text stays in place. */
export function reveal(panel, field) {
  field.focus({ preventScroll: true });
  if (panel.scrollHeight <= panel.clientHeight) {
    field.scrollIntoView({ block: "nearest" });
    return;
  }
  const seen = panel.getBoundingClientRect();
  const here = field.getBoundingClientRect();
  if (here.bottom > seen.bottom - FOOT) panel.scrollTop += here.bottom - seen.bottom + FOOT;
  else if (here.top < seen.top) panel.scrollTop -= seen.top - here.top + FOOT / 4;
}

/** Send a form that no page has: a POST to an address, with these fields. */
export function sendForm(action, fields = {}) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action, hidden: true });
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
