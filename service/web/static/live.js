// Pages work without this file. With it, they change by themselves: the stream says
// "topic t changed", and every region that shows t reads itself again from the server.
"use strict";

const POLL_MS = 2000;
const CALM_MS = 250;
const WORK_MS = 2000;
const say = document.getElementById("say");
const lost = document.getElementById("stream");
const token = () => document.querySelector('meta[name="csrf-token"]').content;
const topicsOf = (region) => region.dataset.live.split(" ").filter(Boolean);
const regions = () => [...document.querySelectorAll("[data-live]")].filter((one) => one.dataset.src);

// A tab that moves to the next page takes its stream's seat along.
const tab = sessionStorage.getItem("tab") ?? Math.random().toString(36).slice(2);
sessionStorage.setItem("tab", tab);

// In the server's time: when what the page shows was read, never later.
let seen = Number(document.querySelector('meta[name="made-at"]').content);
const ahead = seen - Date.now() / 1000;

let stream = null;
let heard = "";
let polling = 0;

// --- Regions --------------------------------------------------------------------------

// A region is read once at a time: what changes during a read is read once after it.
const reads = new WeakMap();

function refresh(region) {
  const asked = region.dataset.src;
  const now = reads.get(region);
  if (now?.asked === asked) {
    now.again = true;
    return now.done;
  }
  const mine = { asked, again: false };
  const round = async () => {
    try {
      do {
        mine.again = false;
        await fetchInto(region, asked);
      } while (mine.again && region.dataset.src === asked);
    } finally {
      if (reads.get(region) === mine) reads.delete(region);
    }
  };
  reads.set(region, mine);
  mine.done = round();
  return mine.done;
}

async function fetchInto(region, asked) {
  let answer;
  try {
    answer = await fetch(asked, { headers: { "X-Fragment": "1" }, credentials: "same-origin" });
  } catch {
    return; // offline: the next poll or event asks again
  }
  if (!answer.ok || answer.redirected) return;
  const html = await answer.text();
  if (region.dataset.src !== asked || region.dataset.shown === html) return;
  region.dataset.shown = html;
  // A page's own script may know a gentler way to bring it up to date.
  if (region.dispatchEvent(new CustomEvent("pairgrad:show", { bubbles: true, cancelable: true, detail: html }))) show(region, html);
}

function show(region, html) {
  const before = region.querySelector("[data-say]")?.textContent;
  const open = [...region.querySelectorAll("details")].map((one) => one.open);
  const held = region.contains(document.activeElement) ? trail(region, document.activeElement) : null;
  const parsed = new DOMParser().parseFromString(html, "text/html");
  region.replaceChildren(...parsed.body.childNodes);
  region.querySelectorAll("details").forEach((one, i) => { if (open[i]) one.open = true; });
  if (held) region.querySelector(held)?.focus({ preventScroll: true });
  const unfinished = Boolean(region.querySelector("[data-unfinished]"));
  if ("pending" in region.dataset && !unfinished) delete region.dataset.pending;
  if (unfinished) region.dataset.pending = "";
  const said = region.querySelector("[data-say]")?.textContent;
  if (said && said !== before) announce(said);
  pace();
  region.dispatchEvent(new CustomEvent("pairgrad:shown", { bubbles: true }));
}

// Where the focus was, as a selector, so that a redrawn region keeps it.
function trail(region, element) {
  const steps = [];
  for (let one = element; one && one !== region; one = one.parentElement) {
    steps.unshift(`${one.localName}:nth-child(${[...one.parentElement.children].indexOf(one) + 1})`);
  }
  return `:scope > ${steps.join(" > ")}`;
}

function announce(text) {
  say.textContent = "";
  // An equal text set twice is not spoken again; an empty moment between makes it new.
  setTimeout(() => { say.textContent = text.trim(); }, 50);
}

// --- Stream, with polling where it cannot be had --------------------------------------

function topics() {
  const all = [...new Set(regions().flatMap(topicsOf))].sort();
  return all.map((one) => `topic=${encodeURIComponent(one)}`).join("&");
}

// The server tells this page's stream of what the page has just made, too.
function isTold() {
  heard = topics();
  pace();
}

function listen() {
  const wanted = topics();
  if (document.hidden || !wanted) return close();
  if (stream && heard === wanted && stream.readyState !== EventSource.CLOSED) return;
  // The server first tells what changed since the page was made, but for what a stream
  // before has told until now: nothing need be read only because a stream opened.
  const before = stream?.readyState === EventSource.OPEN ? stream : null;
  const since = before ? Date.now() / 1000 + ahead : seen;
  if (!before) stream?.close();
  const known = before ? heard.replaceAll("topic=", "known=") : "";
  heard = wanted;
  const fresh = new EventSource(`/events?tab=${tab}&since=${since}&${wanted}&${known}`);
  stream = fresh;
  let opened = false;
  fresh.addEventListener("open", () => {
    before?.close();
    lost.hidden = true;
    if (opened) readAll(); // after a break, anything may have been missed
    if (opened && heard !== wanted) listen(); // and it forgot what it was told of since
    opened = true;
    pace();
  });
  fresh.addEventListener("changed", (event) => {
    for (const one of regions()) if (topicsOf(one).includes(event.data)) hear(one, event.data);
  });
  fresh.addEventListener("end", () => { fresh.close(); pace(); });
  fresh.addEventListener("error", pace);
}

// What somebody waits for is read at once. The rest comes a moment later, and once for
// all hints of that moment: beside the verdict it would take the server's time from it.
// What a verdict changes elsewhere comes at some moment of the next two seconds: all the
// ladders of a class at once would take the processors from the verdicts still to come.
const later = new Map();

function hear(region, topic) {
  if ("pending" in region.dataset) return refresh(region);
  const wait = CALM_MS + (topic.startsWith("work:") ? Math.random() * WORK_MS : 0);
  const due = Date.now() + wait;
  if (later.get(region)?.due <= due) return;
  clearTimeout(later.get(region)?.timer);
  const timer = setTimeout(() => { later.delete(region); if (region.isConnected) refresh(region); }, wait);
  later.set(region, { due, timer });
}

function close() {
  stream?.close();
  stream = null;
}

function readAll() {
  for (const one of regions()) refresh(one);
}

// Poll what is unfinished, and all of it while there is no stream.
function pace() {
  clearTimeout(polling);
  const streaming = stream?.readyState === EventSource.OPEN;
  const due = regions().filter((one) => "pending" in one.dataset);
  if (document.hidden || !due.length) { lost.hidden = true; return; }
  lost.hidden = streaming || !stream || stream.readyState === EventSource.CLOSED;
  polling = setTimeout(() => { for (const one of due) refresh(one); pace(); }, streaming ? 5 * POLL_MS : POLL_MS);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return close();
  seen = Date.now() / 1000 + ahead;
  readAll();
  listen();
  pace();
});

// --- Small conveniences ---------------------------------------------------------------

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
// Switching roles must not take the page, and the text in it, away.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("quiet" in form.dataset)) return;
  event.preventDefault();
  await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), headers: { "X-Fragment": "1" }, credentials: "same-origin" }).catch(() => {});
  const region = form.closest("[data-live]");
  if (region) refresh(region);
});
for (const field of document.querySelectorAll(".link-field")) {
  field.addEventListener("focus", () => field.select());
}

listen();
pace();
