// Menus that close by themselves, the theme without a reload, and focus on what went wrong.

/** Close an open menu on Escape (focus returns to it) and on a press elsewhere. */
export function closeMenus() {
  const open = () => document.querySelectorAll("details.wh-menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

/** Change the theme in place, so that a half-written form is not lost; the server keeps the choice. */
export function startTheme() {
  const form = document.querySelector("form[data-theme-form]");
  if (!form) return;
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const body = new FormData(form);
    body.set("theme", button.value);
    try {
      // The answer leads back to this page; following it would open the page's records a second time.
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(String(answer.status));
      document.documentElement.dataset.bsTheme = button.value;
      for (const other of form.querySelectorAll("button[name]"))
        other.setAttribute("aria-pressed", String(other === button));
    } catch {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "theme", value: button.value }));
      form.submit();
    }
  });
}

/** A form that came back with errors starts at its list of errors. */
export function focusErrors() {
  document.querySelector("[data-error-summary]")?.focus();
}

/** On a narrow screen the strip of a case's tabs, and that of a tab's pages, start where the open one is. */
export function showCurrentTab() {
  for (const tab of document.querySelectorAll("[data-tabs] > ul [aria-current]")) {
    const strip = tab.closest("ul");
    strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
  }
}
