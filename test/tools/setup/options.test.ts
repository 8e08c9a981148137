import { expect, test } from "vitest";
import { parseOptions } from "../../../tools/setup/options.mjs";

test("without options the lab opens in a browser, on the usual port", () => {
  expect(parseOptions([])).toEqual({
    help: false,
    check: false,
    browser: true,
    port: undefined,
    reset: undefined,
  });
});

test("every option is understood", () => {
  const options = parseOptions([
    "--no-browser",
    "--port",
    "9000",
    "--check",
    "--reset=03",
    "--help",
  ]);
  expect(options).toEqual({ help: true, check: true, browser: false, port: 9000, reset: "03" });
});

test.each([
  [["--browser"], /--browser.*\n\nnpm start/s],
  [["9000"], /9000.*\n\nnpm start/s],
  [["--port"], /--port.*\n\nnpm start/s],
  [["--port", "http"], /^--port takes a number from 1 to 65535, and not http\.$/],
  [["--port", "0"], /^--port takes/],
  [["--port", "65536"], /^--port takes/],
  [["--reset", "three"], /^--reset takes the number of a lesson/],
])("%j is refused with a sentence and the exit code of a wrong command line", (argv, sentence) => {
  expect(() => parseOptions(argv)).toThrow(
    expect.objectContaining({ name: "Problem", code: 2, message: expect.stringMatching(sentence) }),
  );
});
