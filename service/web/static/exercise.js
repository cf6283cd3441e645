// The exercise page at work: the text is kept, handed in and checked without a reload.
// It stands on live.js, whose refresh(), listen(), announce() and token() it calls.
"use strict";

const DRAFT_MS = 2000;
const BLINK_MS = 250;
const SIGNED_OUT = "You are no longer signed in here. Your text is kept in this browser: sign in again, open this exercise, and it comes back.";
const UNREACHED = "The server did not answer. Your text is kept; try again.";

async function ask(address, data) {
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body: data, headers: { "X-Fragment": "1", "X-CSRFToken": token() }, credentials: "same-origin" });
  } catch {
    throw new Error(UNREACHED);
  }
  // An expired session is answered with the way to the front door: nothing was saved.
  if (answer.redirected) throw new Error(SIGNED_OUT);
  const told = await answer.json().catch(() => ({ what: UNREACHED }));
  if (answer.ok) return told;
  const wait = answer.headers.get("Retry-After");
  const then = answer.status === 429 && wait ? `Wait ${wait} s; your text is kept.` : told.then;
  throw Object.assign(new Error([told.what, then].filter(Boolean).join(" ")), { status: answer.status, told });
}

function work(form) {
  const text = form.elements.source;
  const note = form.querySelector("[data-saved]");
  const problem = form.querySelector("[data-problem]");
  const other = form.querySelector("[data-other]");
  const slots = { checks: document.getElementById("checks"), result: document.getElementById("result") };
  const bench = document.querySelector(".workbench");
  const open = shelves(document.querySelector("[data-shelves]"));
  const place = `draft:${form.dataset.place}`;
  let waiting = 0;
  let awaited = null;

  const complain = (error) => {
    problem.textContent = error.message;
    problem.hidden = false;
    announce(error.message);
  };

  // --- Handing in and checking ---------------------------------------------------------

  async function send(button) {
    const slot = slots[button.dataset.slot];
    button.setAttribute("aria-busy", "true");
    problem.hidden = true;
    say.textContent = "";
    clearTimeout(waiting);
    waiting = 0;
    try {
      const data = new FormData(form);
      data.set("tab", tab);
      const told = await ask(button.formAction, data);
      // With the old one the next hand-in would be taken for this one.
      if (told.client_token) form.elements.client_token.value = told.client_token;
      form.elements.file.value = "";
      kept("Saved");
      slots.checks.replaceChildren();
      slots.checks.dataset.src = "";
      Object.assign(slot.dataset, { live: told.topic, src: told.src, pending: "" });
      bench.classList.add("has-result");
      awaited = slot;
      open(0);
      if (told.is_told) isTold();
      else listen();
      // Most verdicts are there in a blink. To read of the queue meanwhile would only
      // keep the server from them.
      const isShown = await new Promise((done) => {
        slot.addEventListener("pairgrad:shown", () => done(true), { once: true });
        setTimeout(done, BLINK_MS, false);
      });
      if (!isShown) await refresh(slot);
    } catch (error) {
      complain(error);
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter ?? form.querySelector("[data-slot=result]");
    if ("plain" in button.dataset) return;
    event.preventDefault();
    if (!form.querySelector('[aria-busy="true"]')) send(button);
  });
  form.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || !(event.ctrlKey || event.metaKey)) return;
    const slot = { Enter: "result", s: "checks" }[event.key];
    if (!slot) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(`[data-slot=${slot}]`));
  });

  // The verdict comes into view and the focus stays where it is.
  document.addEventListener("pairgrad:shown", (event) => {
    const slot = event.target;
    if (slot !== slots.checks && slot !== slots.result) return;
    const line = slot.querySelector("[data-say], .big-line");
    if (slot === awaited) line?.scrollIntoView({ block: "nearest" });
    if (!slot.querySelector("[data-unfinished]")) {
      mark(slot);
      if (slot === awaited) awaited = null;
    }
  });

  function mark(slot) {
    const marks = [...slot.querySelectorAll("[data-mark]")]
      .filter((one) => one.dataset.rung === form.dataset.rung)
      .map((one) => ({ line: Number(one.dataset.mark), words: one.textContent }));
    text.dispatchEvent(new CustomEvent("pairgrad:marks", { detail: marks }));
  }
  text.addEventListener("pairgrad:ready", () => { if ("marked" in form.dataset) mark(slots.result); });

  // --- The draft -----------------------------------------------------------------------

  const remember = () => {
    try {
      localStorage.setItem(place, JSON.stringify({ text: text.value, base: form.elements.base.value }));
    } catch { /* a full or forbidden store: the server's copy is two seconds behind */ }
  };

  function kept(words, version) {
    localStorage.removeItem(place);
    if (version !== undefined) form.elements.base.value = version;
    other.hidden = true;
    note.textContent = words;
  }

  // While the draft is shared (shared.js), the server has the text as it is typed.
  const isShared = () => "shared" in form.dataset;

  async function save(force) {
    waiting = 0;
    if (isShared()) return;
    const data = new FormData();
    data.set("source", text.value);
    data.set("base", form.elements.base.value);
    if (force) data.set("force", "1");
    const sent = text.value;
    try {
      const told = await ask(form.dataset.draft, data);
      if (text.value === sent) kept("Saved", told.version);
      else form.elements.base.value = told.version;
    } catch (error) {
      note.textContent = "Kept in this browser only";
      if (error.status === 409) return choose(error);
      if (error.status === 429) waiting = setTimeout(save, 5 * DRAFT_MS);
      else if (error.message !== UNREACHED) complain(error);
      else waiting = setTimeout(save, 2 * DRAFT_MS);
    }
  }

  function choose(error) {
    other.querySelector("[data-what]").textContent = error.message;
    other.querySelector("[data-take]").textContent = `Take ${error.told.by}'s text`;
    other.hidden = false;
    announce(error.message);
  }

  function replace(value) {
    text.value = value;
    text.dispatchEvent(new Event("pairgrad:replaced"));
  }

  async function take() {
    const answer = await fetch(form.dataset.draft, { headers: { "X-Fragment": "1" }, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const told = await answer.json();
    form.elements.base.value = told.version;
    if (told.source !== text.value) replace(told.source);
    return told;
  }

  other.querySelector("[data-take]").addEventListener("click", async () => {
    if (isShared()) return;
    const told = await take();
    if (told) kept(`${told.by}'s text; Ctrl Z brings yours back`, told.version);
  });
  other.querySelector("[data-keep]").addEventListener("click", () => save(true));

  text.addEventListener("input", () => {
    if (form.dataset.shared === "live") return;
    remember();
    if (isShared()) return;
    note.textContent = "…";
    clearTimeout(waiting);
    if (other.hidden) waiting = setTimeout(save, DRAFT_MS);
  });

  text.addEventListener("pairgrad:unsent", remember);
  text.addEventListener("pairgrad:sent", () => localStorage.removeItem(place));

  // --- Who has the keyboard ------------------------------------------------------------

  const keyboard = document.getElementById("keyboard");
  keyboard.addEventListener("pairgrad:shown", async () => {
    const told = keyboard.querySelector("[data-version]").dataset;
    const watches = "watching" in told;
    const was = text.readOnly;
    text.readOnly = watches;
    if (watches !== was) text.dispatchEvent(new Event("pairgrad:writing"));
    if (isShared() || told.version === form.elements.base.value || waiting || !other.hidden) return;
    // Reading along, or having just taken over: the partner's text is the one to show.
    if (watches || was) await take();
  });
  document.querySelector(".roles")?.addEventListener("pairgrad:shown", () => refresh(keyboard));

  // A crash or an expired session: what was typed after the last save is still here.
  const left = JSON.parse(localStorage.getItem(place) ?? "null");
  if (left && left.text !== text.value) {
    form.elements.base.value = left.base;
    replace(left.text);
    note.textContent = "Restored what you had typed";
    waiting = setTimeout(save, DRAFT_MS);
  } else if (left) localStorage.removeItem(place);
}

// --- Result, history, notes: one below the other without this, one at a time with it -----

function shelves(bar) {
  const links = [...bar.querySelectorAll("a")];
  const open = (chosen) => links.forEach((link, at) => {
    const shelf = document.querySelector(link.hash);
    shelf.hidden = at !== chosen;
    if (shelf.hidden) return link.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    if (shelf.dataset.src) refresh(shelf);
    shelf.dispatchEvent(new Event("pairgrad:opened"));
  });
  links.forEach((link, at) => link.addEventListener("click", (event) => {
    event.preventDefault();
    open(at);
  }));
  document.addEventListener("keydown", (event) => {
    const at = ["Digit1", "Digit2", "Digit3"].indexOf(event.code);
    if (at < 0 || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(at);
    links[at].focus(); // and from there Tab goes on into what it shows
  });
  open(Math.max(links.findIndex((link) => link.hash === location.hash), 0));
  return open;
}

// Saved like the draft. What a partner wrote meanwhile is shown, and nothing is written
// over it before somebody presses the button.
function jot(form) {
  const { text, base } = form.elements;
  const kept = form.querySelector("[data-kept]");
  const theirs = form.querySelector("[data-theirs]");
  let stored = text.value;
  let waiting = 0;

  async function save() {
    clearTimeout(waiting);
    const sent = text.value;
    try {
      base.value = (await ask(form.action, new FormData(form))).version;
      stored = sent;
      waiting = 0;
      theirs.hidden = true;
      kept.textContent = text.value === sent ? "Saved" : "…";
    } catch (error) {
      kept.textContent = error.message;
      if (error.status === 409) {
        base.value = error.told.version;
        theirs.querySelector("pre").textContent = error.told.text;
        theirs.hidden = false;
      } else if (error.message === UNREACHED || error.status === 429) waiting = setTimeout(save, 5 * DRAFT_MS);
    }
  }

  text.addEventListener("input", () => {
    if (!theirs.hidden) return;
    kept.textContent = "…";
    clearTimeout(waiting);
    waiting = setTimeout(save, DRAFT_MS);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  // Leaving within those two seconds loses nothing: the last words are sent on the way.
  addEventListener("pagehide", () => {
    if (waiting) navigator.sendBeacon(form.action, new FormData(form));
  });
  form.closest("section").addEventListener("pairgrad:opened", async () => {
    const answer = await fetch(form.action, { headers: { "X-Fragment": "1" }, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected || text.value !== stored || waiting) return;
    const told = await answer.json();
    [text.value, base.value, stored] = [told.text, told.version, told.text];
  });
}

const notes = document.querySelector("form[data-notes]");
if (notes) jot(notes);
const handIn = document.querySelector("form[data-hand-in]");
if (handIn) work(handIn);
