// Long work goes on while its page is open: the form of the next step is sent by itself.

const BREATH_MILLISECONDS = 100;

/** Send each [data-goes-on] form after a breath, in which others may write. */
export function goOn() {
  const form = document.querySelector("form[data-goes-on]");
  if (form) setTimeout(() => form.requestSubmit(), BREATH_MILLISECONDS);
}
