// Works out the SHA-256 of a chosen file in the browser; the file itself is never sent.

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Fill the field named by [data-hash-into="#id"] with the SHA-256 of the file chosen, and send its form. */
export function startHashing() {
  for (const box of document.querySelectorAll("[data-hash-into]")) {
    const field = document.querySelector(box.dataset.hashInto);
    const input = box.querySelector("input[type=file]");
    // Browsers offer this only where the address is secure.
    if (!field || !input || !crypto.subtle) continue;
    box.hidden = false;
    input.addEventListener("change", async () => {
      const [file] = input.files;
      if (!file) return;
      field.value = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())));
      field.form.requestSubmit();
    });
  }
}
