// The swap clock: computed from the server's moments, never counted, so two browsers
// show the same second and a tab that slept is right when it wakes. It never makes a
// sound and never takes the focus.
"use strict";

const BEAT_MS = 30_000;
const SOON_S = 30;
const banner = document.getElementById("turn");
const bar = document.querySelector(".roles");
const titled = document.title;
let skew = -Infinity;
let spoken = "";
let ticking = 0;

function read() {
  const clock = bar.querySelector("[data-clock]");
  // An answer takes a while to arrive: the quickest one knows the server's time best.
  skew = Math.max(skew, Number(clock.dataset.now) - Date.now());
  return clock;
}

function tick() {
  clearTimeout(ticking);
  const clock = bar.querySelector("[data-clock]");
  const { ends, after } = clock.dataset;
  const milliseconds = Number(ends) - (Date.now() + skew);
  const left = Math.max(0, Math.ceil(milliseconds / 1000));
  const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  const state = left === 0 ? "over" : left <= SOON_S ? "soon" : "";
  clock.querySelector("[data-left]").textContent = text;
  clock.className = `clock ${state}`;
  banner.querySelector("[data-after]").textContent = after;
  banner.hidden = state !== "over";
  document.body.dataset.turn = state;
  document.title = { over: `Switch · ${titled}`, soon: `(${text}) Switch soon · ${titled}` }[state] ?? titled;
  if (state && spoken !== `${state} ${ends}`) {
    spoken = `${state} ${ends}`;
    announce(state === "over" ? after : `${left} seconds left. Then: ${after}`);
  }
  if (left) ticking = setTimeout(tick, (milliseconds % 1000) + 10);
}

async function beat() {
  if (document.hidden) return;
  const data = new FormData();
  data.set("rung", document.querySelector("form[data-rung]")?.dataset.rung ?? "");
  const answer = await fetch("/pair/here", {
    method: "POST", body: data, headers: { "X-Fragment": "1", "X-CSRFToken": token() }, credentials: "same-origin",
  }).catch(() => null);
  if (answer?.ok && !answer.redirected) show(bar, await answer.text());
}

if (banner && bar?.querySelector("[data-clock]")) {
  read();
  tick();
  bar.addEventListener("pairgrad:shown", () => { read(); tick(); });
  for (const form of banner.querySelectorAll("form")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Fragment": "1" }, credentials: "same-origin" }).catch(() => {});
      refresh(bar);
    });
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { tick(); beat(); } });
  setInterval(beat, BEAT_MS);
  beat();
}
