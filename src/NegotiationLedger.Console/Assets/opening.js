// Opening a negotiation: title, parties and issues in one body, sent once however often the button is pressed.
import { kept, later, newKey, say, send, showProblem } from "./sending.js";
import { addItem, clearProblems, collect, controlOf, fieldAt, fill, place, showDate } from "./fields.js";
import * as pane from "./source.js";
import { bindSpeaker } from "./speaker.js";

const id = (name) => document.getElementById(name);
const form = id("form");
const draftName = "open";
let draft = kept.get(draftName) ?? { body: {} };
let isSending = false;

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
  keepDraft();
}

async function submit() {
  if (isSending) return;
  const body = collect(form) ?? {};
  const text = JSON.stringify(body);
  if (draft.sent?.text !== text) draft = { body, sent: { text, key: newKey() } };
  kept.set(draftName, draft);
  isSending = true;
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
  clearProblems(form);
  const errors = answer.problem.errors ?? [];
  const rest = place(form, errors);
  const isWhole = errors.length === 0 || rest.length > 0;
  id("problems").hidden = !isWhole;
  if (isWhole) showProblem(id("problems"), errors.length === 0 ? answer : { ...answer, problem: { title: "", detail: rest.map((e) => e.detail).join(" ") } });
  id("state").textContent = errors.length > 0 ? say(errors.length === 1 ? "WrongOne" : "WrongSeveral", errors.length) : "";
  (form.querySelector("[aria-invalid]") ?? id("record")).focus();
}

form.addEventListener("input", () => (follow(), keepDraft()));
form.addEventListener("submit", (event) => (event.preventDefault(), submit()));
pane.listen(({ source, quote }) => write(source ? { source: source.source } : { quote }));
pane.start();
bindSpeaker((speaker) => write({ speaker }));
if (Object.keys(draft.body).length > 0) fill(form, draft.body);
for (const name of ["/parties", "/issues"]) {
  const field = fieldAt(form, name);
  if (!field.querySelector("[data-item]")) addItem(field);
}
const named = new URLSearchParams(location.search).get("source") ?? draft.body.attribution?.source;
if (named) pane.choose(named);
