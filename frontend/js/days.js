// The words beside a date field follow what is picked. The page brings the names: a browser may not know the language.

function inWords(value) {
  const { weekdays, months } = document.body.dataset;
  const [year, month, day] = value.split("-").map(Number);
  if (!weekdays || !months || !day) return "";
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return `${weekdays.split("|")[weekday]} ${day} ${months.split("|")[month - 1]} ${year}`;
}

/** Keep each [data-day-for] in step with its field, those that come later too. */
export function startDays() {
  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== "date") return;
    const words = document.querySelector(`[data-day-for="${CSS.escape(target.id)}"]`);
    if (words) words.textContent = inWords(target.value);
  });
}
