// A process that runs this library: as peer.py.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { received, sent } from "./arrays.mjs";

/** @type {undefined | (() => Promise<number> | number)} */
let run;

/** @param {{module: string, inputs: string}} what */
async function load({ module, inputs }) {
  const content = JSON.parse(await readFile(inputs, "utf8"));
  const arrays = Object.fromEntries(
    Object.entries(content.arrays).map(([name, array]) => [name, received(array)]),
  );
  const workload = await import(pathToFileURL(module).href);
  const prepared = await workload.prepare(arrays, content.numbers);
  const results = await prepared.check();
  run = prepared.run;
  await prepared.run();
  return Object.fromEntries(
    Object.entries(results).map(([name, values]) => [name, sent(values, [values.length])]),
  );
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  let answer;
  try {
    if (command.load) answer = { results: await load(command.load) };
    else answer = { time: await run?.() };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
