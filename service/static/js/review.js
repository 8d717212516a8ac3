/* The review pages by keyboard: moving in the queue, deciding, and showing that one looks. */

const RENEW = 5 * 60 * 1000; // a lease counts for twenty minutes

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") return closeAmendments(event);
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (document.querySelector("[data-queue]")) moveInQueue(event);
  else act(event);
});

/* ---------- The queue ---------- */

function moveInQueue(event) {
  const rows = [...document.querySelectorAll("[data-queue] tbody tr")];
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const step = { j: 1, k: -1 }[event.key];
  if (event.key === "Enter" && document.activeElement === document.body) document.getElementById("oldest")?.click();
  if (!step || event.shiftKey) return;
  const row = here < 0 ? rows[step > 0 ? 0 : rows.length - 1] : rows[here + step];
  if (!row) return;
  event.preventDefault();
  row.querySelector("a").focus();
  row.scrollIntoView({ block: "nearest" });
}

document.addEventListener("focusin", (event) => {
  for (const row of document.querySelectorAll("[data-queue] tr[aria-current]")) row.removeAttribute("aria-current");
  event.target.closest("[data-queue] tbody tr")?.setAttribute("aria-current", "true");
});

/* ---------- One edit ---------- */

function act(event) {
  if (event.shiftKey) return;
  const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  (found.matches("details") ? found.querySelector("summary") : found).click();
}

for (const details of document.querySelectorAll("details.decision")) {
  const summary = details.querySelector("summary");
  summary.addEventListener("click", (event) => {
    event.preventDefault();
    details.open = false;
    openDialog(details, summary);
  });
  // A form that came back with a message; one that came too late stays open below what happened.
  if (details.querySelector("[aria-invalid]")) summary.click();
}

/* The form steps out of the details into a dialog, and back when it closes: it keeps its words. */
function openDialog(details, summary) {
  const form = details.querySelector("form");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", form.getAttribute("aria-labelledby"));
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "button button--quiet";
  cancel.textContent = "Cancel";
  cancel.addEventListener("click", () => dialog.close());
  form.querySelector(".actions").append(cancel);
  dialog.addEventListener("close", () => {
    cancel.remove();
    details.append(form);
    dialog.remove();
    summary.focus();
  });
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  form.querySelector("textarea").focus();
}

const amend = document.querySelector("#amend");
document.querySelector('a[href="#amend"]')?.addEventListener("click", (event) => {
  event.preventDefault();
  amend.open = true;
  amend.scrollIntoView({ block: "start" });
  amend.querySelector("textarea").focus({ preventScroll: true });
});

function closeAmendments(event) {
  if (!amend?.open || !amend.contains(event.target)) return;
  amend.open = false;
  document.querySelector('a[href="#amend"]')?.focus();
}

/* A decision is sent once: a second key or click would come too late for its own first. */
for (const form of document.querySelectorAll("main form")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => (sent = false));
}

/* ---------- Who is looking ---------- */

const lease = document.querySelector("form[data-lease]");
if (lease) {
  const looking = document.getElementById(lease.dataset.lease);
  let taken = 0;
  const take = async () => {
    if (document.visibilityState !== "visible" || Date.now() - taken < RENEW) return;
    taken = Date.now();
    try {
      const answer = await fetch(lease.action, { method: "POST", headers: { "HX-Request": "true" } });
      looking.innerHTML = await answer.text();
      if (answer.status === 409) clearInterval(timer);
    } catch {
      taken = 0; // no connection: once more when the page is looked at again
    }
  };
  lease.hidden = true;
  const timer = setInterval(take, RENEW);
  document.addEventListener("visibilitychange", take);
  take();
}
