// The board changes line by line. While somebody points at it or types in it, a new order
// is only announced: what one is about to click must not move away.
"use strict";

const say = document.getElementById("say");
const rowsOf = (root) => root.querySelector("[data-rows]");
// Every answer carries a fresh token; a line that differs in nothing else is the same.
const plain = (html) => html.replace(/(name="csrf_token" value=")[^"]*/g, "$1");
const sources = new WeakMap();

document.addEventListener("pairgrad:show", (event) => {
  const region = event.target;
  const fresh = new DOMParser().parseFromString(event.detail, "text/html");
  const here = rowsOf(region);
  const there = rowsOf(fresh);
  if (!here || !there || !here.children.length || !there.children.length) return;
  event.preventDefault();
  for (const part of region.querySelectorAll("[data-part]")) {
    const twin = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (twin) part.replaceChildren(...twin.childNodes);
  }
  merge(region, here, [...there.children]);
});

function merge(region, list, fresh) {
  const known = new Map([...list.children].map((one) => [one.dataset.key, one]));
  const order = fresh.map((one) => one.dataset.key);
  for (const line of fresh) {
    const old = known.get(line.dataset.key);
    const source = plain(line.outerHTML);
    if (old && (sources.get(old) ?? plain(old.outerHTML)) === source) continue;
    sources.set(line, source);
    if (old) replace(old, line);
    else list.append(line);
  }
  const wanted = new Set(order);
  for (const line of [...list.children]) if (!wanted.has(line.dataset.key)) line.remove();
  rove(region);
  sort(region, list, order);
}

function replace(old, line) {
  const held = old.contains(document.activeElement) ? place(old, document.activeElement) : null;
  old.replaceWith(line);
  if (held) focusIn(line, held);
}

// The focus by its way down from the line, so that a changed line keeps it.
function place(line, element) {
  const steps = [];
  for (let one = element; one !== line; one = one.parentElement) steps.unshift([...one.parentElement.children].indexOf(one));
  return steps;
}

function focusIn(line, steps) {
  let one = line;
  for (const step of steps) one = one.children[step] ?? one;
  const target = one.closest("a, button, td, th") ?? one.querySelector("a");
  if (target && !target.matches("a, button")) target.tabIndex = 0;
  target?.focus({ preventScroll: true });
}

function sort(region, list, order) {
  const note = region.querySelector("[data-resort]");
  const now = [...list.children].map((one) => one.dataset.key);
  const moved = order.filter((key, at) => now[at] !== key).length;
  const busy = region.matches(":hover") || list.contains(document.activeElement);
  if (!moved || !busy) {
    note.hidden = true;
    if (moved) rearrange(list, order);
    return;
  }
  const words = `${moved} ${moved === 1 ? "pair" : "pairs"} moved.`;
  if (note.hidden) say.textContent = words;
  note.firstElementChild.textContent = words;
  note.hidden = false;
  note.querySelector("button").onclick = () => {
    note.hidden = true;
    rearrange(list, order);
    rove(region);
  };
}

function rearrange(list, order) {
  const known = new Map([...list.children].map((one) => [one.dataset.key, one]));
  for (const key of order) if (known.has(key)) list.append(known.get(key));
}

// --- Arrow keys: one stop for Tab, and every cell of the grid within reach ---------------

const cells = (line) => [...line.children];
const inner = (cell) => cell.querySelector("a") ?? cell;

function rove(region) {
  const body = region.querySelector("[role=grid] [data-rows]");
  if (!body) return;
  const links = [...body.querySelectorAll("a, [tabindex]")];
  const held = links.find((one) => one === document.activeElement);
  const stop = held ?? links.find((one) => one.tabIndex === 0 && one.dataset.stop) ?? links[0];
  for (const one of links) one.tabIndex = one === stop ? 0 : -1;
}

const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], Home: [0, -99], End: [0, 99], PageDown: [10, 0], PageUp: [-10, 0] };
document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const cell = event.target.closest?.("[role=grid] [data-rows] td, [role=grid] [data-rows] th");
  if (!step || !cell || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const lines = [...cell.closest("[data-rows]").children];
  const within = (number, length) => Math.max(0, Math.min(length - 1, number));
  const line = lines[within(lines.indexOf(cell.parentElement) + step[0], lines.length)];
  const row = cells(line);
  const target = inner(row[within(cells(cell.parentElement).indexOf(cell) + step[1], row.length)]);
  event.target.tabIndex = -1;
  target.tabIndex = 0;
  target.dataset.stop = "1";
  target.focus();
});

// --- Letters, only while a pair has the focus: h takes its raised hand, p is the wall ------

document.addEventListener("keydown", (event) => {
  const key = event.target.closest?.("[data-rows] [data-key]")?.dataset.key;
  if (!key || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.key === "h") {
    document.querySelector(`.visits [data-key="${key}"] button[value=take]`)?.click();
  } else if (event.key === "p") {
    document.querySelector("[data-wall]").click();
  }
});

for (const region of document.querySelectorAll("[data-live]")) rove(region);
