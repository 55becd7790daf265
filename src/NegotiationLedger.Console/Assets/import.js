// From a file to records: the map is proposed and changed, every row is tried, and then they are loaded, in parts where there are many.
import { kept, make, newKey, say, send, showProblem } from "./sending.js";
import { batchOf, partsOf, propose, readFile, undoBatch } from "./sheet-file.js";
import { columnsOf, readAround, showMap, showRows, swapped } from "./sheet-map.js";
import { showRowsOf, showTotals } from "./sheet-outcome.js";

const id = (name) => document.getElementById(name);
const { negotiation } = id("importing").dataset;
const mapName = `map ${negotiation ?? ""}`;

let file = null;
let sheet = null;
let map = null;
let keys = null; // of a load, by part, so that what is sent again is recorded once
let isWorking = false;

function changed() {
  keys = null;
  showMap(map, sheet.columns, changed);
  kept.set(mapName, { columns: sheet.columns, map });
  id("load").disabled = true;
}

async function take(chosen) {
  if (!chosen) return;
  id("file-wrong").hidden = true;
  id("file-state").textContent = say("Reading", chosen.name);
  const read = await readFile(chosen);
  if (read.wrong) return refuse(read.wrong);
  const answer = await propose(read);
  if (!answer.ok) {
    id("file-state").textContent = "";
    return showProblem(id("file-wrong"), answer);
  }
  [file, sheet] = [read, answer.json];
  const before = kept.get(mapName);
  map = before && JSON.stringify(before.columns) === JSON.stringify(sheet.columns) ? before.map : sheet.map;
  readNegotiation();
  id("file-state").textContent = say("ReadFile", chosen.name, sheet.columns.length);
  id("mapping").hidden = false;
  showRows(sheet);
  changed();
  id("map-head").focus();
}

// On the page of one negotiation the rows are about that one.
function readNegotiation() {
  if (negotiation) delete map.negotiation;
}

function refuse(words) {
  id("file-state").textContent = "";
  id("file-wrong").textContent = words;
  id("file-wrong").hidden = false;
}

const address = (isTrial) => {
  const one = negotiation ?? (typeof map.negotiation === "string" ? map.negotiation : null);
  return `${one ? `/negotiations/${encodeURIComponent(one)}` : ""}/imports${isTrial ? "?dryRun=true" : ""}`;
};

const bodyOf = (part) => ({
  map,
  [file.member]: part.content,
  ...(id("skip-bad").checked ? { skipBad: true } : {}),
  ...(id("revise").checked ? { revise: true } : {}),
  ...(part.firstLine ? { firstLine: part.firstLine } : {}),
});

const importsIn = (json) => json.negotiations ?? [json];

async function tryOut() {
  if (isWorking) return;
  begin(say("Trying"));
  readAround(map);
  const parts = partsOf(file, columnsOf(map, sheet.columns));
  // Later parts may name what earlier ones introduce: they are tried when those are recorded.
  const answer = await send(address(true), bodyOf(parts[0]));
  end();
  const box = id("outcome");
  if (!answer.ok) return tell(answer);
  showTotals(box, answer.json, { isTrial: true, rest: parts.length > 1 ? parts.slice(1).reduce((n, p) => n + p.rows, 0) : 0 });
  showRowsOf(box, answer.json);
  const { totals } = answer.json;
  const good = totals.wouldRecord + totals.wouldCorrect;
  id("load").disabled = good + totals.known === 0 || (totals.bad > 0 && !id("skip-bad").checked);
  id("state").textContent = id("load").disabled ? say("NotLoadable") : say("Loadable", good);
  if (!id("load").disabled) id("load").focus();
}

