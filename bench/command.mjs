import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setUp } from "../tools/setup/setup.mjs";
import { writeAtomically } from "../tools/setup/stamps.mjs";
import { peersPython } from "./environment.mjs";
import { implementations } from "./implementations.mjs";
import { parseOptions, usage } from "./options.mjs";
import { table } from "./results.mjs";

/** Names of workloads, known before the library is built. */
export const names = [
  ...["W1-512", "W1-4096", "W2-ssm", "W2-ssm-vr"],
  ...["W3-2", "W3-2-sweep", "W3-16", "W3-16-sweep", "W3-64", "W3-64-sweep"],
  "W4",
];

/**
 * `npm run bench`.
 *
 * @param {import("../tools/setup/main.mjs").Command} command
 */
export async function bench(command) {
  const { argv, paths, stopping, display } = command;
  const options = parseOptions(argv, names);
  if (options.help) {
    display.say(usage);
    return;
  }
  await setUp({ paths, stopping, display });
  const { peers } = options;
  const chosen = implementations.filter(
    ({ name, peer }) => !peer || !peers || peers.some((word) => name.toLowerCase().includes(word)),
  );
  const python = chosen.some(({ peer }) => peer) ? await peersPython(command) : "";
  // These import the library, which the set-up has just built.
  const { workloads } = await import("./workloads/index.mjs");
  const { measure } = await import("./bench.mjs");
  const { figure } = await import("./figure.mjs");
  /** @type {import("./results.mjs").Row[]} */
  let rows = [];
  /** @type {string[]} */
  const missing = [];
  await display.step("Measuring", async (step) => {
    rows = await measure({
      ...options,
      workloads: workloads.filter(({ name }) => options.chosen.includes(name)),
      folder: join(paths.clone, "bench", "workloads"),
      implementations: chosen,
      python,
      room: join(paths.clone, "build", "bench", "inputs"),
      stopping,
      say: (text) => step.note(text),
      leftOut: (text) => missing.push(text),
    });
  });
  display.say(`\n${[table(rows), ...missing].join("\n\n")}\n`);
  const folder = options.whole ? join(paths.clone, "bench") : join(paths.clone, "build", "bench");
  await mkdir(folder, { recursive: true });
  await writeAtomically(join(folder, "results.json"), `${JSON.stringify(rows, null, 2)}\n`);
  const svg = await figure(rows);
  if (svg) await writeAtomically(join(folder, "results.svg"), svg);
  display.say(`Written to ${folder}.`);
  return missing.length > 0 ? 1 : 0;
}
