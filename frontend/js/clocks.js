// Deadlines that count down. The server's words stand until the first tick, and for ever without script.

const MINUTE = 60_000;
const UNITS = [
  ["Day", 24 * 60],
  ["Hour", 60],
  ["Minute", 1],
];

/**
 * The two largest units of a length of time, such as "2 days 4 hr". The words come with the page, "one|many" for each
 * unit, because browsers do not have them in every language.
 */
export function lengthInWords(milliseconds, words) {
  let minutes = Math.floor(Math.abs(milliseconds) / MINUTE);
  const parts = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(minutes / size);
    minutes -= count * size;
    if (count === 0 && !(unit === "Minute" && parts.length === 0)) continue;
    const [one, many] = words[`unit${unit}`].split("|");
    parts.push((count === 1 ? one : many).replace("{n}", count));
  }
  return parts.slice(0, 2).join(" ");
}

function tick(clock, now) {
  const left = Date.parse(clock.dataset.deadline) - now;
  if (Number.isNaN(left)) return;
  const words = left >= 0 ? clock.dataset.wordsLeft : clock.dataset.wordsLate;
  if (words) clock.textContent = words.replace("{time}", lengthInWords(left, document.body.dataset));
  const box = clock.closest(".wh-clock");
  if (!box) return;
  const soon = Number(clock.dataset.soonMinutes || 60) * MINUTE;
  box.classList.toggle("wh-clock-late", left < 0);
  box.classList.toggle("wh-clock-soon", left >= 0 && left <= soon);
  box.classList.toggle("wh-clock-ahead", left > soon);
}

/** Refresh every <time data-deadline> now and each 30 seconds, those that arrive later included. */
export function startClocks() {
  const all = () => {
    const now = Date.now();
    for (const clock of document.querySelectorAll("time[data-deadline]")) tick(clock, now);
  };
  all();
  setInterval(all, 30_000);
  document.addEventListener("visibilitychange", () => document.hidden || all());
}
