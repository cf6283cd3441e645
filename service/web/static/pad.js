/* The drawing pad's board. The table below it is the form and the truth: the board only
   shows it and writes to it, so without this script the same drawing is typed. */

const WIDTH = 400, HEIGHT = 220, RADIUS = 24, RIM = 44, APART = 26;
const SVG = "http://www.w3.org/2000/svg";

function make(kind, attributes, text) {
  const element = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

const inside = (number, size) => Math.min(Math.max(number, RIM), size - RIM);

const height = (x, up) => up + ((x - 50) / 75 % 2 ? 45 : 0);

class Pad {
  constructor(form) {
    this.form = form;
    this.board = form.querySelector("[data-pad-board]");
    this.tools = form.querySelector("[data-pad-tools]");
    this.said = form.querySelector("[data-pad-said]");
    this.nodes = []; this.edges = []; this.spots = {};
    this.chosen = null; this.wire = null; this.from = null; this.drag = null;
    this.read();
    this.build();
    this.draw();
  }

  read() {
    const { nodes, spots } = this.form.elements;
    this.nodes = nodes.value.replaceAll(",", " ").split(/\s+/).filter(Boolean);
    this.edges = [...this.form.querySelectorAll(".pad-edge")]
      .map((row) => [...row.querySelectorAll("input")].map((input) => input.value.trim()))
      .filter(([a, b]) => a && b);
    for (const name of this.edges.flat()) if (!this.nodes.includes(name)) this.nodes.push(name);
    for (const line of spots.value.split(/[\r\n]+/)) {
      const [name, x, y] = line.trim().split(/\s+/);
      if (Number.isFinite(+x) && Number.isFinite(+y)) this.spots[name] = [+x, +y];
    }
    this.nodes.forEach((name) => { this.spots[name] ??= this.room(); });
  }

  /* Return the first free place; neighbours stand at other heights, so that a wire past
     one of them is seen. */
  room() {
    for (const up of [50, 125])
      for (let x = 50; x < WIDTH; x += 75)
        if (this.nodes.every((name) => {
          const at = this.spots[name];
          return !at || Math.hypot(at[0] - x, at[1] - height(x, up)) > 2 * RADIUS;
        })) return [x, height(x, up)];
    return [WIDTH / 2, HEIGHT / 2];
  }

  write() {
    const { nodes, spots } = this.form.elements;
    nodes.value = this.nodes.join(" ");
    spots.value = this.nodes.map((name) => [name, ...this.spots[name].map(Math.round)].join(" ")).join("\n");
    const field = this.form.querySelector(".pad-edges");
    let rows = [...field.querySelectorAll(".pad-edge")];
    while (rows.length < this.edges.length + 1) {
      const fresh = rows[0].cloneNode(true);
      fresh.querySelectorAll(".unseen").forEach((word) => { word.textContent = `Wire ${rows.length + 1},`; });
      field.append(fresh);
      rows = [...field.querySelectorAll(".pad-edge")];
    }
    rows.forEach((row, at) => row.querySelectorAll("input").forEach((input, end) => {
      input.value = this.edges[at]?.[end] ?? "";
    }));
    this.draw();
  }

  build() {
    this.board.hidden = this.tools.hidden = false;
    this.form.querySelector("[data-pad-keys]").hidden = false;
    this.form.querySelector("[data-pad-table]").open = false;
    this.view = make("svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`, tabindex: 0, role: "application",
      "aria-label": "Drawing board", "aria-describedby": "pad-keys",
    });
    this.board.append(this.view);
    const label = document.createElement("label");
    label.textContent = "Node ";
    this.name = document.createElement("input");
    Object.assign(this.name, { maxLength: 16, autocomplete: "off", autocapitalize: "off", spellcheck: false });
    label.append(this.name);
    this.tools.append(label, this.button("Add node", () => this.add()),
      this.button("Wire from it", () => this.begin()), this.button("Remove", () => this.remove()));
    this.name.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); this.add(); this.view.focus(); }
      if (event.key === "Escape") this.view.focus();
    });
    this.view.addEventListener("keydown", (event) => this.key(event));
    this.view.addEventListener("pointerdown", (event) => this.down(event));
    this.view.addEventListener("pointermove", (event) => this.move(event));
    this.view.addEventListener("pointerup", (event) => this.up(event));
    this.form.querySelector(".pad-rows").addEventListener("change", () => { this.read(); this.draw(); });
    this.form.addEventListener("submit", (event) => this.send(event));
  }

  button(text, act) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: text, className: "small-button" });
    made.addEventListener("click", act);
    return made;
  }

  say(text) {
    const line = document.getElementById("say");
    if (line) line.textContent = text;
  }

  add() {
    const name = this.name.value.trim().replaceAll(/[\s,]+/g, "_");
    if (!name) { this.name.focus(); this.say("A node needs a name."); return; }
    if (!this.nodes.includes(name)) { this.spots[name] = this.spot ?? this.room(); this.nodes.push(name); }
    this.spot = null;
    this.chosen = name; this.wire = null; this.name.value = "";
    this.write();
    this.say(`Node ${name}.`);
  }

  begin() {
    if (!this.chosen) { this.say("Choose a node first."); return; }
    this.from = this.chosen;
    this.view.focus();
    this.draw();
    this.say(`Wire from ${this.from}: choose the other end, then Enter.`);
  }

  end(target) {
    if (this.from && target) {
      this.edges.push([this.from, target]);
      this.say(`Wire from ${this.from} to ${target}.`);
    }
    this.from = null;
    this.write();
  }

  remove() {
    if (this.wire !== null) {
      const [[a, b]] = this.edges.splice(this.wire, 1);
      this.say(`Wire from ${a} to ${b} removed.`);
    } else if (this.chosen) {
      const gone = this.chosen;
      this.nodes = this.nodes.filter((name) => name !== gone);
      this.edges = this.edges.filter((edge) => !edge.includes(gone));
      this.say(`Node ${gone} removed.`);
      this.chosen = this.nodes[0] ?? null;
    }
    this.wire = null; this.from = null;
    this.write();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = {
      n: () => { this.name.focus(); },
      e: () => this.begin(),
      w: () => this.next(),
      Delete: () => this.remove(),
      Backspace: () => this.remove(),
      Enter: () => this.end(this.chosen),
      ArrowLeft: () => this.choose(-1, 0), ArrowRight: () => this.choose(1, 0),
      ArrowUp: () => this.choose(0, -1), ArrowDown: () => this.choose(0, 1),
    };
    if (event.key === "Escape" && this.from) acts.Escape = () => { this.from = null; this.draw(); };
    if (!acts[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  /* Choose the nearest node in a direction. */
  choose(right, down) {
    this.wire = null;
    const here = this.spots[this.chosen];
    if (!here) { this.chosen = this.nodes[0] ?? null; } else {
      const far = (name) => {
        const [x, y] = this.spots[name].map((each, at) => each - here[at]);
        const along = x * right + y * down, beside = Math.abs(x * down) + Math.abs(y * right);
        return along > 1 ? along + beside : Infinity;
      };
      const near = this.nodes.filter((name) => far(name) < Infinity).sort((a, b) => far(a) - far(b))[0];
      this.chosen = near ?? this.chosen;
    }
    this.draw();
    if (this.chosen) this.say(this.told(this.chosen));
  }

  told(name) {
    const out = this.edges.filter(([a]) => a === name).length, into = this.edges.filter(([, b]) => b === name).length;
    return `${name}: ${into} in, ${out} out`;
  }

  next() {
    const mine = this.edges.map((edge, at) => [edge, at]).filter(([edge]) => edge.includes(this.chosen));
    if (!mine.length) return;
    const at = mine.findIndex(([, place]) => place === this.wire);
    const [[a, b], place] = mine[(at + 1) % mine.length];
    this.wire = place;
    this.draw();
    this.say(`Wire from ${a} to ${b}.`);
  }

  place(event) {
    const box = this.view.getBoundingClientRect();
    return [(event.clientX - box.left) * WIDTH / box.width, (event.clientY - box.top) * HEIGHT / box.height];
  }

  under([x, y]) {
    return this.nodes.find((name) => Math.hypot(this.spots[name][0] - x, this.spots[name][1] - y) < RADIUS + 4);
  }

  down(event) {
    const at = this.place(event), name = this.under(at);
    this.wire = null;
    if (!name) { this.spot = at.map((each, i) => inside(each, [WIDTH, HEIGHT][i])); this.name.focus(); event.preventDefault(); return; }
    if (this.from) { this.chosen = name; this.end(name); return; }
    this.chosen = name;
    this.drag = { name, at };
    this.view.setPointerCapture(event.pointerId);
    this.draw();
  }

  move(event) {
    if (!this.drag) return;
    this.drag.at = this.place(event);
    this.draw();
  }

  up(event) {
    if (!this.drag) return;
    const { name } = this.drag, at = this.place(event), other = this.under(at);
    this.drag = null;
    if (other && other !== name) { this.from = name; this.end(other); return; }
    if (!other) this.spots[name] = [inside(at[0], WIDTH), inside(at[1], HEIGHT)];
    this.write();
  }

  draw() {
    const seen = {};
    const wires = this.edges.flatMap(([a, b], at) => {
      const key = [a, b].sort().join(" "), nth = seen[key] = (seen[key] ?? -1) + 1;
      const bend = Math.ceil(nth / 2) * (nth % 2 ? 1 : -1) * APART;
      return this.curve(this.spots[a], this.spots[b], bend, at === this.wire ? "sketch-edge chosen" : "sketch-edge");
    });
    if (this.drag) {
      const [[a, b], [c, d]] = [this.spots[this.drag.name], this.drag.at];
      if (Math.hypot(a - c, b - d) > RADIUS) wires.push(make("path", { class: "sketch-edge going", d: `M${a} ${b}L${c} ${d}` }));
    }
    const nodes = this.nodes.map((name) => {
      const classes = ["sketch-node", name === this.chosen && "chosen", name === this.from && "target"];
      const group = make("g", { class: classes.filter(Boolean).join(" "), transform: `translate(${this.spots[name]})` });
      group.append(make("title", {}, this.told(name)), make("circle", { r: RADIUS }),
        make("text", { "text-anchor": "middle", y: 5 }, name.length > 5 ? `${name.slice(0, 4)}…` : name));
      return group;
    });
    this.view.replaceChildren(...wires, ...nodes);
  }

  curve([a, b], [c, d], bend, kind) {
    const length = Math.hypot(c - a, d - b);
    if (!length) return [make("path", { class: kind, d: `M${a - 14} ${b - 20}C${a - 50} ${b - 70} ${a + 50} ${b - 70} ${a + 14} ${b - 20}` })];
    const p = (a + c) / 2 - 2 * bend * (d - b) / length, q = (b + d) / 2 + 2 * bend * (c - a) / length;
    const reach = Math.hypot(c - p, d - q) || 1, u = (c - p) / reach, v = (d - q) / reach;
    const x = c - RADIUS * u, y = d - RADIUS * v;
    const head = [[0, 0], [-11 * u - 5 * v, -11 * v + 5 * u], [-11 * u + 5 * v, -11 * v - 5 * u]];
    return [
      make("path", { class: kind, d: `M${a} ${b}Q${p} ${q} ${x - 8 * u} ${y - 8 * v}` }),
      make("polygon", { class: "sketch-head", points: head.map(([i, j]) => `${x + i},${y + j}`).join(" ") }),
    ];
  }

  async send(event) {
    event.preventDefault();
    const body = new FormData(this.form, event.submitter);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, headers: { "X-Fragment": "1" } });
      if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
      this.said.innerHTML = await answer.text();
    } catch {
      this.said.textContent = "The drawing could not be sent: it is kept here. Try again when the connection is back.";
    }
  }
}

document.querySelectorAll("[data-pad]").forEach((form) => new Pad(form));
