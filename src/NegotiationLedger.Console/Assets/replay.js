// The replay: steps without loading the page again, and plays. Each frame is a page of its own; the next is fetched ahead.

const at = (id) => document.getElementById(id);
const section = at("replay");
const parts = ["replay-frame", "replay-picture"];
const steps = ["replay-first", "replay-back", "replay-next", "replay-last"];
const ahead = new Map();

let playing = null;
let asked = 0;

function load(url) {
  if (!ahead.has(url)) {
    const page = fetch(url, { headers: { Accept: "text/html" } }).then(async (answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    });
    page.catch(() => ahead.delete(url));
    ahead.set(url, page);
    while (ahead.size > 4) ahead.delete(ahead.keys().next().value);
  }
  return ahead.get(url);
}

/** Shows the frame of an address; false when another was asked for meanwhile. */
async function show(url, { says = true } = {}) {
  const turn = ++asked;
  let page;
  try {
    page = await load(url);
  } catch {
    location.assign(url);
    return false;
  }
  if (turn !== asked) return false;
  if (!page.getElementById("replay-frame")) {
    location.assign(url);
    return false;
  }
  for (const id of parts) at(id).replaceWith(document.importNode(page.getElementById(id), true));
  for (const id of steps) follow(at(id), page.getElementById(id));
  const range = page.getElementById("replay-at");
  at("replay-at").max = range.max;
  at("replay-at").value = range.value;
  at("replay-at").setAttribute("aria-valuetext", page.getElementById("replay-place").textContent);
  at("replay-place").textContent = page.getElementById("replay-place").textContent;
  history.replaceState(history.state, "", url);
  if (says) at("replay-said").textContent = at("replay-frame").textContent.replace(/\s+/g, " ").trim();
  const next = at("replay-next").href;
  if (next) load(next).catch(() => {});
  return true;
}

function follow(link, fresh) {
  for (const name of ["href", "aria-disabled", "role"]) {
    if (fresh.hasAttribute(name)) link.setAttribute(name, fresh.getAttribute(name));
    else link.removeAttribute(name);
  }
}

function step(id) {
  const { href } = at(id);
  if (href) show(href, { says: !playing });
}

function addressAt(place) {
  const url = new URL(location.href);
  url.searchParams.set("at", place);
  for (const name of ["then", "why"]) url.searchParams.delete(name);
  url.hash = "";
  return url.href;
}

function mark(isPlaying) {
  const button = at("replay-play");
  button.querySelector(".word").textContent = isPlaying ? button.dataset.pause : button.dataset.play;
  section.toggleAttribute("data-playing", isPlaying);
}

function pause() {
  clearTimeout(playing);
  playing = null;
  mark(false);
}

async function tick() {
  const began = performance.now();
  const next = at("replay-next").href;
  if (!next || !(await show(next, { says: false })) || playing === null) {
    pause();
    return;
  }
  if (!at("replay-next").href) {
    pause();
    return;
  }
  const rest = Number(at("replay-speed").value) - (performance.now() - began);
  playing = setTimeout(tick, Math.max(rest, 60));
}

async function play() {
  mark(true);
  playing = setTimeout(() => {}, 0);
  // At the end it begins again.
  if (!at("replay-next").href && at("replay-first").href) await show(at("replay-first").href, { says: false });
  if (playing !== null) playing = setTimeout(tick, 200);
}

const toggle = () => (playing === null ? play() : pause());

if (section) {
  at("replay-play").hidden = false;
  at("replay-go").hidden = true;
  section.querySelector(".speed").hidden = false;

  at("replay-play").addEventListener("click", toggle);

  for (const id of steps)
    at(id).addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      pause();
      step(id);
    });

  let waiting = null;
  at("replay-at").addEventListener("input", (event) => {
    pause();
    const { value, max } = event.target;
    at("replay-place").textContent = at("replay-place").dataset.words.replace("{0}", value).replace("{1}", max);
    clearTimeout(waiting);
    waiting = setTimeout(() => show(addressAt(value), { says: false }), 60);
  });

  section.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    show(addressAt(at("replay-at").value));
  });

  const keys = { ArrowLeft: "replay-back", ArrowRight: "replay-next", Home: "replay-first", End: "replay-last" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    // What keys mean elsewhere stays: they are the replay's within it, and where nothing has them.
    const isOurs = section.contains(event.target);
    if (!isOurs && event.target !== document.body) return;
    if (event.target.matches("select, textarea, input:not([type=range])")) return;
    if (event.key === " ") {
      if (event.target.matches("button")) return;
      event.preventDefault();
      toggle();
    } else if (keys[event.key] && !event.target.matches("input") && (isOurs || event.key.startsWith("Arrow"))) {
      event.preventDefault();
      pause();
      step(keys[event.key]);
    }
  });

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) pause();
  });
  const next = at("replay-next").href;
  if (next) load(next).catch(() => {});
}
