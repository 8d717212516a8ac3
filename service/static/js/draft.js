// A draft that saves itself. What is not saved yet is also kept on this device.

import { say } from "./toasts.js";

const PAUSE = 1000;
const RETRY = 10000;
const OFFLINE = "Not connected. Kept on this device; it is saved when the connection is back.";

/** The draft in a panel's form. `changed(panel)` puts a new panel in its place. */
export class Draft {
  constructor(panel, { replace, begun }) {
    this.panel = panel;
    this.form = panel.querySelector("#assessment");
    this.replace = replace;
    this.begun = begun;
    if (!this.form) return;
    this.key = `claimdesk.draft.${this.form.dataset.user}.${panel.dataset.claim}`;
    this.dirty = this.saving = this.paused = false;
    this.form.addEventListener("input", () => this.touch(PAUSE));
    this.form.addEventListener("change", () => this.touch(0));
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("focusout", () => this.dirty && this.save());
    this.form.querySelector("#source-url").addEventListener("change", (event) => this.know(event.target));
    this.form.querySelector("#tag").addEventListener("keydown", (event) => this.tag(event));
    this.form.querySelector(".add-source").addEventListener("keydown", (event) => this.source(event));
    panel.addEventListener("click", (event) => this.choose(event));
    this.restore();
  }

  /** Everything in the form; `settled` leaves out the source and the tag that are still being typed. */
  entries(settled) {
    const entries = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    if (!settled) return entries;
    const source = this.form.querySelector("#source-url").name.replace(/url$/, "");
    const tags = entries.filter(([name]) => name === "tags").length - 1;
    let seen = 0;
    return entries.filter(([name]) => !name.startsWith(source) && !(name === "tags" && seen++ === tags));
  }

  touch(pause) {
    if (this.ended) return;
    this.dirty = true;
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  keep() {
    try {
      const kept = { entries: this.entries(false), action: this.form.action };
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch { /* a full or forbidden store: the server still has the last save */ }
  }

  forget() {
    try { localStorage.removeItem(this.key); } catch { /* as above */ }
  }

  /** Save what was written, if anything was; at the end of a page with `keepalive`. */
  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (!this.form || !this.dirty || this.paused || this.ended) return;
    if (this.saving) { this.again = true; return; }
    this.saving = true;
    this.dirty = false;
    this.tell("Saving …");
    const isFirst = !this.form.elements.revision.value;
    try {
      const answer = await post(this.form.action, this.entries(true), { "X-Autosave": "1" }, keepalive);
      const html = await answer.text();
      if (answer.ok) {
        this.saved(html);
        if (isFirst) this.begun(this.panel.dataset.claim);
      } else {
        this.refused(answer.status, html);
      }
    } catch {
      this.lost();
    } finally {
      this.saving = false;
    }
    if (this.again) { this.again = false; this.save(); }
  }

  saved(html) {
    const state = this.show(html);
    if (!state) return;
    this.form.action = state.dataset.save;
    this.form.elements.revision.value = state.dataset.revision;
    this.panel.querySelector("#submit").formAction = state.dataset.submit;
    const withdrawal = this.panel.querySelector("#withdrawal");
    withdrawal.action = state.dataset.withdraw;
    this.panel.querySelector("#withdraw").hidden = false;
    const isTyped = this.entries(false).some(([name, value]) => value && !this.entries(true).some(([n, v]) => n === name && v === value));
    if (this.dirty || isTyped) this.keep(); else this.forget();
  }

  refused(status, html) {
    this.dirty = true;
    if (status === 401) { this.tell("You are signed out. Kept on this device: sign in in another tab, then go on here.", true); return; }
    const state = this.show(html);
    const conflict = state?.querySelector("template");
    if (conflict) {
      this.paused = true;
      this.form.before(conflict.content);
      this.panel.querySelector("#submit").classList.remove("button--primary");
      this.panel.querySelector("#conflict").scrollIntoView({ block: "nearest" });
    } else if (!state) {
      this.tell("Not saved. Kept on this device.", true);
    }
  }

  lost() {
    this.dirty = true;
    this.tell(OFFLINE, true);
    this.timer = setTimeout(() => this.save(), RETRY);
  }

  /** Put the server's line about the draft in the place of the older one. */
  show(html) {
    const state = new DOMParser().parseFromString(html, "text/html").getElementById("draft-state");
    if (state && this.form.isConnected) this.panel.querySelector("#draft-state").replaceWith(state);
    return state;
  }

  tell(sentence, isTrouble = false) {
    const state = this.panel.querySelector("#draft-state");
    state.classList.toggle("s-recheck", isTrouble);
    state.replaceChildren(sentence);
  }

  /** A button of the form: the server answers with the panel as it is then. */
  async submit(event) {
    event.preventDefault();
    const button = event.submitter;
    clearTimeout(this.timer);
    this.keep();
    const sent = this.entries(false);
    if (button?.name) sent.push([button.name, button.value]);
    const before = this.entries(true);
    const values = new Map(this.fields().map((field) => [field.id, field.value]));
    if (button?.value === "add") for (const field of this.typed()) field.value = "";
    const emptied = new Map(this.fields().map((field) => [field.id, field.value]));
    while (this.saving) await new Promise((resolve) => setTimeout(resolve, 10));
    if (this.ended) return;
    this.saving = true;
    const action = button?.hasAttribute("formaction") ? button.formAction : this.form.action;
    let answer;
    try {
      answer = await post(action, this.now(sent));
    } catch {
      for (const field of this.fields()) if (field.value === emptied.get(field.id)) field.value = values.get(field.id);
      this.lost();
      return;
    } finally {
      this.saving = false;
    }
    if (answer.status === 401) { this.refused(401, ""); return; }
    const html = await answer.text();
    const since = this.fields().filter((field) => field.value !== emptied.get(field.id));
    if (answer.ok) this.forget();
    this.ended = true;
    const draft = this.replace(html, answer.ok ? button : null);
    draft?.goOn(since, this.panel.dataset.claim);
    if (answer.ok && draft && /remove$/.test(button?.name ?? "")) {
      say(button.name === "remove" ? "Tag removed." : "Source removed.", "Undo", () => draft.putBack(before));
    }
  }

  /** The entries, with the revision as it is by now. */
  now(entries) {
    const revision = this.form.elements.revision.value;
    return entries.map(([name, value]) => [name, name === "revision" ? revision : value]);
  }

  fields() {
    return [...this.form.querySelectorAll("input:not([type=radio], [type=hidden])[id], textarea[id]")];
  }

  /** The source and the tag that are being typed. */
  typed() {
    return [...this.form.querySelectorAll(".add-source input, #tag")];
  }

  /** What was typed while the server answered goes on in the new panel. */
  goOn(since, claim) {
    if (this.panel.dataset.claim !== claim) return;
    for (const old of since) {
      const field = this.form.querySelector(`#${CSS.escape(old.id)}`);
      if (field) { field.value = old.value; this.touch(PAUSE); }
    }
  }

  async putBack(entries) {
    this.ended = true;
    const answer = await post(this.form.action, this.now(entries));
    this.replace(await answer.text(), null);
  }

  /** A known address fills in its title, unless one is typed already. */
  async know(address) {
    const asked = `${address.dataset.known}?${new URLSearchParams({ [address.name]: address.value })}`;
    const answer = await fetch(asked, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || !address.isConnected) return;
    const known = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("known-source");
    const place = this.form.querySelector("#known-source");
    const [title, theirs] = [place.querySelector("input"), known.querySelector("input")];
    if (!title.value || title.readOnly) [title.value, title.readOnly] = [theirs.value, theirs.readOnly];
    place.querySelector(".hint")?.remove();
    place.append(...known.querySelectorAll(".hint"));
  }

  /** Enter or a comma ends a tag. */
  tag(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || (event.key !== "Enter" && event.key !== ",")) return;
    event.preventDefault();
    if (event.target.value.trim()) this.form.requestSubmit(this.form.querySelector("#add-tag"));
  }

