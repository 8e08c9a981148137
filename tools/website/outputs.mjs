import { croppedSvg, liveFigure, titleOf } from "./figure.mjs";
import { escapedMarkdown, fenced, rawHtml, slug } from "./markdown.mjs";

/**
 * @typedef {{
 *   output_type: string, name?: string, text?: string | string[],
 *   data?: Record<string, any>, metadata?: Record<string, any>, ename?: string, evalue?: string
 * }} Output
 *
 * @typedef {{markdown: string, files: Map<string, string>}} Shown what a page says, and its files
 */

const CHECK = "application/vnd.score-matching.check+json";
const PLOTLY = "application/vnd.plotly.v1+json";
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/**
 * What stands below a cell.
 *
 * @param {Output} output @param {string} lesson its number, such as 06
 * @returns {Shown}
 */
export function shown(output, lesson) {
  const data = output.data ?? {};
  if (data[CHECK]) return alone(check(text(data["text/html"]), data[CHECK]));
  if (data[PLOTLY]) return figure(output, lesson);
  if (data["text/html"])
    return alone(rawHtml(`<div class="cell-output">${text(data["text/html"])}</div>`));
  const words =
    output.output_type === "error"
      ? `${output.ename}: ${output.evalue}`
      : text(output.text ?? data["text/plain"] ?? "");
  const plain = words.replace(COLOUR, "").trimEnd();
  return alone(plain ? fenced("{code-block} text\n:class: cell-output\n", plain) : "");
}

/** @param {string} markdown @returns {Shown} */
function alone(markdown) {
  return { markdown, files: new Map() };
}

/** The address of a check on its page. @param {string} claim */
export function checkAnchor(claim) {
  return `check-${slug(claim)}`;
}

/** The row of the library, with an address of its own and a way to the ledger. @param {string} row @param {{id: string, claim: string}} record */
function check(row, { id, claim }) {
  const [item] = id.split(" ");
  const link = `<a href="../ledger.html#${item.toLowerCase()}" title="${item} in the ledger">${id}</a>`;
  const linked = row.replace(`<strong>${id}</strong>`, `<strong>${link}</strong>`);
  return rawHtml(`<div class="check" id="${checkAnchor(claim)}">${linked}</div>`);
}

/** @param {Output} output @param {string} lesson @returns {Shown} */
function figure({ data = {}, metadata = {} }, lesson) {
  const { figure: id, caption, description } = metadata["score-matching"];
  const name = `${lesson}-${id}`;
  const title = titleOf(data[PLOTLY]);
  const numbers = text(data["text/plain"]).split("\n\n").slice(3).join("\n\n");
  const live = JSON.stringify(liveFigure(data[PLOTLY]));
  const body = `:name: figure-${name}\n:alt: ${title}. ${description.replaceAll("\n", " ")}\n:figclass: live\n\n**${escapedMarkdown(title)}.** ${escapedMarkdown(caption)}`;
  const parts = [fenced(`{figure} /figures/${name}.svg`, body)];
  if (numbers)
    parts.push(
      '<details class="numbers"><summary>The figure in numbers</summary>\n',
      fenced("{code-block} text", numbers),
      "\n</details>",
    );
  return {
    markdown: parts.join("\n"),
    files: new Map([
      [`figures/${name}.svg`, croppedSvg(text(data["image/svg+xml"]))],
      // A script and not JSON: a page opened from a disk may load scripts, and may not fetch.
      [
        `_static/figures/${name}.js`,
        `(window.courseFigures ??= {})[${JSON.stringify(name)}] = ${live};\n`,
      ],
    ]),
  };
}

/** @param {string | string[]} value as a notebook holds it */
function text(value) {
  return Array.isArray(value) ? value.join("") : value;
}
