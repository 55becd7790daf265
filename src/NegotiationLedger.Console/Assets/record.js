// Recording: what is typed is tried as it is typed, kept for this tab, and recorded once however often it is sent.
import { swap } from "./console.js";
import { kept, later, newKey, say, send, showProblem } from "./sending.js";
import { clearProblems, collect, controlOf, fieldAt, fill, patchOf, place, proposedIn, showDate, unfold, valueOf } from "./fields.js";
import * as pane from "./source.js";
import { bindSpeaker } from "./speaker.js";
import { showChanges, showDone, showNeeded, showWarnings } from "./outcome.js";

const id = (name) => document.getElementById(name);
const page = id("recording");
const { negotiation, about, draft: edited, revision } = page.dataset;
const address = `/negotiations/${negotiation}/developments`;
const draftName = `record ${negotiation} ${about ?? (edited ? `${edited} ${revision}` : "")}`;
const form = () => id("form");
const isCorrection = () => form()?.dataset.type === "assertion_corrected";

let draft = kept.get(draftName) ?? { body: edited ? JSON.parse(id("drafted").textContent) : {} };
let before = {}; // of a correction: the record as the form has it
let touched = new WeakSet();
let isSubmitted = false;
let isSending = false;
let trying = new AbortController();
let tried = null; // what was tried last, and what it would change

const keepDraft = () => kept.set(draftName, draft);

/** What would be sent. */
function bodyOf() {
  const { "/reason": reason, ...said } = collect(form()) ?? {};
  const { type } = form().dataset;
  if (isCorrection()) return { type, assertion: about, reason, patch: patchOf(before, said) ?? {} };
  return about ? { type, assertion: about, ...said } : { type, ...said };
}

// A correction is about the fields of the record that it corrects.
const placeOf = (pointer) => (isCorrection() ? (pointer === "/reason" ? "/~1reason" : pointer.replace(/^\/patch/, "")) : pointer);

const needed = () =>
  [...form().querySelectorAll("[data-field]")].filter(
    (field) =>
      field.querySelector(":scope > label .need, :scope > fieldset > legend .need") &&
      field.closest("[data-form]") === form() &&
      valueOf(field) === undefined &&
      isWanted(field.parentElement.closest("[data-field]")),
  );

// What stands in an object that may be left out is needed only where something is said of it.
const isWanted = (box) => !box || ((box.id === "attribution" || valueOf(box) !== undefined) && isWanted(box.parentElement.closest("[data-field]")));

