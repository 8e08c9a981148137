import { Problem } from "./problem.mjs";
import { parseWords } from "./words.mjs";

export const usage = `npm start                    sets up what is missing and opens JupyterLab on my-notebooks/

npm start -- --no-browser    does not open a browser
npm start -- --port 9000     serves on this port (otherwise 8888, or the next free one)
npm start -- --check         sets up, prints versions and the tensor backend, and ends
npm start -- --reset 03      fetches a fresh copy of lesson 3; the old one is kept under another name
npm start -- --help          prints this`;

/**
 * @param {string[]} argv
 * @returns {{help: boolean, check: boolean, browser: boolean, port?: number, reset?: string}}
 */
export function parseOptions(argv) {
  const { values } = parseWords(
    {
      args: argv,
      strict: true,
      options: {
        help: { type: "boolean", short: "h" },
        check: { type: "boolean" },
        "no-browser": { type: "boolean" },
        port: { type: "string" },
        reset: { type: "string" },
      },
    },
    usage,
  );
  const { port, reset } = values;
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535))
    throw new Problem(`--port takes a number from 1 to 65535, and not ${port}.`, { code: 2 });
  if (reset !== undefined && !/^(\d{1,2}|a\d)$/.test(reset))
    throw new Problem(`--reset takes the number of a lesson, such as 03, and not ${reset}.`, {
      code: 2,
    });
  return {
    help: values.help ?? false,
    check: values.check ?? false,
    browser: !values["no-browser"],
    port: port === undefined ? undefined : Number(port),
    reset,
  };
}
