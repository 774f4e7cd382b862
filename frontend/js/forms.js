// Guards around forms: nothing written is left behind unasked, nothing is sent twice.

/** Ask before leaving a page whose form marked data-guard-unsaved has been written in. */
export function guardUnsaved() {
  const unsaved = new Set();
  for (const form of document.querySelectorAll("form[data-guard-unsaved]")) {
    if (form.hasAttribute("data-came-back")) unsaved.add(form);
    form.addEventListener("input", () => unsaved.add(form));
    form.addEventListener("submit", () => unsaved.delete(form));
    form.addEventListener("reset", () => unsaved.delete(form));
  }
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size > 0) event.preventDefault();
  });
}

/** Keep a new record's id with its place in the browser's history: after Back, Save finds what was saved already.
 *  Not where each sending is another one (data-id-anew), and for nobody who signed in there since. */
export function keepRecordId() {
  const form = document.querySelector("form[data-guard-unsaved]:not([data-id-anew])");
  const field = form?.querySelector("input[name=record_id]");
  if (!field) return;
  const whose = form.querySelector("input[name=csrf_token]")?.value.split("~")[1];
  const kept = history.state?.kept;
  if (kept && kept.whose === whose) field.value = kept.recordId;
  else history.replaceState({ ...history.state, kept: { recordId: field.value, whose } }, "");
}

const buttonsOf = (form) => form.querySelectorAll("button:not([type=button]), input[type=submit]");

/** Let each POST form go once; buttons wake again if the reader comes back to the page. */
export function guardDoubleSubmit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-may-repeat")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    for (const button of buttonsOf(form)) button.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of buttonsOf(form)) button.removeAttribute("aria-disabled");
    }
  });
}
