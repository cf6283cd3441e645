// Turn each textarea[data-editor] into a Python editor. The textarea stays the form
// field: without this script, or when it fails, the page works the same.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const nonce = document.querySelector("script[nonce]")?.nonce ?? "";

// The page's own colours, so that light and dark keep their measured contrast.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--h1)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--h2)" },
  { tag: [tags.definition(tags.variableName), tags.function(tags.variableName)], color: "var(--leaf)" },
  { tag: tags.comment, color: "var(--ink2)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--card)", border: "1px solid var(--wire)", borderRadius: "8px" },
  "&.cm-focused": { outline: "3px solid var(--leaf)", outlineOffset: "1px" },
  ".cm-content": { fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace", fontSize: "0.95rem", caretColor: "var(--ink)" },
  ".cm-content, .cm-gutter": { minHeight: "16rem" },
  ".cm-scroller": { maxHeight: "60vh", overflow: "auto", lineHeight: "1.5" },
  ".cm-gutters": { color: "var(--ink2)", backgroundColor: "var(--pill)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--leaf) 8%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--leaf) 25%, transparent) !important" },
});

// --- Marks: what a verdict says of a line stands below that line -----------------------

class Words extends WidgetType {
  constructor(words) { super(); this.words = words; }
  eq(other) { return other.words === this.words; }
  toDOM() {
    const box = document.createElement("div");
    box.className = "cm-mark";
    box.setAttribute("role", "note");
    box.textContent = `✗ ${this.words}`;
    return box;
  }
}

const setMarks = StateEffect.define();

function drawn(doc, marks) {
  const ranges = [];
  for (const { line, words } of marks) {
    if (line < 1 || line > doc.lines) continue;
    const { from, to } = doc.line(line);
    ranges.push(Decoration.line({ class: "cm-marked" }).range(from));
    ranges.push(Decoration.widget({ widget: new Words(words), block: true, side: 1 }).range(to));
  }
  return Decoration.set(ranges, true);
}

const marks = StateField.define({
  create: () => Decoration.none,
  update(now, { changes, effects, state }) {
    const told = effects.find((one) => one.is(setMarks));
    return told ? drawn(state.doc, told.value) : now.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function toMark(view, isNext) {
  const lines = [];
  view.state.field(marks).between(0, view.state.doc.length, (from, _to, one) => { if (one.spec.class) lines.push(from); });
  if (!lines.length) return false;
  const here = view.state.selection.main.head;
  const line = isNext ? lines.find((from) => from > here) ?? lines[0] : lines.findLast((from) => from < here) ?? lines.at(-1);
  view.dispatch({ selection: { anchor: line }, scrollIntoView: true });
  return true;
}

// --- Keys ------------------------------------------------------------------------------

function press(slot) {
  return (view) => {
    const form = view.dom.closest("form");
    form?.requestSubmit(form.querySelector(`[data-slot=${slot}]`));
    return Boolean(form);
  };
}

const LEAVE_MS = 5000;

function leave(view) {
  // Escape, then Tab, leaves the editor: Tab alone indents.
  view.setTabFocusMode(LEAVE_MS);
  return true;
}

function upgrade(textarea) {
  const label = textarea.labels?.[0]?.textContent?.trim() || "Your code";
  const writing = new Compartment();
  const memory = new Compartment(); // what undo goes back through
  const readOnly = () => [EditorState.readOnly.of(textarea.readOnly), EditorView.editable.of(true)];
  let told = false; // a text put here from outside is nobody's typing
  const mirror = EditorView.updateListener.of((update) => {
    if (!update.docChanged || told) return;
    textarea.value = update.state.doc.toString();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const view = new EditorView({
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(), memory.of(history()), drawSelection(), highlightActiveLine(), marks,
        indentOnInput(), bracketMatching(), indentUnit.of("    "), python(),
        syntaxHighlighting(colours), look, mirror, writing.of(readOnly()),
        EditorView.contentAttributes.of({
          "aria-label": `${label} (Python; press Escape, then Tab, to leave)`,
          tabindex: "0",
        }),
        keymap.of([
          { key: "Mod-Enter", run: press("result") },
          { key: "Mod-s", run: press("checks") },
          { key: "F8", run: (one) => toMark(one, true), shift: (one) => toMark(one, false) },
          { key: "Escape", run: leave },
          indentWithTab, ...defaultKeymap, ...historyKeymap,
        ]),
      ],
    }),
  });
  const focused = document.activeElement === textarea;
  const { selectionStart: anchor, selectionEnd: head } = textarea;
  textarea.before(view.dom);
  textarea.hidden = true;
  if (focused) { // someone began to type before the editor was here
    view.focus();
    view.dispatch({ selection: { anchor, head } });
  }
  // A starter, a partner's text or a restored draft may replace the text from outside.
  textarea.addEventListener("pairgrad:replaced", () => {
    told = true;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: textarea.value } });
    told = false;
  });
  textarea.addEventListener("pairgrad:marks", (event) => view.dispatch({ effects: setMarks.of(event.detail) }));
  textarea.addEventListener("pairgrad:writing", () => view.dispatch({ effects: writing.reconfigure(readOnly()) }));
  textarea.dispatchEvent(new Event("pairgrad:ready"));
  if (!("shared" in textarea.dataset)) return;
  textarea.form.dataset.shared = "joining"; // nothing is saved past the edits meanwhile
  import("./shared.js")
    .then(({ share }) => share(view, textarea, memory))
    .catch(() => { delete textarea.form.dataset.shared; });
}

for (const textarea of document.querySelectorAll("textarea[data-editor]")) upgrade(textarea);
