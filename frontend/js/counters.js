// How many characters are left, said in a polite live region only near the limit.

function count(field, counter) {
  const left = field.maxLength - field.value.length;
  counter.textContent = counter.dataset.wordsLeft.replace("{count}", left.toLocaleString(document.documentElement.lang));
  counter.setAttribute("aria-live", left <= 50 ? "polite" : "off");
}

/** Keep each [data-counter-for] in step with its field. */
export function startCounters() {
  for (const counter of document.querySelectorAll("[data-counter-for]")) {
    const field = document.getElementById(counter.dataset.counterFor);
    if (!field || field.maxLength < 0) continue;
    counter.hidden = false;
    count(field, counter);
    field.addEventListener("input", () => count(field, counter));
  }
}
