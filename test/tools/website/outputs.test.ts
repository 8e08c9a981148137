import { expect, it } from "vitest";
import { shown } from "../../../tools/website/outputs.mjs";

const CHECK = "application/vnd.score-matching.check+json";

it("a check has an address of its own, and leads to its item in the ledger", () => {
  const { markdown } = shown(
    {
      output_type: "display_data",
      data: {
        "text/html": "<div><strong>B13 constant</strong> Equal, but for C</div>",
        [CHECK]: { id: "B13 constant", claim: "Equal, but for C" },
      },
    },
    "06",
  );
  expect(markdown).toContain('<div class="check" id="check-equal-but-for-c">');
  expect(markdown).toMatch(
    /<strong><a href="\.\.\/ledger\.html#b13"[^>]*>B13 constant<\/a><\/strong>/,
  );
});

it("what a cell prints stands as it is, without the colours of a terminal", () => {
  const printed = shown(
    { output_type: "stream", text: ["\u001b[31mred\u001b[39m ```\n", "x"] },
    "01",
  );
  expect(printed.markdown).toBe("````{code-block} text\n:class: cell-output\n\nred ```\nx\n````");
  const error = { output_type: "error", ename: "InvalidArgument", evalue: "x is empty" };
  expect(shown(error, "01").markdown).toContain("InvalidArgument: x is empty");
});

it("a caption is taken to the letter, whatever Markdown would make of it", () => {
  const { markdown, files } = shown(
    {
      output_type: "execute_result",
      data: {
        "application/vnd.plotly.v1+json": {
          data: [],
          layout: {
            annotations: [{ text: "<b>A $x$</b>" }, { text: "" }],
            margin: { t: 73, b: 108 },
            height: 600,
          },
        },
        "image/svg+xml": svg,
        "text/plain": "A $x$\n\nBelow *5*\n\ndescription\n\nx  y\n1  2",
      },
      metadata: {
        "score-matching": { figure: "f", caption: "Below *5* and [1]", description: "d" },
      },
    },
    "01",
  );
  expect(markdown).toContain("**A \\$x\\$.** Below \\*5\\* and \\[1\\]");
  expect(markdown).toContain("x  y\n1  2");
  expect([...files.keys()]).toEqual(["figures/01-f.svg", "_static/figures/01-f.js"]);
});

const group = (y: number) =>
  `<g class="annotation" data-index="0"><g><g class="cursor-pointer" transform="translate(14,${y})"></g></g></g>`;
const svg = `<svg width="720" height="600" viewBox="0 0 720 600"><g>${group(16)}${group(550)}</g></svg>`;
