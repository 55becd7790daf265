// The reader of a source: the quote that was asked for comes into view, and a note and its passage show that they belong together.
import { reduced } from "./console.js";

const chosen = document.getElementById("quote");
if (chosen && !location.hash) chosen.scrollIntoView({ block: "center", behavior: reduced() ? "auto" : "smooth" });

const margin = document.querySelector(".margin");
const beside = document.querySelector(".note.chosen");
if (margin && beside && margin.contains(beside)) margin.scrollTop = beside.offsetTop - margin.offsetTop - 16;

const passages = (number) => document.querySelectorAll(`#source-text mark[data-notes~="${CSS.escape(number)}"]`);

for (const note of document.querySelectorAll("[data-note]")) {
  const show = (on) => passages(note.dataset.note).forEach((passage) => passage.classList.toggle("pointed", on));
  note.addEventListener("pointerenter", () => show(true));
  note.addEventListener("pointerleave", () => show(false));
  note.addEventListener("focusin", () => show(true));
  note.addEventListener("focusout", () => show(false));
}
