// Keys for the whole page: "/" to the search box, "+" to what can be written down, 1 to 6 to the tabs of a case, "?" to
// the list of keys, j and k through the rows of a table.

const typing = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

const rowLinks = () =>
  [...document.querySelectorAll("main tbody tr .wh-open")].filter((link) => link.getClientRects().length > 0);

function stepRow(step) {
  const links = rowLinks();
  if (links.length === 0) return false;
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = here === -1 ? (step > 0 ? 0 : links.length - 1) : here + step;
  links[Math.min(Math.max(next, 0), links.length - 1)].focus();
  return true;
}

function focusSearch() {
  const box = document.querySelector("[data-key-search]");
  if (!box) return false;
  box.focus();
  box.select();
  return true;
}

function openKeyHelp() {
  const help = document.querySelector("[data-key-help]");
  if (!help) return false;
  help.open = true;
  help.querySelector("summary").focus();
  return true;
}

function openAdd() {
  const menu = document.querySelector("[data-key-add]");
  if (!menu) return false;
  menu.open = true;
  menu.querySelector("a").focus();
  return true;
}

function openTab(number) {
  const tab = document.querySelectorAll("[data-tabs] > ul:first-child a")[number - 1];
  if (!tab) return false;
  tab.click();
  return true;
}

const DIGITS = [..."123456"].flatMap((digit, at) => [digit, "១២៣៤៥៦"[at]].map((key) => [key, () => openTab(at + 1)]));

const ACTIONS = { "/": focusSearch, "?": openKeyHelp, "+": openAdd, ...Object.fromEntries(DIGITS), j: () => stepRow(1), k: () => stepRow(-1) };

/** Listen for the page's keys, never while somebody writes and never with a modifier held. */
export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const action = Object.hasOwn(ACTIONS, event.key) ? ACTIONS[event.key] : null;
    if (action && action()) event.preventDefault();
  });
}
