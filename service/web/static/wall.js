// On the wall: the arrows step among the drawn graphs, Escape goes back.
"use strict";

const KEYS = { ArrowRight: "[rel=next]", ArrowLeft: "[rel=prev]", Escape: ".wall-foot a" };
document.addEventListener("keydown", (event) => {
  // A wide drawing scrolls by the same arrows while it has the focus.
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest(".drawing")) return;
  if (!(event.key in KEYS)) return;
  document.querySelector(KEYS[event.key])?.click();
});
