// A form as JSON: what each field is made of stands in its data-field and data-kind, which the server renders from the vocabulary.
import { ask, later, make } from "./sending.js";

const boxes = "[data-form], [data-field], [data-item]";
const valueIn = (field) => [...field.querySelectorAll("[data-value]")].find((control) => control.closest(boxes) === field) ?? null;

/** The fields that are directly in a form, an object or an item. */
export const fieldsIn = (box) => [...box.querySelectorAll("[data-field]")].filter((field) => field.parentElement.closest(boxes) === box);
const itemsOf = (field) => [...field.querySelectorAll("[data-item]")].filter((item) => item.parentElement.closest(boxes) === field);

/** What a form, an object or an item says; undefined for nothing. */
export function collect(box) {
  const found = {};
  for (const field of fieldsIn(box)) {
    const value = valueOf(field);
    if (value !== undefined) found[field.dataset.field] = value;
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

/** What a field says; undefined for nothing. */
export function valueOf(field) {
  const { kind } = field.dataset;
  if (kind === "object") return collect(field);
  if (kind === "list") return some(itemsOf(field).map(itemValue).filter((value) => value !== undefined));
  if (kind === "map") {
    const entries = itemsOf(field).map((item) => [item.querySelector("[data-key]").value.trim(), itemValue(item)]);
    const said = entries.filter(([key, value]) => key !== "" || value !== undefined).map(([key, value]) => [key, value ?? {}]);
    return said.length > 0 ? Object.fromEntries(said) : undefined;
  }
  return leaf(valueIn(field).value, kind);
}

const some = (list) => (list.length > 0 ? list : undefined);
const itemValue = (item) => (fieldsIn(item).length > 0 ? collect(item) : leaf(valueIn(item).value, "text"));

function leaf(typed, kind) {
  const text = typed.trim();
  if (text === "") return undefined;
  if (kind === "flag") return text === "true";
  if ((kind === "number" && /^-?\d{1,15}(\.\d+)?$/.test(text)) || (kind === "round" && /^\d{1,9}$/.test(text))) return Number(text);
  if (kind === "json") {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text;
}

/** Writes values into a form, an object or an item; what they do not name becomes empty. */
export function fill(box, values) {
  for (const field of fieldsIn(box)) write(field, values?.[field.dataset.field]);
}

function write(field, value) {
  const { kind } = field.dataset;
  if (kind === "object") fill(field, value);
  else if (kind === "list" || kind === "map") {
    itemsOf(field).forEach((item) => item.remove());
    const entries = kind === "list" ? [].concat(value ?? []).map((v) => [null, v]) : Object.entries(value ?? {});
    for (const [key, inner] of entries) {
      const item = addItem(field);
      if (key !== null) item.querySelector("[data-key]").value = key;
      if (fieldsIn(item).length > 0) fill(item, inner);
      else valueIn(item).value = inner;
    }
  } else valueIn(field).value = value === undefined || value === null ? "" : kind === "json" ? JSON.stringify(value, null, 2) : String(value);
  if (value !== undefined) unfold(field);
  if (valueIn(field)?.matches("[data-date]")) showDate(valueIn(field));
}

/** Opens what is folded around a field. */
export function unfold(field) {
  for (let at = field.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
}

let count = 0;

/** Adds an empty item to a list or a map. */
export function addItem(field) {
  const template = [...field.querySelectorAll("template")].find((t) => t.parentElement.closest(boxes) === field);
  const item = template.content.firstElementChild.cloneNode(true);
  number(item, ++count);
  template.parentElement.querySelector("[data-items]").append(item);
  return item;
}

function number(node, n) {
  for (const element of [node, ...node.querySelectorAll("*")]) {
    for (const name of ["id", "for", "aria-describedby"]) {
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replaceAll("{n}", n));
    }
    // What a template holds is numbered with the template it stands in; its own items come later.
    if (element.localName === "template") [...element.content.children].forEach((child) => prefix(child, n));
  }
}

function prefix(node, n) {
  for (const element of [node, ...node.querySelectorAll("*")]) {
    for (const name of ["id", "for", "aria-describedby"]) {
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace("{n}", n));
    }
  }
}

/** The field that a JSON Pointer names, or the nearest around it; null where the form has none. */
export function fieldAt(form, pointer) {
  const names = pointer.split("/").slice(1).map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  let [box, found] = [form, null];
  for (const name of names) {
    const kind = box.dataset.kind;
    let next;
    if (kind === "list") next = itemsOf(box)[Number(name)];
    else if (kind === "map") next = itemsOf(box).find((item) => item.querySelector("[data-key]").value.trim() === name);
    else next = fieldsIn(box).find((field) => field.dataset.field === name);
    if (!next) break;
    box = next;
    if (next.dataset.field !== undefined) found = next;
  }
  return found;
}

/** What a person types into of a field. */
export const controlOf = (field) => field.querySelector("[data-value], [data-add]");

/** What readers call a field. */
export const labelOf = (field) => field.querySelector("label, legend")?.firstChild.textContent.trim() ?? field.dataset.field;

/** Takes away what was said to be wrong. */
export function clearProblems(form) {
  form.querySelectorAll("[data-problem]").forEach((slot) => ([slot.hidden, slot.textContent] = [true, ""]));
  form.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
}

/** Says beside a field what is wrong with it. */
export function tell(field, detail) {
  const slot = [...field.querySelectorAll("[data-problem]")].find((s) => s.parentElement === field);
  if (!slot) return false;
  slot.textContent = slot.textContent ? `${slot.textContent} ${detail}` : detail;
  slot.hidden = false;
  controlOf(field)?.setAttribute("aria-invalid", "true");
  unfold(field);
  return true;
}

/** Places problems beside their fields; answers those that have no place. */
export function place(form, errors) {
  return errors.filter(({ pointer, detail }) => {
    const field = fieldAt(form, pointer);
    return !field || !tell(field, detail);
  });
}

/** The ids of controls whose values nobody wrote: they follow from others. */
export const proposedIn = (form) => [...form.querySelectorAll("[data-proposed]")].map((control) => control.id);

/** What differs between two values as a JSON Merge Patch (RFC 7396); undefined for nothing. */
export function patchOf(before, now) {
  if (JSON.stringify(before) === JSON.stringify(now)) return undefined;
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  if (now === undefined) return null;
  if (!isObject(before) || !isObject(now)) return now;
  // A record may have a member named __proto__.
  const patch = Object.create(null);
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const change = patchOf(before[name], now[name]);
    if (change !== undefined) patch[name] = change;
  }
  return patch;
}

/** An id made of a name, as the ledger makes them. */
export const slug = (text) =>
  text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60).replace(/-+$/, "");

