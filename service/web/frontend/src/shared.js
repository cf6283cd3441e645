// One draft in two browsers. Loaded by editor.js where the page says so; the textarea
// stays the form field, and without a socket the page saves as it always does.
import { history } from "@codemirror/commands";
import { EditorView, keymap } from "@codemirror/view";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import * as Y from "yjs";
import { edit } from "./edit.js";
import { peers, setPeers } from "./peers.js";

const TRIES = { first: 3, later: 12 };
const LONGEST_WAIT_MS = 5000;
const CURSOR_MS = 200;
const STILL_HERE_MS = 15000;
const OFFLINE = "Offline: keep typing, it is merged when you are back";

export function share(view, textarea, memory) {
  const form = textarea.form;
  const note = form.querySelector("[data-saved]");
  const other = form.querySelector("[data-other]");
  const others = new Map(); // by connection: name, anchor, head
  let base = textarea.defaultValue; // the text as the server last had it
  const isOurs = form.elements.base.value === form.elements.base.defaultValue;
  let socket = null, greeting = null, doc = null, text = null, epoch = 0;
  let failures = 0, wasLive = false, retry = 0, pointing = 0;

  const isOpen = () => socket?.readyState === WebSocket.OPEN && !greeting;
  const send = (data) => { if (isOpen()) socket.send(data); };

  function say(words) {
    const names = [...new Set([...others.values()].map((one) => one.name))];
    note.textContent = words ?? (names.length ? `Live with ${names.join(" and ")}` : "Live: saved as you type");
  }

  // --- The socket ------------------------------------------------------------------------

  function connect() {
    clearTimeout(retry);
    const address = new URL(form.dataset.draft.replace(/draft$/, "shared"), location.href);
    address.protocol = address.protocol.replace("http", "ws");
    address.searchParams.set("tab", sessionStorage.getItem("tab") ?? "");
    if (new URLSearchParams(location.search).has("type")) address.searchParams.set("type", "1");
    const mine = new WebSocket(address);
    socket = mine;
    mine.binaryType = "arraybuffer";
    mine.addEventListener("message", ({ data }) => {
      if (mine !== socket) return;
      if (typeof data === "string") hear(JSON.parse(data));
      else take(new Uint8Array(data));
    });
    mine.addEventListener("close", () => { if (mine === socket) lost(); });
  }

  function lost() {
    socket = null;
    greeting = null;
    others.clear();
    draw();
    if (wasLive) {
      form.dataset.shared = "offline";
      if (text) textarea.dispatchEvent(new Event("pairgrad:unsent"));
      say(OFFLINE);
    }
    failures += 1;
    if (navigator.onLine && failures >= (wasLive ? TRIES.later : TRIES.first)) return plain();
    retry = setTimeout(connect, Math.min(LONGEST_WAIT_MS, 250 * 2 ** failures));
  }

  // The page goes on as without all this: one text, and the last writer is warned.
  function plain() {
    delete form.dataset.shared;
    window.removeEventListener("online", connect);
    window.removeEventListener("offline", leave);
    view.dispatch({ effects: memory.reconfigure(history()) });
    doc = text = null;
    note.textContent = "Not live: saved every two seconds";
    if (textarea.value !== base && !textarea.readOnly) textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const leave = () => socket?.close();

  function hear(told) {
    if (told.hello) greeting = told.hello;
    else if (told.refused) { doc = null; base = textarea.value; say(`${told.refused} This change was not taken.`); }
    else if (told.cursor) {
      const isNew = !others.has(told.cursor.id);
      others.set(told.cursor.id, { ...told.cursor, at: Date.now() });
      if (isNew) point();
      draw();
      if (isNew) say();
    } else if (told.left && others.delete(told.left)) { draw(); say(); }
  }

  // --- The text --------------------------------------------------------------------------

  function take(update) {
    if (!greeting) {
      if (doc) Y.applyUpdate(doc, update, "server");
      return;
    }
    const { epoch: now } = greeting;
    greeting = null;
    failures = 0;
    wasLive = true;
    form.dataset.shared = "live";
    if (doc && epoch === now) {
      Y.applyUpdate(doc, update, "server");
      send(Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(update)));
    } else begin(update, now);
    base = text.toString();
    textarea.dispatchEvent(new Event("pairgrad:sent"));
    say();
    point();
  }

  function begin(update, now) {
    const typed = textarea.value;
    const isTyped = typed !== base && !textarea.readOnly;
    const untouched = base;
    doc?.destroy();
    doc = new Y.Doc();
    epoch = now;
    Y.applyUpdate(doc, update, "server");
    text = doc.getText("text");
    doc.on("update", (change, origin) => {
      if (origin === "server") return;
      if (isOpen()) { send(change); base = text.toString(); }
    });
    view.dispatch({ effects: memory.reconfigure([]) });
    textarea.value = text.toString();
    textarea.dispatchEvent(new Event("pairgrad:replaced"));
    const undoManager = new Y.UndoManager(text);
    view.dispatch({ effects: memory.reconfigure([keymap.of(yUndoManagerKeymap), yCollab(text, null, { undoManager }), peers, moved]) });
    if (!isTyped || typed === text.toString()) return;
    if (untouched === text.toString() && isOurs) view.dispatch({ changes: edit(untouched, typed) });
    else choose(typed);
  }

  function choose(typed) {
    other.querySelector("[data-what]").textContent = "The text here became another while you were away. Which one goes on?";
    const [mine, theirs] = [other.querySelector("[data-keep]"), other.querySelector("[data-take]")];
    theirs.textContent = "Take the one shown";
    theirs.onclick = () => { other.hidden = true; };
    mine.onclick = () => {
      other.hidden = true;
      view.dispatch({ changes: edit(view.state.doc.toString(), typed) });
    };
    other.hidden = false;
  }

  // --- Cursors ---------------------------------------------------------------------------

  const relative = (at) => JSON.stringify(Y.createRelativePositionFromTypeIndex(text, at));

  function absolute(told) {
    try {
      return Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(JSON.parse(told)), doc)?.index;
    } catch { return undefined; } // not written by this program
  }

  function point() {
    clearTimeout(pointing);
    pointing = setTimeout(point, STILL_HERE_MS);
    if (!isOpen() || !text) return;
    const { anchor, head } = view.state.selection.main;
    send(JSON.stringify({ cursor: { anchor: relative(anchor), head: relative(head) } }));
    for (const [id, one] of others) if (Date.now() - one.at > 3 * STILL_HERE_MS) { others.delete(id); draw(); say(); }
  }

  function draw() {
    const places = [...others.values()].map((one) => ({ name: one.name, anchor: absolute(one.anchor), head: absolute(one.head) }));
    if (doc) view.dispatch({ effects: setPeers.of(places.filter((one) => one.head !== undefined && one.anchor !== undefined)) });
  }

  const moved = EditorView.updateListener.of((update) => {
    if (!update.selectionSet && !update.docChanged) return;
    clearTimeout(pointing);
    pointing = setTimeout(point, CURSOR_MS);
  });

  window.addEventListener("online", connect);
  window.addEventListener("offline", leave);
  connect();
}
