import { fenced } from "./markdown.mjs";
import { shown } from "./outputs.mjs";

/** @typedef {{cell_type: string, source: string | string[], metadata: {tags?: string[]}, outputs?: import("./outputs.mjs").Output[]}} Cell */

/**
 * The page of a lesson, from its executed notebook.
 *
 * @param {{cells: Cell[]}} notebook @param {string} lesson its number
 * @returns {import("./outputs.mjs").Shown}
 */
export function lessonPage({ cells }, lesson) {
  // Any page can link to #lesson-6.
  const parts = [`(lesson-${Number(lesson)})=`];
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const { cell_type, source, metadata, outputs = [] } of cells) {
    const text = Array.isArray(source) ? source.join("") : source;
    if (cell_type === "markdown") {
      parts.push(text.replace(/(\]\(\d\d-[a-z0-9-]+)\.ipynb/g, "$1.md"));
      continue;
    }
    const code = fenced("typescript", text);
    const imports = metadata.tags?.includes("parameters");
    parts.push(
      imports
        ? `<details class="imports"><summary>Imports and seed</summary>\n\n${code}\n\n</details>`
        : code,
    );
    for (const output of outputs) {
      const { markdown, files: more } = shown(output, lesson);
      if (markdown) parts.push(markdown);
      for (const [path, content] of more) files.set(path, content);
    }
  }
  return { markdown: `${parts.join("\n\n")}\n`, files };
}
