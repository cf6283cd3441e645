// A drawn graph by keyboard: Tab stops at one node, the arrows walk to the others.

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const UNWIRED = 1e5; // farther than any drawing is wide: a wire is followed first

const graphOf = (node) => node.closest(".graph");
const wires = (node) => [...graphOf(node).querySelectorAll(`[data-ends~="${node.dataset.node}"]`)];

function middle(node) {
  const { left, right, top, bottom } = node.querySelector(".frame").getBoundingClientRect();
  return [(left + right) / 2, (top + bottom) / 2];
}

/* Return the nearest node in a direction, along a wire where one leads there. */
function beyond(node, [right, down]) {
  const [x, y] = middle(node);
  const wired = wires(node).flatMap((wire) => wire.dataset.ends.split(" "));
  let best = node, least = Infinity;
  for (const other of graphOf(node).querySelectorAll("[data-node]")) {
    const [u, v] = middle(other);
    const along = (u - x) * right + (v - y) * down;
    const beside = Math.abs((u - x) * down) + Math.abs((v - y) * right);
    const far = along + 2 * beside + (wired.includes(other.dataset.node) ? 0 : UNWIRED);
    if (along > 1 && far < least) [best, least] = [other, far];
  }
  return best;
}

document.addEventListener("keydown", (event) => {
  const node = event.target.closest?.("[data-node]");
  if (!node || !WAYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const next = beyond(node, WAYS[event.key]);
  node.setAttribute("tabindex", -1);
  next.setAttribute("tabindex", 0);
  next.focus();
});

function light(event) {
  const node = event.target.closest?.("[data-node]");
  if (!node) return;
  const isOn = event.type === "focusin" || event.type === "pointerover";
  for (const wire of wires(node)) wire.classList.toggle("lit", isOn);
}
for (const kind of ["focusin", "focusout", "pointerover", "pointerout"]) document.addEventListener(kind, light);
