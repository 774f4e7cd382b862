// Ask Lighthouse about pages in one Chromium: reads {"cookie", "categories", "pages"} and prints {page: {category: score}},
// the scores from 0 to 100. Development only.
import { readFileSync } from "node:fs";
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";

const asked = JSON.parse(readFileSync(0, "utf8"));
const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await launch({ chromePath: "/usr/bin/chromium", chromeFlags: flags, logLevel: "silent" });
const scores = {};
try {
  for (const page of asked.pages) {
    const run = await lighthouse(page, {
      port: browser.port,
      output: "json",
      logLevel: "silent",
      onlyCategories: asked.categories,
      extraHeaders: asked.cookie ? { Cookie: asked.cookie } : {},
      disableStorageReset: true,
    });
    const found = run.lhr.runtimeError ? [] : Object.entries(run.lhr.categories);
    scores[page] = Object.fromEntries(found.map(([name, category]) => [name, Math.round(category.score * 100)]));
  }
} finally {
  browser.kill();
}
process.stdout.write(JSON.stringify(scores));
