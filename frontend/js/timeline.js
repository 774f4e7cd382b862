// The chronology's filters work in place when every entry is already on the page; else they are plain links.

function show(list, chips, kind) {
  let shown = 0;
  for (const entry of list.children) {
    entry.hidden = kind !== "" && !entry.dataset.how.split(" ").includes(kind);
    if (!entry.hidden) shown += 1;
  }
  for (const chip of chips) {
    if (chip.dataset.timelineFilter === kind) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
  return shown;
}

/** Wire each [data-timeline] that carries all of its entries. */
export function startTimelines() {
  for (const timeline of document.querySelectorAll("[data-timeline=complete]")) {
    const list = timeline.querySelector(".wh-time");
    const chips = [...timeline.querySelectorAll("[data-timeline-filter]")];
    const none = timeline.querySelector("[data-timeline-none]");
    if (!list) continue;
    for (const chip of chips)
      chip.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        const shown = show(list, chips, chip.dataset.timelineFilter);
        if (none) none.hidden = shown > 0;
      });
  }
}
