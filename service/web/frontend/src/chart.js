// Draw each figure[data-chart] with uPlot in the place of the server's own drawing, and
// go on with the same plot when the page reads itself again. Without this script the
// drawing stays, and the table beside it always does.
import style from "uplot/dist/uPlot.min.css";

const DASHES = [[], [9, 5], [2, 4], [12, 4, 2, 4], [4, 8]];
const HUES = ["--h1", "--h2", "--h3", "--ink2", "--wire"];
const plots = new Map(); // key -> { holder, plot, told }
let uPlot;

const hue = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const written = {
  number: (value) => Number(value).toPrecision(3).replace(/\.?0+$/, ""),
  percent: (value) => `${(100 * value).toFixed(1)} %`,
};
const moment = (seconds) => new Date(1000 * seconds).toLocaleString([], { dateStyle: "short", timeStyle: "short" });

function joined({ lines }) {
  return uPlot.join(lines.map(({ points }) => [points.map(([x]) => x), points.map(([, y]) => y)]));
}

function marked(plot, { marks }) {
  const { ctx } = plot;
  const size = (marks.length > 40 ? 3.5 : 5) * devicePixelRatio;
  ctx.save();
  ctx.setLineDash([]);
  for (const [step, height, good] of marks) {
    const [x, y] = [plot.valToPos(step, "x", true), plot.valToPos(height, "y", true)];
    const reach = good ? size : 1.7 * size;
    ctx.beginPath();
    ctx.moveTo(x, y - reach); ctx.lineTo(x + reach, y); ctx.lineTo(x, y + reach); ctx.lineTo(x - reach, y);
    ctx.closePath();
    ctx.fillStyle = good ? hue("--card") : hue("--bad");
    ctx.strokeStyle = good ? hue("--ok") : hue("--bad");
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

function readout(plot, entry) {
  const words = entry.holder.closest("figure")?.querySelector("[data-readout]");
  if (!words) return;
  words.dataset.plain ??= words.textContent;
  const at = plot.cursor.idx;
  if (at == null) { words.textContent = words.dataset.plain; return; }
  const { told } = entry;
  const where = told.time ? moment(plot.data[0][at]) : `step ${plot.data[0][at]}`;
  const values = told.lines.map(({ label }, i) => [label, plot.data[i + 1][at]]).filter(([, value]) => value != null)
    .map(([label, value]) => `${told.lines.length > 1 ? `${label} ` : ""}${written[told.form](value)}`);
  words.textContent = `${where}: ${values.join(" · ")}`;
}

function made(entry) {
  const { told, holder } = entry;
  const axis = { stroke: () => hue("--ink2"), grid: { stroke: () => hue("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
  const paths = told.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined;
  const fixed = (u, low, high) => uPlot.rangeNum(told.low ?? low, told.high ?? high, { min: { pad: told.low == null ? 0.06 : 0 }, max: { pad: told.high == null ? 0.06 : 0 } });
  return new uPlot({
    width: holder.clientWidth, height: 220,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: { x: { time: told.time }, y: told.low != null && told.high != null ? { range: [told.low, told.high] } : { range: fixed } },
    axes: [{ ...axis, size: told.time ? 44 : 28, space: 60 }, { ...axis, size: 54, values: (u, marks) => marks.map(written[told.form]) }],
    series: [{}, ...told.lines.map(({ label }, i) => ({
      label, paths, spanGaps: true, width: 2.5, dash: DASHES[i % DASHES.length],
      stroke: () => hue(HUES[i % HUES.length]), points: { show: told.form === "percent" && !told.time, size: 6 },
    }))],
    hooks: { draw: [(plot) => marked(plot, entry.told)], setCursor: [(plot) => readout(plot, entry)] },
  }, joined(told), holder);
}

const widths = new ResizeObserver((seen) => {
  for (const { target, contentRect } of seen) {
    const plot = target.entry.plot;
    if (contentRect.width && plot && plot.width !== contentRect.width) plot.setSize({ width: contentRect.width, height: 220 });
  }
});

function show(figure) {
  const told = JSON.parse(figure.dataset.chart);
  const { key } = figure.dataset;
  let entry = plots.get(key);
  const same = entry && entry.told.lines.length === told.lines.length;
  if (!same) {
    entry?.plot.destroy();
    const holder = document.createElement("div");
    holder.className = "plot";
    holder.setAttribute("role", "img");
    entry = holder.entry = { holder };
    plots.set(key, entry);
  }
  entry.told = told;
  const drawing = figure.querySelector(":scope > svg");
  entry.holder.setAttribute("aria-label", drawing.getAttribute("aria-label"));
  drawing.replaceWith(entry.holder);
  if (same) entry.plot.setData(joined(told));
  else {
    entry.plot = made(entry);
    widths.observe(entry.holder);
  }
}

const waiting = () => [...document.querySelectorAll("figure[data-chart]")].filter((one) => one.querySelector(":scope > svg"));

async function draw() {
  if (!waiting().length) return;
  if (!uPlot) {
    uPlot = (await import("uplot")).default;
    // As a sheet of its own: the policy admits no style element without a nonce.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  waiting().forEach(show);
}

document.addEventListener("pairgrad:shown", draw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { for (const { plot } of plots.values()) plot.redraw(); });
draw();
