// What the columns of a spreadsheet mean, as a table that can be changed; the map itself stays the truth.
import { make, say } from "./sending.js";

const id = (name) => document.getElementById(name);
const options = (template) => [...id(template).content.cloneNode(true).children];
const fields = [...id("field-options").content.querySelectorAll("option")];
const labels = new Map([["/type", say("MapType")], ...fields.map((o) => [o.value, o.textContent])]);
const ids = new Set(fields.filter((o) => o.hasAttribute("data-id")).map((o) => o.value));

/** Shows a map. Each change is made in the map, and told. */
export function showMap(map, columns, changed) {
  id("note").textContent = map.note ?? "";
  id("dates").value = (map.dates ?? ["edtf"]).join("\n");
  showNegotiation(map, columns);
  const rows = Object.keys(map.fields ?? {}).map((pointer) => rowOf(map, pointer, columns, changed));
  id("fields").replaceChildren(
    make("thead", {}, make("tr", {}, ...["MapField", "MapFilledBy", "MapMore", "MapRemove"].map((n) => make("th", { scope: "col" }, say(n))))),
    make("tbody", {}, ...rows),
  );
  const add = id("add-field");
  add.replaceChildren(make("option", { value: "" }, say("MapAdd")), ...options("field-options"));
  for (const option of add.querySelectorAll("option")) option.disabled = option.value !== "" && option.value in (map.fields ?? {});
  id("map-json").value = JSON.stringify(map, null, 2);
}

function showNegotiation(map, columns) {
  const select = id("negotiation");
  if (!select) return;
  const column = map.negotiation?.column;
  select.replaceChildren(
    make("option", { value: "" }, select.dataset.wordsOne),
    ...columns.map((c) => make("option", { value: c, selected: c === column }, say("MapColumn", c))),
  );
  id("negotiation-id").hidden = column !== undefined;
  id("negotiation-id").value = typeof map.negotiation === "string" ? map.negotiation : "";
}

/** Takes what was changed beside the table into the map. */
export function readAround(map) {
  map.dates = id("dates").value.split("\n").map((f) => f.trim()).filter(Boolean);
  const select = id("negotiation");
  if (!select) {
    delete map.negotiation;
    return map;
  }
  if (select.value === "") map.negotiation = id("negotiation-id").value.trim() || undefined;
  else if (map.negotiation?.column !== select.value) map.negotiation = { column: select.value, slug: true };
  return map;
}

function rowOf(map, pointer, columns, changed) {
  const rule = map.fields[pointer];
  const label = labels.get(pointer) ?? pointer;
  const change = (next) => {
    map.fields[pointer] = next;
    changed();
  };
  const by = make("select", { "aria-label": say("MapFillOf", label) });
  const kind = typeof rule === "string" ? "constant" : rule?.column !== undefined ? "column" : rule?.template !== undefined ? "template" : "constant";
  by.append(
    make("optgroup", { label: say("MapColumns") }, ...columns.map((c) => make("option", { value: `column ${c}`, selected: kind === "column" && c === rule.column }, c))),
    make("option", { value: "constant", selected: kind === "constant" }, say("MapConstant")),
    make("option", { value: "template", selected: kind === "template" }, say("MapTemplate")),
  );
  by.addEventListener("change", () => {
    const rest = typeof rule === "object" && rule !== null ? { ...rule } : {};
    delete rest.column;
    delete rest.template;
    delete rest.constant;
    if (by.value === "constant") change("");
    else if (by.value === "template") change({ ...rest, template: "" });
    else change({ ...rest, column: by.value.slice("column ".length) });
  });
  const filled = make("td", {}, by);
  if (kind !== "column") filled.append(textOf(kind, rule, pointer, label, change));
  const remove = make("button", { type: "button", "aria-label": say("MapRemoveOf", label) }, "✕");
  remove.addEventListener("click", () => {
    delete map.fields[pointer];
    changed();
  });
  return make(
    "tr",
    { "data-pointer": pointer },
    make("th", { scope: "row" }, label, " ", make("code", {}, pointer)),
    filled,
    make("td", {}, ...moreOf(rule, pointer, label, change)),
    make("td", {}, remove),
  );
}

function textOf(kind, rule, pointer, label, change) {
  if (kind === "constant" && pointer === "/type") {
    const select = make("select", { "aria-label": say("MapAlways", label) }, ...options("type-options"));
    select.value = rule;
    select.addEventListener("change", () => change(select.value));
    return select;
  }
  const said = kind === "template" ? rule.template : typeof rule === "string" ? rule : rule?.constant ?? "";
  const list = { "/attribution/source": "known-source", "/attribution/speaker": "known-speaker", "/by": "known-party" }[pointer];
  const input = make("input", { "aria-label": say("MapAlways", label), value: said, list, autocomplete: "off", dir: "auto" });
  input.addEventListener("change", () => change(kind === "template" ? { ...rule, template: input.value } : input.value));
  return input;
}

function moreOf(rule, pointer, label, change) {
  if (typeof rule !== "object" || rule === null) return [];
  const more = [];
  if (rule.slug !== undefined || ids.has(pointer)) {
    const box = make("input", { type: "checkbox", checked: rule.slug === true });
    box.addEventListener("change", () => {
      const { slug, ...rest } = rule;
      change(box.checked ? { ...rest, slug: true } : rest);
    });
    more.push(make("label", { class: "check" }, box, say("MapSlug")));
  }
  if (rule.values && typeof rule.values === "object") more.push(valuesOf(rule, pointer, label, change));
  return more;
}

function valuesOf(rule, pointer, label, change) {
  const rows = Object.entries(rule.values).map(([text, value]) => {
    const of = say("MapValueOf", text);
    const control = pointer === "/type" ? make("select", { "aria-label": of }, ...options("type-options")) : make("input", { "aria-label": of });
    control.value = value ?? "";
    control.addEventListener("change", () => change({ ...rule, values: { ...rule.values, [text]: control.value } }));
    return make("tr", {}, make("td", { dir: "auto" }, text), make("td", {}, control));
  });
  return make("details", { class: "more", open: rows.length <= 12 }, make("summary", {}, say("MapValues", rows.length)), make("table", { "aria-label": label }, make("tbody", {}, ...rows)));
}

/** The formats of dates with day and month the other way round. */
export const swapped = (format) => format.startsWith("yyyy") ? format : format.replace(/(d{1,2})([/.-])(M{1,2})(?!M)|(M{1,2})(?!M)([/.-])(d{1,2})/, (_, d, s, m, m2, s2, d2) => (d ? `${m}${s}${d}` : `${d2}${s2}${m2}`));

/** The first rows of the file. */
export function showRows({ columns, rows }) {
  id("rows").replaceChildren(
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("RowLine")), ...columns.map((c) => make("th", { scope: "col", dir: "auto" }, c)))),
    make("tbody", {}, ...rows.slice(0, 8).map((r) => make("tr", {}, make("td", {}, String(r.line)), ...columns.map((_, i) => make("td", { dir: "auto" }, short(r.cells[i] ?? "")))))),
  );
}

const short = (text) => (text.length > 160 ? `${text.slice(0, 157)}…` : text);

/** The columns that a map names. */
export const columnsOf = (map, columns) => {
  const text = JSON.stringify(map);
  return columns.filter((c) => c.trim() !== "" && (text.includes(`${JSON.stringify(c)}`) || text.includes(`{${c}}`)));
};
