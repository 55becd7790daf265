// What every page has: parts that are exchanged without loading the page again, the lens as a form, and the key for the search.

// What one person was writing in this tab is not the next one's to read.
const visitor = document.querySelector('meta[name="visitor"]')?.content;
if (visitor) {
  try {
    if ((sessionStorage.getItem("visitor") ?? visitor) !== visitor) sessionStorage.clear();
    sessionStorage.setItem("visitor", visitor);
  } catch {
    // Then nothing is kept there.
  }
}

// Nor is what somebody leaves behind who signs out. Not every browser clears a tab's storage when the answer says so.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.visitor, tr[data-here] form")) return;
  try {
    sessionStorage.clear();
  } catch {
    // Then nothing is kept there.
  }
});

/** Loads an address and exchanges parts of this page, by id, for those of the answer. The address bar follows. */
export async function swap(url, ids, { push = true } = {}) {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (!answer.ok) {
    location.assign(url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ids) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (!old || !fresh) {
      location.assign(url);
      return;
    }
    old.replaceWith(fresh);
  }
  if (push) history.pushState({ swapped: ids }, "", url);
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-swap]");
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const ids = link.dataset.swap.split(" ");
  if (!ids.every((id) => document.getElementById(id))) return;
  event.preventDefault();
  // In an SVG a link's href is no text.
  await swap(link.getAttribute("href"), ids);
  const target = document.getElementById(ids[0]);
  target?.focus({ preventScroll: true });
  const box = target?.getBoundingClientRect();
  if (box && (box.top < 0 || box.top > innerHeight - 80)) target.scrollIntoView({ block: "start", behavior: reduced() ? "auto" : "smooth" });
});

addEventListener("popstate", (event) => {
  if (event.state?.swapped || history.state === null) location.reload();
});

/** The header by which the server knows that a write comes from a page of this session; none where nobody signs in. */
export function formToken() {
  const token = document.querySelector('meta[name="form-token"]')?.content;
  return token ? { "X-Form-Token": token } : {};
}

export const reduced = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// What was left blank stays out of the address.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "get") return;
  for (const field of event.target.elements) if (field.name && field.value === "" && !field.disabled) field.disabled = true;
  // Who comes back finds the fields as they were.
  setTimeout(() => [...event.target.elements].forEach((field) => (field.disabled = false)));
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("form.lens details[open]")) if (!open.contains(event.target)) open.open = false;
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.querySelector("form.find input[type=search]")?.focus();
  }
  if (event.key === "Escape") {
    const open = event.target.closest?.("form.lens details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  }
});
