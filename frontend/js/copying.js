// Buttons that only script can serve; they stay hidden without it.

/** Copy the words of [data-copy="#id"] once; the button then says so and rests. */
export function startCopying() {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const source = document.querySelector(button.dataset.copy);
    if (!source || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      try {
        await navigator.clipboard.writeText(source.textContent.trim());
      } catch {
        getSelection().selectAllChildren(source);
        return;
      }
      button.setAttribute("aria-disabled", "true");
      button.querySelector("[data-words]").textContent = button.dataset.wordsCopied;
    });
  }
}

/** Print the page from a button marked data-print. */
export function startPrinting() {
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
