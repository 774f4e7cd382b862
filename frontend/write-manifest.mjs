// Write LICENSES.txt and manifest.json (file name -> sha256) for the files just built into the folder given.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const out = process.argv[2];
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
const licence = (name, file = "LICENSE") => readFileSync(`node_modules/${name}/${file}`, "utf8").trim();

const bundled = [
  ["Bootstrap", "bootstrap", "wayhome.css (parts of its styles)"],
  ["htmx", "htmx.org", "vendor/htmx.min.js"],
  ["Noto Sans Khmer, by way of Fontsource", "@fontsource/noto-sans-khmer", "fonts/noto-sans-khmer-*.woff2"],
  ["Noto Sans, by way of Fontsource", "@fontsource/noto-sans", "fonts/noto-sans-latin*.woff2"],
];
const rule = "-".repeat(72);
writeFileSync(
  join(out, "LICENSES.txt"),
  bundled
    .map(([title, name, where]) => `${title} ${version(name)}\nUsed in: ${where}\n\n${licence(name)}\n`)
    .join(`\n${rule}\n\n`),
);

const built = [
  "LICENSES.txt",
  "icon.svg",
  "pdf.css",
  "wayhome.css",
  "wayhome.js",
  "vendor/htmx.min.js",
  ...readdirSync(join(out, "fonts")).sort().map((name) => `fonts/${name}`),
];
const sums = built.map((name) => [name, createHash("sha256").update(readFileSync(join(out, name))).digest("hex")]);
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(Object.fromEntries(sums), null, 2)}\n`);
