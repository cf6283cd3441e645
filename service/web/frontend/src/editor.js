// Turn each textarea[data-editor] into a Python editor. The textarea stays the form
// field: without this script, or when it fails, the page works the same.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
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
  ".cm-scroller": { maxHeight: "60vh", overflow: "auto", lineHeight: "1.45" },
  ".cm-gutters": { color: "var(--ink2)", backgroundColor: "var(--pill)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--leaf) 8%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--leaf) 25%, transparent) !important" },
});

function submit(view) {
  const form = view.dom.closest("form");
  form?.requestSubmit();
  return Boolean(form);
}

function leave(view) {
  // Escape, then Tab, leaves the editor: Tab alone indents.
  view.contentDOM.blur();
  view.dom.nextElementSibling?.focus?.();
  return true;
}

function upgrade(textarea) {
  const label = textarea.labels?.[0]?.textContent?.trim() || "Your code";
  const mirror = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    textarea.value = update.state.doc.toString();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const view = new EditorView({
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(), history(), drawSelection(), highlightActiveLine(),
        indentOnInput(), bracketMatching(), indentUnit.of("    "), python(),
        syntaxHighlighting(colours), look, mirror,
        EditorView.contentAttributes.of({
          "aria-label": `${label} (Python; press Escape, then Tab, to leave)`,
          tabindex: "0",
        }),
        keymap.of([
          { key: "Mod-Enter", run: submit },
          { key: "Escape", run: leave },
          indentWithTab, ...defaultKeymap, ...historyKeymap,
        ]),
      ],
    }),
  });
  textarea.before(view.dom);
  textarea.hidden = true;
  // A starter, an upload or a restored draft may replace the text from outside.
  textarea.addEventListener("pairgrad:replaced", () => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: textarea.value } });
  });
}

for (const textarea of document.querySelectorAll("textarea[data-editor]")) upgrade(textarea);
