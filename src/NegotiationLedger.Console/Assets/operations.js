// The buttons of an operator: each asks first, tells the outcome in words, and looks again until a rebuild has ended.
import { formToken, swap } from "./console.js";

const interval = 1000;
const mostLooks = 120;
const dialog = document.getElementById("confirm");
const told = document.getElementById("told");

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-post]");
  if (!button) return;
  document.getElementById("confirm-words").textContent = button.dataset.ask;
  dialog.returnValue = "";
  dialog.showModal();
  dialog.onclose = () => dialog.returnValue === "yes" && post(button.dataset);
});

async function post({ post, done, failed }) {
  try {
    const answer = await fetch(post, { method: "POST", headers: { "Content-Type": "application/json", ...formToken() }, body: "{}" });
    const body = await answer.json();
    told.textContent = answer.ok ? done.replace("{n}", body.negotiations) : `${body.title} ${body.detail}`;
  } catch {
    told.textContent = failed;
  }
  await look();
}

async function look(left = mostLooks) {
  await swap(location.href, ["operations"], { push: false });
  if (left > 0 && document.querySelector('.projection[data-state="rebuilding"]')) setTimeout(() => look(left - 1), interval);
}
