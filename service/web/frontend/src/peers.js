// Where the others are in the text: a bar with a name, and what they have selected.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

class Caret extends WidgetType {
  constructor(name) { super(); this.name = name; }
  eq(other) { return other.name === this.name; }
  toDOM() {
    const bar = document.createElement("span");
    bar.className = "cm-peer";
    bar.setAttribute("aria-hidden", "true"); // it is no part of the text
    const flag = document.createElement("span");
    flag.className = "cm-peer-name";
    flag.textContent = this.name;
    bar.append(flag);
    return bar;
  }
  ignoreEvent() { return true; }
}

export const setPeers = StateEffect.define();

function drawn(places, length) {
  const ranges = [];
  for (const { name, anchor, head } of places) {
    const [from, to] = [Math.min(anchor, head), Math.min(length, Math.max(anchor, head))];
    if (from < to) ranges.push(Decoration.mark({ class: "cm-peer-selection" }).range(from, to));
    ranges.push(Decoration.widget({ widget: new Caret(name), side: 1 }).range(Math.min(length, head)));
  }
  return Decoration.set(ranges, true);
}

export const peers = StateField.define({
  create: () => Decoration.none,
  update(now, { changes, effects, state }) {
    const told = effects.find((one) => one.is(setPeers));
    return told ? drawn(told.value, state.doc.length) : now.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});
