// What became of the rows of a spreadsheet, the bad ones first.
import { make, say } from "./sending.js";

const mostShown = 200;

/** How many rows became what, and the bad ones as a file. */
export function showTotals(box, json, { isTrial, rest }) {
  const { totals } = json;
  const told = ["recorded", "wouldRecord", "corrected", "wouldCorrect", "known", "superseded", "bad", "skipped", "missing"].filter((n) => totals[n] > 0);
  const section = make(
    "section",
    { class: "card" },
    make("h2", {}, say(isTrial ? "Trial" : "LoadedHead")),
    make("ul", { class: "totals" }, ...told.map((n) => make("li", { "data-outcome": n }, make("b", {}, String(totals[n])), " ", say(`Total_${n}`)))),
  );
  if (rest > 0) section.append(make("p", { class: "soft" }, say("TrialRest", rest)));
  if (json.ignored?.length) section.append(make("p", { class: "soft", dir: "auto" }, say("Ignored", json.ignored.join(", "))));
  if (json.badCsv) {
    const href = URL.createObjectURL(new Blob([json.badCsv], { type: "text/csv;charset=utf-8" }));
    section.append(make("p", {}, make("a", { href, download: "bad-rows.csv" }, say("BadFile"))));
  }
  box.replaceChildren(section);
}

/** Each row: its line, what it would become, and what is wrong with it by column. */
export function showRowsOf(box, json) {
  const rows = [...(json.negotiations ?? [json]).flatMap((n) => n.rows), ...(json.negotiations ? json.rows : [])];
  rows.sort((a, b) => (a.outcome === "bad" ? 0 : 1) - (b.outcome === "bad" ? 0 : 1) || a.line - b.line);
  const shown = rows.slice(0, mostShown);
  const table = make(
    "table",
    { id: "row-outcomes" },
    make("thead", {}, make("tr", {}, ...["RowLine", "RowOutcome", "RowWhen", "RowWhat"].map((n) => make("th", { scope: "col" }, say(n))))),
    make("tbody", {}, ...shown.map(rowOf)),
  );
  const section = make("section", { class: "card" }, make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("RowsOf") }, table));
  if (rows.length > mostShown) section.append(make("p", { class: "soft" }, say("More", rows.length - mostShown)));
  box.append(section);
}

function rowOf(row) {
  const wrong = (row.problems ?? []).map((p) =>
    make("p", { class: "wrong" }, p.column ? make("b", { dir: "auto" }, `${p.column} `) : "", p.value ? make("q", { dir: "auto" }, p.value) : "", " ", make("span", { dir: "auto" }, p.detail)),
  );
  const changes = (row.changes ?? []).map((c) => make("p", { class: "soft", dir: "auto" }, JSON.stringify(c)));
  const warnings = (row.warnings ?? []).map((w) => make("p", { class: "warning", dir: "auto" }, w.detail));
  return make(
    "tr",
    { "data-outcome": row.outcome },
    make("td", {}, String(row.line)),
    make("td", {}, say(`Row_${row.outcome}`)),
    make("td", {}, row.when ?? ""),
    make("td", {}, make("span", { dir: "auto" }, row.what ?? row.because ?? ""), ...wrong, ...changes, ...warnings),
  );
}
