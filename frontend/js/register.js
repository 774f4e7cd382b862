// The register of a club at the speed of a keyboard or a thumb: type the start of a name and press Enter, undo, count,
// and a cover for when somebody looks over the shoulder. Without script the same form is ticked and sent.

const plain = (text) => text.normalize("NFKC").toLocaleLowerCase().trim();
const rowsOf = (box) => [...box.querySelectorAll("[data-register-row]")];
const tickOf = (row) => row.querySelector("input[name=here]");
const isShown = (row) => !row.hidden && !tickOf(row).disabled;
const fits = (row, start) => plain(row.dataset.names).split(/\s+/).some((part) => part.startsWith(start)) || plain(row.dataset.names).includes(` ${start}`);

class Register {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form");
    this.find = box.querySelector("input[name=find]");
    this.says = box.querySelector("[data-register-says]");
    this.done = [];
    box.querySelector("[data-register-tools]").hidden = false;
    box.addEventListener("change", (event) => this.noteTick(event.target));
    box.addEventListener("keydown", (event) => this.onKey(event));
    this.find.addEventListener("input", () => this.filter());
    box.querySelector("[data-register-undo]").addEventListener("click", () => this.undo());
    this.cover = box.querySelector("[data-register-cover]");
    box.querySelector("[data-register-hide]").addEventListener("click", () => this.hide());
    this.cover.addEventListener("click", () => this.show());
    this.openedAt = performance.now();
    this.count();
  }

  say(words, values = {}) {
    this.says.textContent = Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), this.box.dataset[words]);
  }

  count() {
    const number = this.box.querySelectorAll("input[name=here]:checked").length;
    const shown = number.toLocaleString(document.documentElement.lang);
    this.box.querySelector("[data-register-count]").textContent = this.box.dataset.wordsCount.replace("{count}", shown);
  }

  /** At a centre whose day is on, whoever is marked came now: by the server's clock, which the page was given. */
  noteTime(tick) {
    const clock = this.box.dataset.registerClock;
    const box = clock && this.box.querySelector(`input[name="came_at-${tick.value}"]`);
    if (!box) return;
    if (tick.checked && box.value === "") {
      const [hours, minutes] = clock.split(":").map(Number);
      const now = hours * 60 + minutes + Math.floor((performance.now() - this.openedAt) / 60000);
      box.value = [Math.floor(now / 60) % 24, now % 60].map((part) => String(part).padStart(2, "0")).join(":");
      box.dataset.noted = box.value;
    } else if (!tick.checked && box.value === box.dataset.noted) {
      box.value = "";
    }
  }

  noteTick(tick) {
    if (tick.name !== "here") return;
    this.done.push(tick);
    this.noteTime(tick);
    const row = tick.closest("[data-register-row]");
    this.say(tick.checked ? "wordsMarked" : "wordsTaken", { name: row.dataset.called });
    this.count();
  }

  mark(row) {
    const tick = tickOf(row);
    tick.checked = !tick.checked;
    tick.dispatchEvent(new Event("input", { bubbles: true }));
    tick.dispatchEvent(new Event("change", { bubbles: true }));
  }

  undo() {
    const tick = this.done.pop();
    if (!tick) return;
    tick.checked = !tick.checked;
    this.noteTime(tick);
    this.say(tick.checked ? "wordsMarked" : "wordsTaken", { name: tick.closest("[data-register-row]").dataset.called });
    this.count();
    this.find.focus();
  }

  filter() {
    const start = plain(this.find.value);
    for (const row of rowsOf(this.box)) row.hidden = start !== "" && !fits(row, start);
  }

  clear() {
    this.find.value = "";
    this.filter();
  }

  /** Enter in the box marks the first child it fits; of several who are called so, somebody chooses. */
  enter() {
    if (!plain(this.find.value)) return;
    const open = rowsOf(this.box).filter((row) => isShown(row) && !tickOf(row).checked);
    if (open.length === 0) {
      if (rowsOf(this.box).some(isShown)) this.clear();
      else this.box.querySelector("[data-register-look]").click();
      return;
    }
    const alike = open.filter((row) => row.hasAttribute("data-namesake"));
    if (alike.length > 1 && open[0].hasAttribute("data-namesake")) {
      this.say("wordsMany", { count: alike.length });
      tickOf(alike[0]).focus();
      return;
    }
    this.mark(open[0]);
    this.clear();
  }

  step(from, by) {
    const rows = rowsOf(this.box).filter(isShown);
    const at = rows.findIndex((row) => row.contains(from));
    const next = rows[at + by];
    if (next) tickOf(next).focus();
    else if (by < 0) this.find.focus();
  }

  onKey(event) {
    if (event.isComposing || event.altKey) return;
    const { target, key } = event;
    if ((event.ctrlKey || event.metaKey) && key === "Enter") {
      event.preventDefault();
      this.form.requestSubmit(this.box.querySelector("[data-register-save]"));
    } else if (event.ctrlKey || event.metaKey) {
      return;
    } else if (key === "Enter" && target === this.find) {
      event.preventDefault();
      this.enter();
    } else if (key === "Enter" && target.name === "here") {
      event.preventDefault();
      this.mark(target.closest("[data-register-row]"));
      this.clear();
      this.find.focus();
    } else if ((key === "ArrowDown" || key === "ArrowUp") && (target === this.find || target.name === "here")) {
      event.preventDefault();
      this.step(target, key === "ArrowDown" ? 1 : -1);
    } else if (key === "Backspace" && target === this.find && this.find.value === "") {
      this.undo();
    }
  }

  hide() {
    this.cover.hidden = false;
    this.cover.focus();
  }

  show() {
    this.cover.hidden = true;
    this.find.focus();
  }
}

/** Wire each [data-register]; also one that came back with what was found. */
export function startRegisters() {
  for (const box of document.querySelectorAll("[data-register]")) new Register(box);
  document.addEventListener("htmx:afterSwap", () => {
    const box = document.querySelector("[data-register]");
    if (!box) return;
    const register = new Register(box);
    const found = box.querySelector("[data-register-found] input[name=here]");
    if (found) found.focus();
    else box.querySelector("[name=new-0-name]")?.focus();
    register.clear();
  });
}
