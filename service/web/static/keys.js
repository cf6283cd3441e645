// Keys of the pair's pages beside the editor's own; _keys.html lists them all. Letters
// alone act outside of fields only, and whoever talks to the computer switches them off.

const OFF = "letters-off";
const FIELD = "input, textarea, select, dialog, .cm-editor, [role=application]";
const sheet = document.getElementById("keys");
const opener = document.querySelector("[data-keys]");
const letters = sheet.querySelector("[data-letters]");

function open() {
  opener.closest("details").open = false;
  sheet.showModal();
}

// The rungs that can be opened; from elsewhere the first step is the one to go on with.
function walk(by) {
  const rungs = [...document.querySelectorAll(".rung h3 a")];
  const here = rungs.indexOf(document.activeElement);
  const next = here < 0 ? rungs.findIndex((one) => one.closest(".next")) : here + by;
  rungs[Math.min(Math.max(next, 0), rungs.length - 1)]?.focus();
}

// Who pressed the key may be deep in the editor: the bar above is told, not looked at.
function swap() {
  const button = document.querySelector("[data-switch]");
  const bar = button?.closest("[data-live]");
  bar?.addEventListener("pairgrad:shown", () => {
    const members = [...bar.querySelectorAll(".member-text")];
    announce(members.map((one) => [...one.children].map((each) => each.textContent).join(" ")).join("; "));
  }, { once: true });
  button?.click();
}

const ALONE = { "?": open, j: () => walk(1), k: () => walk(-1) };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey) return;
  // By its place: with Alt a Mac's R types a sign.
  const act = event.altKey ? event.code === "KeyR" && swap : letters.checked && !event.target.closest(FIELD) && ALONE[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

opener.hidden = false;
opener.addEventListener("click", open);
try {
  letters.checked = !localStorage.getItem(OFF);
  letters.addEventListener("change", () => localStorage.setItem(OFF, letters.checked ? "" : "1"));
} catch { /* a forbidden store: the choice lasts as long as the page */ }
