import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { filesBelow } from "../setup/stamps.mjs";
import { ledgerPage } from "./ledgerPage.mjs";
import { lessonPage } from "./lessonPage.mjs";

/**
 * Everything that Sphinx reads, by its place: docs/, a page for each lesson, the ledger, what the pages
 * load. `more` holds what other programs made.
 *
 * @param {string} clone @param {Map<string, string | Buffer>} more
 */
export async function sourceFiles(clone, more) {
  /** @type {Map<string, string | Buffer>} */
  const files = new Map(more);
  const docs = join(clone, "docs");
  for (const path of await filesBelow(docs, (name) => !name.endsWith(".pyc")))
    files.set(relative(docs, path).replaceAll("\\", "/"), await readFile(path));
  /** @type {Map<number, {name: string, text: string}>} */
  const lessons = new Map();
  for (const file of (await readdir(join(clone, "lessons"))).sort()) {
    if (!/^\d\d-.*\.md$/.test(file)) continue;
    const name = file.replace(/\.md$/, "");
    const notebook = await executedOrPublished(clone, name);
    const { markdown, files: made } = lessonPage(notebook, name.slice(0, 2));
    for (const [path, content] of made) files.set(path, content);
    files.set(`lessons/${file}`, markdown);
    lessons.set(Number(name.slice(0, 2)), {
      name,
      text: await readFile(join(clone, "lessons", file), "utf8"),
    });
  }
  // A lesson that was not run yet has at least its pictures, for the front page.
  for (const file of await readdir(join(clone, "figures")))
    if (file.endsWith(".svg") && !files.has(`figures/${file}`))
      files.set(`figures/${file}`, await readFile(join(clone, "figures", file)));
  const { items } = JSON.parse(await readFile(join(clone, "ledger.json"), "utf8"));
  const notes = new Set(
    [...files.keys()].flatMap(
      (path) => path.match(/^notes\/([a-e])\.md$/)?.[1].toUpperCase() ?? [],
    ),
  );
  files.set("ledger.md", ledgerPage(items, lessons, notes));
  return files;
}

/** @param {string} clone @param {string} name */
async function executedOrPublished(clone, name) {
  const text = await readFile(join(clone, "build", "course", `${name}.ipynb`), "utf8").catch(() =>
    readFile(join(clone, "notebooks", `${name}.ipynb`), "utf8"),
  );
  return JSON.parse(text);
}

/** KaTeX's style and fonts, and the part of Plotly that our figures need. @param {string} modules */
export async function packagedFiles(modules) {
  /** @type {Map<string, string | Buffer>} */
  const files = new Map();
  const katex = join(modules, "katex", "dist");
  const style = await readFile(join(katex, "katex.min.css"), "utf8");
  // Every browser of the last ten years reads woff2; the other forms of each font stay behind.
  files.set(
    "_static/katex/katex.min.css",
    style.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, ""),
  );
  for (const font of await readdir(join(katex, "fonts")))
    if (font.endsWith(".woff2"))
      files.set(`_static/katex/fonts/${font}`, await readFile(join(katex, "fonts", font)));
  files.set(
    "_static/plotly.min.js",
    await readFile(join(modules, "plotly.js-cartesian-dist-min", "plotly-cartesian.min.js")),
  );
  return files;
}

/**
 * Makes the folder hold these files and no others; what has not changed is not touched, so that Sphinx
 * builds only what has.
 *
 * @param {string} folder @param {Map<string, string | Buffer>} files
 */
export async function writeSource(folder, files) {
  for (const path of await filesBelow(folder, () => true))
    if (!files.has(relative(folder, path).replaceAll("\\", "/"))) await rm(path);
  for (const [name, content] of files) {
    const path = join(folder, name);
    const bytes = Buffer.from(content);
    const old = await readFile(path).catch(() => undefined);
    if (old?.equals(bytes)) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
}
