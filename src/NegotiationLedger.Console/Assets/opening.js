// Opening a negotiation: title, parties and issues in one body, tried as it is typed, and sent once however often the button is pressed.
import { kept, later, newKey, say, send, showProblem } from "./sending.js";
import { addItem, clearProblems, collect, controlOf, fieldAt, fill, place, showDate, valueOf } from "./fields.js";
import { showWarnings } from "./outcome.js";
import * as pane from "./source.js";
import { bindSpeaker } from "./speaker.js";

const id = (name) => document.getElementById(name);
const form = id("form");
const draftName = "open";
let draft = kept.get(draftName) ?? { body: {} };
let isSending = false;
let isSubmitted = false;
let trying = new AbortController();
const touched = new WeakSet();

const keepDraft = later(200, () => kept.set(draftName, { ...draft, body: collect(form) ?? {} }));

function propose(pointer, value) {
  const control = controlOf(fieldAt(form, pointer));
  if (value === undefined || (control.value !== "" && !control.dataset.proposed)) return;
  control.value = value;
  control.dataset.proposed = "yes";
  showDate(control);
}

function follow() {
  const said = (collect(form) ?? {}).attribution;
  if (!said?.source) return;
  if (pane.chosen()?.source === said.source) propose("/attribution/assertedOn", pane.chosen().description.published);
  propose("/attribution/mode", said.speaker ? (said.quote ? "on_record" : "attributed") : "observed");
}

function write(part) {
  const attribution = fieldAt(form, "/attribution");
  fill(attribution, { ...(collect(attribution) ?? {}), ...part });
  follow();
  changed();
}

function changed() {
  keepDraft();
  tryLater();
}

async function tryOut() {
  trying.abort();
  if (isSending) return;
  trying = new AbortController();
  const body = collect(form);
  if (body === undefined) return tell({ problem: { errors: [] } });
  id("state").textContent = say("Trying");
  try {
    tell(await send("/negotiations?dryRun=true", body, { signal: trying.signal }));
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}
const tryLater = later(350, tryOut);

// Of a field that nobody has come to yet it is not said that it is empty.
const isTimely = (field) => isSubmitted || !field || valueOf(field) !== undefined || touched.has(field);

/** Says what an answer says of the form: of a trial, or of what was refused. */
function tell(answer) {
  clearProblems(form);
  showWarnings(answer.ok ? answer.json.records.flatMap((record) => record.warnings) : []);
  id("problems").hidden = true;
  if (answer.ok) return (id("state").textContent = say("ReadyToOpen"));
  const errors = answer.problem.errors ?? [];
  const timely = errors.filter((error) => isTimely(fieldAt(form, error.pointer)));
  const rest = place(form, timely);
  if (errors.length === 0 && answer.problem.title) showProblem(id("problems"), answer);
  else if (rest.length > 0) showProblem(id("problems"), { ...answer, problem: { title: "", detail: rest.map((e) => e.detail).join(" ") } });
  id("state").textContent = timely.length > 0 ? say(timely.length === 1 ? "WrongOne" : "WrongSeveral", timely.length) : errors.length > 0 ? say("Unfinished") : "";
}

async function submit() {
  if (isSending) return;
  const body = collect(form) ?? {};
  const text = JSON.stringify(body);
  if (draft.sent?.text !== text) draft = { body, sent: { text, key: newKey() } };
  kept.set(draftName, draft);
  trying.abort();
  isSubmitted = isSending = true;
  id("record").setAttribute("aria-disabled", "true");
  id("state").textContent = say("Sending");
  const answer = await send("/negotiations", body, { key: draft.sent.key });
  isSending = false;
  id("record").removeAttribute("aria-disabled");
  if (answer.ok) {
    kept.drop(draftName);
    const source = body.attribution?.source;
    location.assign(`/talks/${answer.json.negotiation}/record${source ? `?source=${encodeURIComponent(source)}` : ""}`);
    return;
  }
  if (answer.problem.type?.endsWith("key-reused")) draft.sent = null;
  tell(answer);
  (form.querySelector("[aria-invalid]") ?? id("record")).focus();
}

form.addEventListener("input", () => (follow(), changed()));
form.addEventListener("focusout", (event) => {
  const field = event.target.closest?.("[data-field]");
  if (!field || touched.has(field)) return;
  touched.add(field);
  tryLater();
});
form.addEventListener("submit", (event) => (event.preventDefault(), submit()));
pane.listen(({ source, quote }) => write(source ? { source: source.source } : { quote }));
pane.start();
bindSpeaker((speaker) => write({ speaker }));
if (Object.keys(draft.body).length > 0) {
  fill(form, draft.body);
  tryLater();
}
for (const name of ["/parties", "/issues"]) {
  const field = fieldAt(form, name);
  if (!field.querySelector("[data-item]")) addItem(field);
}
const named = new URLSearchParams(location.search).get("source") ?? draft.body.attribution?.source;
if (named) pane.choose(named);