async function load() {
  if (isWorking) return;
  begin(say("Loading"));
  readAround(map);
  const parts = partsOf(file, columnsOf(map, sheet.columns));
  keys ??= parts.map(newKey);
  const batches = new Map();
  const all = parts.reduce((n, p) => n + (p.rows ?? 0), 0);
  let done = 0;
  for (const [i, part] of parts.entries()) {
    progress(i, parts.length);
    const answer = await send(address(false), bodyOf(part), { key: keys[i] });
    if (!answer.ok) {
      end();
      if (answer.problem.type?.endsWith("key-reused")) keys = null;
      tell(answer);
      if (i > 0) id("state").textContent = say("PartFailed", done, all);
      return;
    }
    done += part.rows ?? 0;
    for (const one of importsIn(answer.json)) {
      const first = one.rows.find((r) => r.sequence && (r.outcome === "recorded" || r.outcome === "corrected"));
      const batch = first && (await batchOf(one.negotiation, first.sequence));
      if (batch) batches.set(batch, one.negotiation);
    }
    showTotals(id("outcome"), answer.json, { isTrial: false, rest: 0 });
    showRowsOf(id("outcome"), answer.json);
  }
  end();
  keys = null;
  id("load").disabled = true;
  id("state").textContent = say("Loaded");
  showBatches(batches);
  id("outcome").focus();
}

function showBatches(batches) {
  const box = make("section", { class: "card" }, make("h2", {}, say("Batches")));
  for (const [batch, of] of batches) {
    const undo = make("button", { type: "button", class: "undo-batch" }, say("UndoBatch"));
    const told = make("span", { role: "status" });
    undo.addEventListener("click", async () => {
      undo.disabled = true;
      const { count, answer } = await undoBatch(of, batch, say("UndoReason"), (n, all) => (told.textContent = say("UndoneOf", n, all)));
      if (!answer) return (told.textContent = say("UndoneBatch", count));
      undo.disabled = false;
      told.textContent = `${answer.problem.title} ${answer.problem.detail}`;
    });
    box.append(
      make(
        "p",
        { class: "batch" },
        make("a", { href: `/talks/${of}` }, of),
        " ",
        make("a", { href: `/talks/${of}/history?batch=${batch}` }, say("Batch")),
        " ",
        make("code", {}, batch),
        " ",
        undo,
        " ",
        told,
      ),
    );
  }
  if (batches.size > 0) id("outcome").prepend(box);
}

function tell(answer) {
  const told = answer.problem.import;
  showProblem(id("problems"), answer);
  for (const error of (answer.problem.errors ?? []).filter((e) => e.pointer.startsWith("/map")).slice(0, 20))
    id("problems").append(make("p", {}, make("code", {}, error.pointer.replace(/^\/map/, "")), " ", make("span", { dir: "auto" }, error.detail)));
  if (!told) return;
  showTotals(id("outcome"), told, { isTrial: true, rest: 0 });
  showRowsOf(id("outcome"), told);
}

function begin(words) {
  isWorking = true;
  id("problems").hidden = true;
  id("outcome").replaceChildren();
  id("state").textContent = words;
  progress(0, 1);
}

function progress(done, all) {
  id("progress").hidden = false;
  [id("progress").max, id("progress").value] = [all, done];
}

function end() {
  isWorking = false;
  id("progress").hidden = true;
  id("state").textContent = "";
}

id("file").addEventListener("change", (event) => take(event.target.files[0]));
const drop = id("drop");
drop.addEventListener("dragover", (event) => (event.preventDefault(), drop.classList.add("over")));
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  take(event.dataTransfer.files[0]);
});
id("ready").addEventListener("change", async (event) => {
  const name = event.target.value;
  map = name === "" ? sheet.map : await (await fetch(`/import/maps/${name}`)).json();
  readNegotiation();
  changed();
});
id("add-field").addEventListener("change", (event) => {
  if (event.target.value === "") return;
  map.fields[event.target.value] = { column: sheet.columns[0] };
  const { value } = event.target;
  changed();
  document.querySelector(`#fields tr[data-pointer="${CSS.escape(value)}"] select`)?.focus();
});
for (const name of ["dates", "negotiation", "negotiation-id"]) id(name)?.addEventListener("change", () => (readAround(map), changed()));
id("swap-dates").addEventListener("click", () => {
  map.dates = id("dates").value.split("\n").map(swapped);
  changed();
});
id("map-json").addEventListener("change", (event) => {
  try {
    map = JSON.parse(event.target.value);
    id("map-wrong").hidden = true;
    changed();
  } catch (error) {
    id("map-wrong").textContent = say("MapNotJson", error.message);
    id("map-wrong").hidden = false;
  }
});
for (const name of ["skip-bad", "revise"]) id(name).addEventListener("change", () => ((keys = null), (id("load").disabled = true)));
id("try").addEventListener("click", tryOut);
id("load").addEventListener("click", load);