/** Says of a date what it means, beside it; nothing of other fields. */
export async function showDate(input) {
  if (!input.matches("[data-date]")) return;
  const shown = input.closest("[data-field]").querySelector("[data-words]");
  if (!shown) return;
  const text = input.value.trim();
  if (text === "") return shown.replaceChildren();
  const answer = await ask(`/record/date?text=${encodeURIComponent(text)}`);
  if (input.value.trim() !== text) return;
  if (answer.json?.words) return shown.replaceChildren(make("span", {}, `= ${answer.json.words}`));
  // Of what is tried as it is typed, the trial says it.
  const isTried = ["record", "opening"].includes(input.closest("[data-form]").dataset.form);
  shown.replaceChildren(isTried ? "" : make("span", { class: "wrong" }, answer.json?.problem ?? ""));
}
const showDateLater = later(200, showDate);

// Lists grow, dates are read, and an id follows the name it is made of until somebody writes it.
document.addEventListener("click", (event) => {
  const add = event.target.closest?.("[data-add]");
  if (add) {
    const item = addItem(add.closest("[data-field]"));
    item.querySelector("[data-key], [data-value]")?.focus();
  }
  const remove = event.target.closest?.("[data-remove]");
  if (remove) {
    const field = remove.closest("[data-field]");
    remove.closest("[data-item]").remove();
    field.querySelector("[data-add]")?.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

document.addEventListener("input", (event) => {
  const { target } = event;
  if (target.matches?.("[data-date]")) showDateLater(target);
  const field = target.closest?.("[data-field]");
  if (!field || !target.matches("[data-value]")) return;
  delete target.dataset.proposed;
  const box = field.parentElement.closest(boxes);
  const from = field.dataset.field;
  for (const other of fieldsIn(box)) {
    const input = valueIn(other);
    if (input?.dataset.proposes !== from || (input.value !== "" && !input.dataset.proposed)) continue;
    input.value = slug(target.value);
    input.dataset.proposed = "yes";
  }
});
