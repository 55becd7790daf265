// What a record would change, and what it changed, in the words of the API.
import { make, newKey, say, send, showProblem } from "./sending.js";
import { controlOf, labelOf, unfold } from "./fields.js";

const mostSentences = 8;
const id = (name) => document.getElementById(name);
const pageOf = (view, negotiation) => (view === "status" ? `/talks/${negotiation}` : `/talks/${negotiation}/${view}`);

function changes(words, negotiation) {
  const changed = Object.entries(words).filter(([, sentences]) => sentences.length > 0);
  if (changed.length === 0) return [make("p", { class: "soft" }, say("NoChange"))];
  return changed.map(([view, sentences]) =>
    make(
      "div",
      { class: "view" },
      make("h3", {}, make("a", { href: pageOf(view, negotiation) }, say(`View_${view}`))),
      make(
        "ul",
        {},
        ...sentences.slice(0, mostSentences).map((sentence) => make("li", { dir: "auto" }, sentence)),
        sentences.length > mostSentences ? make("li", { class: "soft" }, say("More", sentences.length - mostSentences)) : null,
      ),
    ),
  );
}

/** Shows what would change, by view; null for what is not known. */
export function showChanges(words, negotiation) {
  const box = id("changes");
  box.hidden = words === null;
  box.replaceChildren(...(words === null ? [] : changes(words, negotiation)));
}

/** Shows what the recorder should know. */
export function showWarnings(warnings) {
  const box = id("warnings");
  box.hidden = warnings.length === 0;
  box.replaceChildren(...warnings.map((w) => make("p", { class: "warning", dir: "auto" }, w.detail)));
}

/** Names what is still to be filled, each as a way to it. */
export function showNeeded(fields) {
  const box = id("needed");
  box.hidden = fields.length === 0;
  if (fields.length === 0) return;
  box.replaceChildren(say("Needed"), " ");
  for (const field of fields) {
    const button = make("button", { type: "button", class: "link" }, labelOf(field));
    button.addEventListener("click", () => (unfold(field), controlOf(field).focus()));
    box.append(button, " ");
  }
}

/** Shows that something was recorded: where, what it changed, and how to go on or back. */
export function showDone(recorded, { words, negotiation, another }) {
  const [record] = recorded.records;
  const box = id("done");
  const undo = make("button", { type: "button", id: "undo" }, say("Undo"));
  const key = newKey();
  undo.addEventListener("click", () => takeBack(undo, record, negotiation, key));
  const again = another && make("button", { type: "button", id: "another" }, say("Another"));
  again?.addEventListener("click", another);
  box.replaceChildren(
    make("h2", { id: "done-head" }, say("Recorded")),
    make("p", { class: "place" }, make("a", { href: `/records/${record.id}` }, recorded.position), " ", make("code", {}, record.id)),
    ...record.warnings.map((w) => make("p", { class: "warning", dir: "auto" }, w.detail)),
    ...(words ? changes(words, negotiation) : []),
    make("p", { class: "actions" }, make("a", { class: "button main", id: "see", href: pageOf("status", negotiation) }, say("See")), again, undo),
    make("div", { id: "undone", role: "status" }),
  );
  box.hidden = false;
  box.focus();
  scrollTo({ top: 0 });
}

async function takeBack(button, record, negotiation, key) {
  button.disabled = true;
  const answer = await send(
    `/negotiations/${negotiation}/developments`,
    { type: "assertion_retracted", assertion: record.id, reason: say("UndoReason") },
    { key },
  );
  const told = id("undone");
  if (!answer.ok) {
    button.disabled = false;
    return showProblem(told, answer);
  }
  const [undone] = answer.json.records;
  button.remove();
  told.replaceChildren(make("p", {}, `${say("Undone")} `, make("a", { href: `/records/${undone.id}` }, answer.json.position)));
}
