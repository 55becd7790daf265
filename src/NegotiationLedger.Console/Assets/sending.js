// Speaks to the API as everybody else does, and tells what went wrong in the words of its problem documents.

import { formToken } from "./console.js";

const block = document.getElementById("words-of-page");
const words = block ? JSON.parse(block.textContent) : {};

/** A sentence of the page, its places filled. */
export const say = (name, ...values) => (words[name] ?? name).replace(/\{(\d)\}/g, (_, i) => values[i] ?? "");

/** A key by which the server knows the same submission again, however often it is sent. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

/** Sends JSON, only if it meets the revision that is named. Whatever happens it answers: with the JSON of a success, or with a problem. An aborted request alone throws. */
export async function send(path, body, { method = "POST", key, match, signal } = {}) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", ...formToken() };
  if (key) headers["Idempotency-Key"] = `"${key}"`;
  if (match) headers["If-Match"] = `"${match}"`;
  return read(() => fetch(path, { method, headers, body: JSON.stringify(body), signal }));
}

/** Asks for JSON; answers as send does. */
export const ask = (path, { signal } = {}) => read(() => fetch(path, { headers: { Accept: "application/json" }, signal }));

async function read(request) {
  let answer, json;
  try {
    answer = await request();
    json = await answer.json().catch(() => null);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return { ok: false, isLost: true, status: 0, problem: { title: say("Lost"), detail: say("LostRemedy"), errors: [] } };
  }
  const problem = answer.ok ? null : { title: say("Answered", answer.status), detail: "", errors: [], ...json };
  return { ok: answer.ok, isLost: false, status: answer.status, json, problem, location: answer.headers.get("Location") };
}

/** What can be done about a refusal; nothing is lost by any of them. */
export function remedyOf(answer) {
  if (answer.isLost) return "";
  if (answer.problem.type?.endsWith("key-reused")) return say("RemedyKey");
  const named = { 409: "RemedyTaken", 412: "RemedyStale", 413: "RemedyLarge", 429: "RemedyLater", 503: "RemedyLater" }[answer.status];
  return named ? say(named) : answer.status >= 500 ? say("RemedyLater") : "";
}

/** An element with text or children; text is never read as markup. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Shows what went wrong with a request, as a whole. */
export function showProblem(box, answer) {
  const { problem } = answer;
  const remedy = remedyOf(answer);
  box.replaceChildren(make("p", {}, make("b", {}, problem.title ?? ""), " ", make("span", { dir: "auto" }, problem.detail ?? "")));
  if (remedy) box.append(make("p", {}, remedy));
  box.hidden = false;
}

/** Keeps something for this tab, so that it survives a reload; where that is refused the page works without. */
export const kept = {
  get(name) {
    try {
      return JSON.parse(sessionStorage.getItem(name));
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      sessionStorage.setItem(name, JSON.stringify(value));
    } catch {
      // Without room for it, it is not kept.
    }
  },
  drop(name) {
    try {
      sessionStorage.removeItem(name);
    } catch {
      // Then there was nothing.
    }
  },
};

/** Calls a function when nothing has asked for it for a while. */
export function later(wait, work) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), wait);
  };
}
