// Replays a published negotiation from what its file holds.
(() => {
  const { pieces, orders } = JSON.parse(document.getElementById("replay").textContent);
  const $ = (id) => document.getElementById(id);
  const [place, order, play] = [$("place"), $("order"), $("play")];
  let timer = 0;

  const frames = () => orders[order.value];

  function show() {
    const frame = frames()[place.value - 1];
    if (!frame) return;
    frame.parts.forEach((piece, i) => ($(`part${i}`).innerHTML = pieces[piece]));
    $("date").textContent = frame.date;
    $("what").textContent = frame.what;
    if (frame.record) $("what").href = `#r-${frame.record}`;
    else $("what").removeAttribute("href");
    $("words").replaceChildren(
      ...frame.words.map((words) => Object.assign(document.createElement("li"), { textContent: words, dir: "auto" })),
    );
    $("count").textContent = $("count").dataset.format.replace("{0}", place.value).replace("{1}", place.max);
  }

  function go(to) {
    place.value = Math.min(Math.max(1, to), place.max);
    show();
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.setAttribute("aria-pressed", "false");
  }

  function start() {
    if (+place.value >= +place.max) go(1);
    play.setAttribute("aria-pressed", "true");
    timer = setInterval(() => (+place.value < +place.max ? go(+place.value + 1) : stop()), 1200);
  }

  function choose() {
    stop();
    place.max = frames().length;
    go(frames().length);
  }

  if (!orders.occurred.length) return;
  $("player").hidden = false;
  place.addEventListener("input", () => (stop(), show()));
  order.addEventListener("change", choose);
  $("back").addEventListener("click", () => (stop(), go(+place.value - 1)));
  $("on").addEventListener("click", () => (stop(), go(+place.value + 1)));
  play.addEventListener("click", () => (timer ? stop() : start()));
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, button, a")) return;
    const moves = { ArrowLeft: -1, ArrowRight: 1 };
    if (event.key in moves) go(+place.value + moves[event.key]);
    else if (event.key === " ") timer ? stop() : start();
    else return;
    event.preventDefault();
  });
  choose();
})();
