// Formulas from standard input, one JSON object a line; for each, a line with its HTML or the error.
import { createInterface } from "node:readline";
import katex from "katex";

for await (const line of createInterface({ input: process.stdin })) {
  const { latex, display } = JSON.parse(line);
  let answer;
  try {
    answer = { html: katex.renderToString(latex, { displayMode: display, strict: "error" }) };
  } catch (error) {
    answer = { error: /** @type {Error} */ (error).message };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
