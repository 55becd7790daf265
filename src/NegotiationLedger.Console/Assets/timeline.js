// The timeline: its window moves by keys, by the wheel and by two fingers. The server draws each window; until it comes, the old picture stretches.
import { swap } from "./console.js";

const box = () => document.getElementById("timeline-box");
const plot = () => box()?.querySelector(".plot");
const parts = ["timeline", "timeline-table"];
const shortest = 3_600_000;

let wanted = null;
let waiting = null;
let busy = false;

const windowOf = (element) => ({ from: Date.parse(element.dataset.from), to: Date.parse(element.dataset.to) });
const wholeOf = (element) => ({ from: Date.parse(element.dataset.first), to: Date.parse(element.dataset.last) });
const written = (time) => new Date(time).toISOString().replace(/\.\d+Z$/, "Z");

function within(window, whole) {
  const length = window.to - window.from;
  if (length >= whole.to - whole.from) return whole;
  if (window.from < whole.from) return { from: whole.from, to: whole.from + length };
  if (window.to > whole.to) return { from: whole.to - length, to: whole.to };
  return window;
}

/** The window with a part of it, from 0 to 1, staying where it is. */
function zoomed({ from, to }, factor, part = 0.5) {
  const length = Math.max((to - from) * factor, shortest);
  const fixed = from + (to - from) * part;
  return { from: fixed - length * part, to: fixed + length * (1 - part) };
}

const shifted = ({ from, to }, part) => ({ from: from + (to - from) * part, to: to + (to - from) * part });

function addressOf(window, whole) {
  const url = new URL(location.href);
  url.hash = "";
  for (const name of ["after", "cluster"]) url.searchParams.delete(name);
  if (window.from <= whole.from && window.to >= whole.to) {
    url.searchParams.delete("from");
    url.searchParams.delete("to");
  } else {
    url.searchParams.set("from", written(window.from));
    url.searchParams.set("to", written(window.to));
  }
  return url.href;
}

function preview(shown, next) {
  const picture = plot();
  if (!picture) return;
  const scale = (shown.to - shown.from) / (next.to - next.from);
  const shift = ((shown.from - next.from) / (next.to - next.from)) * 100;
  for (const part of picture.querySelectorAll(".lane-marks, .curve, .axis path, .axis text, .now")) {
    part.style.transformBox = "view-box";
    part.style.transformOrigin = "0 0";
    part.style.transform = part.matches(".curve") ? "" : `translateX(${shift}%) scaleX(${scale})`;
  }
  box().toggleAttribute("data-moving", true);
}

function move(change, delay = 0) {
  const element = box();
  if (!element) return;
  const shown = windowOf(element);
  wanted = within(change(wanted ?? shown), wholeOf(element));
  preview(shown, wanted);
  clearTimeout(waiting);
  waiting = setTimeout(settle, delay);
}

async function settle() {
  if (busy || !wanted) return;
  const element = box();
  const { scrollLeft } = element;
  const held = document.activeElement?.id;
  const aim = wanted;
  busy = true;
  await exchange(addressOf(aim, wholeOf(element)), held, scrollLeft);
  busy = false;
  // Whoever went on meanwhile goes on from there.
  if (wanted === aim) wanted = null;
  else settle();
}

async function exchange(url, held, scrollLeft = box()?.scrollLeft ?? 0) {
  await swap(url, parts, { push: false });
  history.replaceState(history.state, "", url);
  const fresh = box();
  if (fresh) fresh.scrollLeft = scrollLeft;
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
  rove();
}

const keys = {
  "+": (w) => zoomed(w, 0.5),
  "=": (w) => zoomed(w, 0.5),
  "-": (w) => zoomed(w, 2),
  ArrowLeft: (w) => shifted(w, -0.25),
  ArrowRight: (w) => shifted(w, 0.25),
  0: () => wholeOf(box()),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const element = box();
  if (!element?.contains(event.target)) return;
  const mark = event.target.closest(".mark");
  if (mark && wander(mark, event.key)) {
    event.preventDefault();
    return;
  }
  if (!mark && event.key === "ArrowDown") {
    element.querySelector(".mark")?.focus();
    event.preventDefault();
    return;
  }
  const change = keys[event.key];
  if (!change || (mark && event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  move(change, 40);
});

/** From mark to mark by the arrows; back to the picture by Escape. */
function wander(mark, key) {
  const marks = [...box().querySelectorAll(".mark")];
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  const next = key === "Escape" ? box() : by ? marks[marks.indexOf(mark) + by] : key === "Home" ? marks[0] : key === "End" ? marks.at(-1) : null;
  if (!next) return Boolean(by);
  if (next.matches(".mark")) {
    mark.tabIndex = -1;
    next.tabIndex = 0;
  }
  next.focus();
  return true;
}

/** One stop for the tab key; the arrows lead to the other marks. */
function rove() {
  const marks = [...(box()?.querySelectorAll(".mark") ?? [])];
  const first = marks.find((mark) => mark.matches(".chosen")) ?? marks[0];
  for (const mark of marks) mark.tabIndex = mark === first ? 0 : -1;
}

const partAt = (clientX) => {
  const { left, width } = plot().getBoundingClientRect();
  return Math.min(Math.max((clientX - left) / width, 0), 1);
};

// The wheel zooms with ctrl, and over the axis; elsewhere it scrolls the page as ever.
document.addEventListener(
  "wheel",
  (event) => {
    if (!box()?.contains(event.target) || !(event.ctrlKey || event.target.closest(".axis"))) return;
    event.preventDefault();
    const part = partAt(event.clientX);
    move((w) => zoomed(w, Math.exp(Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 60) * 0.006), part), 90);
  },
  { passive: false },
);

const fingers = new Map();
let pinch = null;

document.addEventListener("pointerdown", (event) => {
  if (event.pointerType !== "touch" || !box()?.contains(event.target)) return;
  fingers.set(event.pointerId, event.clientX);
  if (fingers.size === 2) pinch = { window: windowOf(box()), ...spread() };
});

document.addEventListener("pointermove", (event) => {
  if (!fingers.has(event.pointerId)) return;
  fingers.set(event.pointerId, event.clientX);
  if (!pinch || fingers.size !== 2) return;
  const { middle, apart } = spread();
  const next = zoomed(pinch.window, pinch.apart / apart, partAt(pinch.middle));
  const drift = (partAt(pinch.middle) - partAt(middle)) * (next.to - next.from);
  move(() => ({ from: next.from + drift, to: next.to + drift }), 120);
});

for (const name of ["pointerup", "pointercancel"])
  document.addEventListener(name, (event) => {
    fingers.delete(event.pointerId);
    if (fingers.size < 2) pinch = null;
  });

function spread() {
  const [a, b] = [...fingers.values()];
  return { middle: (a + b) / 2, apart: Math.max(Math.abs(a - b), 12) };
}

document.addEventListener("click", (event) => {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("#timeline-zoom a[href], a[data-zoom]");
  if (link) {
    event.preventDefault();
    wanted = null;
    exchange(link.href, link.id || "timeline-box");
    return;
  }
  const mark = event.target.closest?.("#timeline-box .mark");
  if (!mark) return;
  for (const other of box().querySelectorAll(".mark.chosen")) other.classList.remove("chosen");
  mark.classList.add("chosen");
});

rove();
