// The document beside a form: chosen or pasted, read in part, and its words taken as the quotation.
import { ask, kept, later, make, newKey, say, send, showProblem } from "./sending.js";
import { clearProblems, collect, controlOf, fieldAt, fill, place } from "./fields.js";

const shownAtOnce = 40000;
const around = 32;
const id = (name) => document.getElementById(name);

let source = null; // what the API says of it
let text = ""; // its whole text, white space as it is
let from = 0; // where the part that is shown begins
let listener = () => {};

/** The source that is chosen, with its description; null for none. */
export const chosen = () => source;

/** Sets what is called when a source is chosen or words are taken. */
export const listen = (told) => (listener = told);

/** Looks a source up and shows it. */
export async function choose(name, { isNew = false } = {}) {
  const answer = await ask(`/sources/${encodeURIComponent(name)}?limit=1`);
  if (!answer.ok) {
    if (answer.status !== 404) showProblem(id("source-wrong"), answer);
    return false;
  }
  source = answer.json;
  text = source.text ?? "";
  from = 0;
  const { description } = source;
  id("source-title").textContent = description.title;
  id("source-title").href = `/library/${source.source}`;
  id("source-from").textContent = [description.publisher, description.author, description.published].filter(Boolean).join(" · ");
  id("source-choice").hidden = true;
  id("source-held").hidden = false;
  id("source-wrong").hidden = true;
  id("source-lacks").hidden = text !== "";
  id("source-read").hidden = text === "";
  show();
  listener({ source, isNew });
  return true;
}

function show() {
  const reader = id("reader");
  const to = Math.min(text.length, from + shownAtOnce);
  reader.replaceChildren(document.createTextNode(text.slice(from, to)));
  reader.lang = source?.description.language ?? "";
  id("reader-before").hidden = from === 0;
  id("reader-after").hidden = to === text.length;
  id("reader-place").textContent = text.length > shownAtOnce ? say("Part", Math.floor(from / shownAtOnce) + 1, Math.ceil(text.length / shownAtOnce)) : "";
}

const plain = (words) => words.replace(/\s+/g, " ").trim();

/** Where the words stand in the text, whatever its white space; all places. */
export function placesOf(whole, words) {
  const wanted = plain(words);
  if (wanted === "") return [];
  const pattern = wanted.split(" ").map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
  return [...whole.matchAll(new RegExp(pattern, "giu"))].map((m) => [m.index, m.index + m[0].length]);
}

/** The quotation of a place: its exact words, and words around them where they alone would not do. */
export function quoteOf(whole, start, end) {
  while (start < end && /\s/.test(whole[start])) start++;
  while (end > start && /\s/.test(whole[end - 1])) end--;
  const quote = { exact: plain(whole.slice(start, end)) };
  if (placesOf(whole, quote.exact).length > 1) {
    const before = plain(whole.slice(Math.max(0, start - around), start).replace(/^\S*\s/, ""));
    const after = plain(whole.slice(end, end + around).replace(/\s\S*$/, ""));
    if (before) quote.prefix = before;
    if (after) quote.suffix = after;
  }
  return quote;
}

function take(start, end, isMouse = false) {
  const quote = quoteOf(text, start, end);
  if (quote.exact === "") return;
  mark(start, end);
  id("source-status").textContent = say("Taken", quote.exact.length > 80 ? `${quote.exact.slice(0, 77)}…` : quote.exact);
  listener({ quote, isMouse });
}

// Shown by the browser itself, so that the text stays one run of characters.
function mark(start, end) {
  if (!globalThis.Highlight || !CSS.highlights) return;
  const node = id("reader").firstChild;
  const range = new Range();
  range.setStart(node, Math.max(0, start - from));
  range.setEnd(node, Math.min(node.length, end - from));
  CSS.highlights.set("quotation", new Highlight(range));
}

function takeSelection(isMouse = false) {
  const selection = getSelection();
  const node = id("reader").firstChild;
  if (!node || selection.isCollapsed || selection.rangeCount === 0) return false;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(node)) return false;
  const start = range.startContainer === node ? range.startOffset : 0;
  const end = range.endContainer === node ? range.endOffset : node.length;
  take(from + start, from + end, isMouse);
  return true;
}

let next = 0;

function findWords() {
  const places = placesOf(text, id("words").value);
  if (places.length === 0) return (id("source-status").textContent = say("NotInText"));
  const [start, end] = places[next++ % places.length];
  if (start < from || end > from + shownAtOnce) {
    from = Math.floor(start / shownAtOnce) * shownAtOnce;
    show();
  }
  take(start, end);
  const range = new Range();
  range.setStart(id("reader").firstChild, start - from);
  range.setEnd(id("reader").firstChild, Math.min(id("reader").firstChild.length, end - from));
  const [line, box] = [range.getBoundingClientRect(), id("reader").getBoundingClientRect()];
  id("reader").scrollTop += line.top - box.top - box.height / 3;
}