  /** Enter adds the source that is being typed. */
  source(event) {
    if (event.isComposing || event.key !== "Enter" || event.ctrlKey || event.metaKey || !event.target.matches("input")) return;
    event.preventDefault();
    this.form.requestSubmit(this.form.querySelector("#add-source"));
  }

  /** Which of two versions to keep. */
  choose(event) {
    const keep = event.target.closest("[data-keep]");
    if (!keep) return;
    if (keep.dataset.keep === "saved") {
      event.preventDefault(); // the link leads to this very page: that alone would load nothing
      this.forget();
      this.dirty = false;
      location.reload();
      return;
    }
    if (!this.paused) return;
    event.preventDefault();
    this.form.elements.revision.value = keep.dataset.revision;
    this.form.action = keep.dataset.save;
    this.panel.querySelector("#conflict").remove();
    this.panel.querySelector("#submit").classList.add("button--primary");
    this.paused = false;
    this.dirty = true;
    this.save();
  }

  /** What an earlier visit could not save is sent now; the server shows both if it has newer. */
  async restore() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(this.key)); } catch { /* damaged: nothing to restore */ }
    if (!kept || this.form.closest("#claim").querySelector("#conflict")) return;
    if (JSON.stringify(kept.entries) === JSON.stringify(this.entries(false))) { this.forget(); return; }
    const names = new Set(this.entries(false).map(([name]) => name));
    const isSameForm = kept.entries.every(([name]) => names.has(name) || name === "rating") && kept.action === this.form.action;
    if (isSameForm) {
      const revision = this.form.elements.revision.value;
      fillIn(this.form, kept.entries);
      const isNewer = kept.entries.find(([name]) => name === "revision")?.[1] !== revision;
      if (isNewer) this.form.elements.revision.value = kept.entries.find(([name]) => name === "revision")[1];
      this.tell("What was not saved last time is back.");
      this.touch(0);
      return;
    }
    try {
      const answer = await post(kept.action, kept.entries);
      if (answer.ok) this.forget();
      if (answer.status >= 500 || answer.status === 401 || answer.status === 404) return;
      this.ended = true;
      this.replace(await answer.text(), null);
    } catch {
      this.lost();
    }
  }
}

function fillIn(form, entries) {
  const tags = [...form.querySelectorAll("[name=tags]")];
  let tag = 0;
  for (const [name, value] of entries) {
    if (name === "tags") { if (tags[tag]) tags[tag++].value = value; continue; }
    const field = form.elements[name];
    if (field) field.value = value;
  }
}

function post(url, entries, headers = {}, keepalive = false) {
  return fetch(url, {
    method: "POST",
    body: new URLSearchParams(entries),
    headers: { "HX-Request": "true", ...headers },
    keepalive,
  });
}
