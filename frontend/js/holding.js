// A button that is held for a second before it sends, so that nothing in a pocket sends it. A press that is not held,
// a keyboard and a screen reader get a second button to confirm with.

const HOLD = 1000;

function firstMissing(form) {
  const empty = [...form.elements].find((each) => each.required && each.type !== "radio" && !each.value.trim());
  if (empty) return empty;
  // A tick may stay empty; of radios one is chosen.
  for (const group of form.querySelectorAll(".wh-chips:has([type=radio])"))
    if (!group.querySelector("input:checked")) return group.querySelector("input");
  return null;
}

function prepare(button) {
  const { form } = button;
  const box = button.closest("[data-hold-box]");
  const sure = box.querySelector("[data-hold-sure]");
  const says = box.querySelector("[data-hold-says]");
  let timer = 0;
  button.querySelector("[data-hold-label]").textContent = button.dataset.wordsHold;

  const isWhole = () => {
    const missing = firstMissing(form);
    if (missing) {
      says.textContent = button.dataset.wordsMissing;
      missing.focus();
    }
    return !missing;
  };
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
    button.classList.remove("wh-holding");
  };
  const askToConfirm = () => {
    sure.hidden = false;
    says.textContent = button.dataset.wordsShort;
  };
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || timer || !isWhole()) return;
    button.classList.add("wh-holding");
    timer = setTimeout(() => {
      stop();
      navigator.vibrate?.(80);
      form.requestSubmit(sure);
    }, HOLD);
  });
  for (const ends of ["pointerup", "pointerleave", "pointercancel"])
    button.addEventListener(ends, () => {
      if (!timer) return;
      stop();
      askToConfirm();
    });
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("click", (event) => {
    event.preventDefault();
    // A click without a pointer: a key, or a screen reader.
    if (event.detail !== 0 || !isWhole()) return;
    askToConfirm();
    sure.focus();
  });
  // Enter in a field presses the form's first button, which this is: it asks too.
}

/** Make every button[data-hold] one that is held. */
export function startHolding() {
  for (const button of document.querySelectorAll("button[data-hold]")) prepare(button);
}