async function tryOut() {
  if (!form() || isSending) return;
  trying.abort();
  trying = new AbortController();
  const body = bodyOf();
  const isEmpty = collect(form()) === undefined || (isCorrection() && JSON.stringify(body.patch) === "{}");
  showNeeded(needed());
  if (isEmpty) {
    clearProblems(form());
    showWarnings([]);
    showChanges(null);
    return (id("state").textContent = isCorrection() ? say("NothingChanged") : "");
  }
  id("state").textContent = say("Trying");
  try {
    const asked = form();
    const answer = await send(`${address}?dryRun=true`, body, { signal: trying.signal });
    // Meanwhile it may have been recorded, and another form, or none, stand there.
    if (form() === asked) showTrial(answer, body);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}
const tryLater = later(350, tryOut);

function showTrial(answer, body) {
  clearProblems(form());
  id("problems").hidden = true;
  if (answer.ok) {
    tried = { text: JSON.stringify(body), words: answer.json.words };
    id("state").textContent = say("Ready");
    showWarnings(answer.json.records.flatMap((r) => r.warnings));
    return showChanges(answer.json.words, negotiation);
  }
  tried = null;
  showWarnings([]);
  showChanges(null);
  tellProblems(answer);
}

function tellProblems(answer) {
  const errors = (answer.problem.errors ?? []).map((e) => ({ ...e, pointer: placeOf(e.pointer) }));
  const timely = errors.filter((e) => isSubmitted || isTimely(fieldAt(form(), e.pointer)));
  const rest = place(form(), timely);
  const isWhole = errors.length === 0 || rest.length > 0;
  id("problems").hidden = !isWhole;
  if (isWhole) showProblem(id("problems"), errors.length === 0 ? answer : { ...answer, problem: { title: "", detail: rest.map((e) => e.detail).join(" ") } });
  id("state").textContent = answer.isLost ? "" : timely.length > 0 ? say(timely.length === 1 ? "WrongOne" : "WrongSeveral", timely.length) : errors.length > 0 ? say("Unfinished") : "";
}

// Of a field that nobody has come to yet it is not said that it is empty.
const isTimely = (field) => !field || valueOf(field) !== undefined || touched.has(field);

async function submit() {
  if (isSending) return;
  const body = bodyOf();
  const text = JSON.stringify(body);
  if (draft.sent?.text !== text) draft.sent = { text, key: newKey() };
  draft.body = collect(form()) ?? {};
  keepDraft();
  trying.abort();
  isSubmitted = isSending = true;
  id("record").setAttribute("aria-disabled", "true");
  id("state").textContent = say("Sending");
  const answer = edited
    ? await send(`/drafts/${edited}`, body, { method: "PUT", match: revision })
    : await send(address, body, { key: draft.sent.key });
  isSending = false;
  id("record").removeAttribute("aria-disabled");
  if (answer.ok) return edited ? goBack() : done(answer, text);
  if (answer.problem.type?.endsWith("key-reused")) draft.sent = null;
  clearProblems(form());
  tellProblems(answer);
  (form().querySelector("[aria-invalid]") ?? id("record")).focus();
}

// What was saved is judged where the drafts are.
function goBack() {
  kept.drop(draftName);
  location.assign(page.dataset.drafts);
}

function done(answer, text) {
  const said = draft.body.attribution ?? {};
  draft = { body: {} };
  kept.drop(draftName);
  page.hidden = true;
  showDone(answer.json, {
    words: tried?.text === text ? tried.words : null,
    negotiation,
    another: about ? null : () => another({ source: said.source, speaker: said.speaker }),
  });
}

async function another(attribution) {
  draft = { body: { attribution: JSON.parse(JSON.stringify(attribution)) } };
  keepDraft();
  id("done").hidden = true;
  page.hidden = false;
  const url = new URL(location.href);
  url.searchParams.delete("type");
  await turn(url, () => (id("source-read").hidden ? id("type-search") : id("reader")).focus());
}

async function turn(url, then) {
  if (pane.chosen()) url.searchParams.set("source", pane.chosen().source);
  await swap(url.toString(), ["record-form"]);
  restore();
  then();
}

// Fields that follow from others, as long as nobody writes them.
function propose(pointer, value) {
  const field = form() && fieldAt(form(), pointer);
  const control = field && controlOf(field);
  if (!control || value === undefined || (control.value !== "" && !control.dataset.proposed)) return;
  control.value = value;
  control.dataset.proposed = "yes";
  showDate(control);
}

function follow() {
  if (isCorrection()) return;
  const said = (collect(form()) ?? {}).attribution;
  if (!said?.source) return;
  if (pane.chosen()?.source === said.source) propose("/attribution/assertedOn", pane.chosen().description.published);
  propose("/attribution/mode", said.speaker ? (said.quote ? "on_record" : "attributed") : "observed");
}

function write(part) {
  const attribution = form() && fieldAt(form(), "/attribution");
  if (attribution) {
    fill(attribution, { ...(collect(attribution) ?? {}), ...part });
    follow();
  }
  draft.body = { ...draft.body, attribution: { ...draft.body.attribution, ...part } };
  changed();
}

function changed() {
  if (form()) Object.assign(draft, { body: collect(form()) ?? {}, proposed: proposedIn(form()) });
  keepDraft();
  if (form()) tryLater();
}

function restore() {
  touched = new WeakSet();
  isSubmitted = false;
  if (!form()) return;
  const original = id("original");
  if (original) {
    fill(form(), JSON.parse(original.textContent));
    before = collect(form()) ?? {};
  }
  if (Object.keys(draft.body).length > 0) fill(form(), draft.body);
  (draft.proposed ?? []).forEach((name) => id(name) && (id(name).dataset.proposed = "yes"));
  if (pane.chosen() && !original) propose("/attribution/source", pane.chosen().source);
  follow();
  bindSpeaker((speaker) => write({ speaker }));
  showNeeded(needed());
  tryLater();
}

const focusNext = () => {
  const next = needed()[0];
  if (next) unfold(next);
  (next ? controlOf(next) : id("record")).focus();
};

pane.listen(({ source, quote, isMouse }) => {
  if (source) {
    const url = new URL(location.href);
    url.searchParams.set("source", source.source);
    history.replaceState(history.state, "", url);
    if (!isCorrection()) write({ source: source.source });
  }
  if (quote) {
    write({ quote: { ...quote } });
    if (isMouse && !form()) id("type-search")?.focus({ preventScroll: true });
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-type]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  turn(new URL(link.href), focusNext);
});

document.addEventListener("input", (event) => {
  if (event.target.id === "type-search") return filterTypes(event.target.value);
  if (!form()?.contains(event.target) || event.target.closest("[data-form]") !== form()) return;
  follow();
  changed();
});
document.addEventListener("focusout", (event) => {
  const field = event.target.closest?.("[data-field]");
  if (!field || !form()?.contains(field) || touched.has(field)) return;
  touched.add(field);
  tryLater();
});

function filterTypes(text) {
  const wanted = text.toLowerCase().replaceAll("_", " ").split(/\s+/).filter(Boolean);
  let any = false;
  for (const link of document.querySelectorAll("#type-list a")) {
    const fits = wanted.every((word) => link.textContent.toLowerCase().includes(word));
    link.parentElement.hidden = !fits;
    any ||= fits;
  }
  id("type-none").hidden = any;
}

// By its name first, then by what it means.
function firstType() {
  const wanted = id("type-search").value.toLowerCase().replaceAll("_", " ").trim();
  const shown = [...document.querySelectorAll("#type-list li:not([hidden]) a")];
  return shown.find((link) => link.firstChild.textContent.includes(wanted)) ?? shown[0];
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.id === "type-search") {
    event.preventDefault();
    firstType()?.click();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form()?.contains(event.target)) submit();
});

document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  submit();
});
document.addEventListener("click", (event) => {
  if (event.target.id !== "clear") return;
  draft = { body: {} };
  kept.drop(draftName);
  fill(form(), {});
  restore();
  focusNext();
});

pane.start();
restore();
const first = new URLSearchParams(location.search).get("source") ?? (about ? before.attribution?.source : draft.body.attribution?.source);
if (first) pane.choose(first).then((found) => found && form() && restoreFocus());
else restoreFocus();

// Where the next thing is to be done; nobody's reading is interrupted when they came by a link to a part of the page.
function restoreFocus() {
  if (location.hash || document.activeElement !== document.body) return;
  if (form()) focusNext();
  else if (!pane.chosen()) controlOf(fieldAt(id("source-new"), "/text")).focus({ preventScroll: true });
}
