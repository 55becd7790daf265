// A speaker who is not registered yet: registered beside the form, and named in it.
import { newKey, send, showProblem } from "./sending.js";
import { clearProblems, collect, fill, place } from "./fields.js";
import { addKnown } from "./source.js";

let key = newKey();

/** Binds the part of the form in which a speaker is registered; tells whom. */
export function bindSpeaker(told) {
  const button = document.getElementById("register-speaker");
  if (!button) return;
  button.onclick = async () => {
    const form = button.closest("[data-form]");
    clearProblems(form);
    button.disabled = true;
    const said = collect(form) ?? {};
    const answer = await send("/speakers", said, { key });
    button.disabled = false;
    if (answer.ok) {
      key = newKey();
      const { speaker } = answer.json;
      addKnown("speaker", speaker, [said.name, said.title].filter(Boolean).join(", "));
      fill(form, {});
      document.getElementById("new-speaker").open = false;
      told(speaker);
      document.getElementById("f-speaker").focus();
      return;
    }
    if (answer.problem.type?.endsWith("key-reused")) key = newKey();
    const rest = place(form, answer.problem.errors ?? []);
    if (rest.length > 0 || !(answer.problem.errors?.length > 0)) showProblem(form.querySelector(":scope > [data-problem]"), answer);
    form.querySelector("[aria-invalid]")?.focus();
  };
}