// What was pasted says its title in its first line, and often its day.
function propose() {
  const form = id("source-new");
  const pasted = controlOf(fieldAt(form, "/text")).value;
  const head = pasted.slice(0, 1200);
  suggest(form, "/title", head.split("\n").map(plain).find((line) => line.length > 2)?.slice(0, 200));
  suggest(form, "/published", dayIn(head));
  suggest(form, "/url", head.match(/\bhttps?:\/\/[^\s"'<>]+/)?.[0]);
  suggest(form, "/kind", pasted.trim() ? "article" : "");
}

function suggest(form, pointer, value) {
  const control = controlOf(fieldAt(form, pointer));
  if (control.value !== "" && !control.dataset.proposed) return;
  if (control.value === (value ?? "")) return;
  control.value = value ?? "";
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dataset.proposed = "yes";
}

function dayIn(head) {
  const iso = head.match(/\b(\d{4}-[01]\d-[0-3]\d)\b/);
  if (iso) return iso[1];
  const months = Array.from({ length: 12 }, (_, m) => new Date(2000, m, 1).toLocaleString("en", { month: "long" }).toLowerCase());
  const named = head.match(/\b(\d{1,2})\.? ([A-Z][a-z]+),? (\d{4})\b/) ?? head.match(/\b([A-Z][a-z]+) (\d{1,2}),? (\d{4})\b/);
  if (!named) return undefined;
  const [day, month] = /^\d/.test(named[1]) ? [named[1], named[2]] : [named[2], named[1]];
  const at = months.findIndex((m) => m === month.toLowerCase() || m.slice(0, 3) === month.toLowerCase());
  return at < 0 || day > 31 ? undefined : `${named[3]}-${String(at + 1).padStart(2, "0")}-${day.padStart(2, "0")}`;
}

let key = newKey();

async function keep() {
  const form = id("source-new");
  const button = id("keep-source");
  if (button.disabled) return;
  button.disabled = true;
  clearProblems(form);
  const answer = await send("/sources", collect(form) ?? {}, { key });
  button.disabled = false;
  if (answer.ok) {
    key = newKey();
    fill(form, {});
    kept.drop("pasted");
    addKnown("source", answer.json.source, answer.json.description.title);
    await choose(answer.json.source, { isNew: answer.status === 201 });
    id("reader").focus();
    return;
  }
  if (answer.problem.type?.endsWith("key-reused")) key = newKey();
  const rest = place(form, answer.problem.errors ?? []);
  if (rest.length > 0 || !(answer.problem.errors?.length > 0)) showProblem(form.querySelector(":scope > [data-problem]"), answer);
  form.querySelector("[aria-invalid]")?.focus();
}

/** Adds an id to those that are proposed as one types. */
export function addKnown(kind, value, name) {
  const list = id(`known-${kind}`);
  if (list && ![...list.options].some((o) => o.value === value)) list.prepend(make("option", { value }, name));
}

async function addText() {
  const button = id("add-text");
  button.disabled = true;
  const answer = await send(`/sources/${source.source}/text`, { text: id("source-add").value }, { key: newKey() });
  button.disabled = false;
  if (!answer.ok) return showProblem(id("source-wrong"), answer);
  await choose(source.source);
  id("reader").focus();
}

function turn(by) {
  from = Math.max(0, from + by * shownAtOnce);
  show();
  id("reader").scrollTop = 0;
  id("reader").focus();
}

/** Binds the pane; shows the source that the page names. */
export function start() {
  id("source-known").addEventListener("change", (event) => event.target.value && choose(event.target.value.trim()));
  id("keep-source").addEventListener("click", keep);
  id("add-text").addEventListener("click", addText);
  id("other-source").addEventListener("click", () => {
    id("source-choice").hidden = false;
    id("source-held").hidden = true;
    id("source-known").value = "";
    id("source-known").focus();
  });
  id("source-new").addEventListener("input", (event) => {
    if (event.target === controlOf(fieldAt(id("source-new"), "/text"))) propose();
    keepPasted();
  });
  const reader = id("reader");
  reader.addEventListener("mouseup", () => setTimeout(() => takeSelection(true)));
  reader.addEventListener("keyup", (event) => event.shiftKey && takeSelection());
  reader.addEventListener("touchend", () => setTimeout(takeSelection, 50, true));
  id("use-selection").addEventListener("mousedown", (event) => event.preventDefault());
  id("use-selection").addEventListener("click", () => takeSelection() || (id("source-status").textContent = say("NoSelection")));
  id("words").addEventListener("input", () => (next = 0));
  id("words").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    findWords();
  });
  id("reader-before").addEventListener("click", () => turn(-1));
  id("reader-after").addEventListener("click", () => turn(1));
  const pasted = kept.get("pasted");
  if (pasted) fill(id("source-new"), pasted);
}

const keepPasted = later(300, () => kept.set("pasted", collect(id("source-new")) ?? null));
