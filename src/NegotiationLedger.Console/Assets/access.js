// The key that was made is copied for who wants to keep it; nothing else of it stays.
const copy = document.getElementById("copy");
copy?.addEventListener("click", async () => {
  const told = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(document.getElementById("made").textContent);
    told.textContent = copy.dataset.done;
  } catch {
    told.textContent = copy.dataset.failed;
  }
});
