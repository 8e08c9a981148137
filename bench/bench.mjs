import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Interrupted, Problem } from "../tools/setup/problem.mjs";
import { sent } from "./arrays.mjs";
import { Child } from "./child.mjs";
import { difference } from "./compare.mjs";
import { program } from "./implementations.mjs";
import { median } from "./results.mjs";

/**
 * @typedef {import("./implementations.mjs").Implementation} Implementation
 * @typedef {import("./workloads/index.mjs").Workload} Workload
 *
 * @typedef {object} Plan
 * @property {readonly Workload[]} workloads
 * @property {string} folder of their parts
 * @property {readonly Implementation[]} implementations ours among them
 * @property {readonly number[]} threads
 * @property {number} rounds
 * @property {boolean} quick
 * @property {string} python
 * @property {string} room a folder for what all implementations are given
 * @property {AbortSignal} [stopping]
 * @property {(text: string) => void} say what is going on
 * @property {(text: string) => void} leftOut told of a peer that cannot do a workload
 */

/**
 * Measures: a process for each implementation, alive as long as a number of threads lasts; for each
 * workload, first the results of all are compared with ours, then rounds follow each other, in each of
 * which every implementation has its turn, so that a busy minute of the machine hits all of them.
 *
 * @param {Plan} plan
 * @returns {Promise<import("./results.mjs").Row[]>}
 */
export async function measure(plan) {
  const { workloads, threads, quick, room, stopping } = plan;
  await mkdir(room, { recursive: true });
  /** @type {import("./results.mjs").Row[]} */
  const rows = [];
  for (const workload of workloads) {
    const { arrays, numbers } = await workload.inputs(quick);
    const given = Object.entries(arrays).map(([name, [values, shape]]) => [
      name,
      sent(values, shape),
    ]);
    const inputs = join(room, `${workload.name}.json`);
    await writeFile(inputs, JSON.stringify({ arrays: Object.fromEntries(given), numbers }));
    for (const count of threads) {
      if (stopping?.aborted) throw new Interrupted();
      rows.push(...(await measureOne(plan, workload, count, inputs)));
    }
  }
  return rows;
}

/**
 * @param {Plan} plan @param {Workload} workload @param {number} threads @param {string} inputs
 * @returns {Promise<import("./results.mjs").Row[]>}
 */
async function measureOne(plan, workload, threads, inputs) {
  const { implementations, folder, rounds, python, stopping, say, leftOut } = plan;
  /** @type {{implementation: Implementation, child: Child, times: number[]}[]} */
  const running = [];
  try {
    /** @type {Record<string, import("./arrays.mjs").Sent> | undefined} */
    let ours;
    for (const implementation of implementations) {
      const module = join(folder, workload.folder, implementation.file);
      if (!existsSync(module)) continue;
      const { command, environment } = program(implementation, threads, python);
      const child = new Child(command, environment, stopping);
      running.push({ implementation, child, times: [] });
      say(
        `${workload.name}, ${threads} at a time: ${implementation.name} computes what is compared`,
      );
      const { variant } = implementation;
      const loaded = await orSay(implementation, workload, stopping, () =>
        child.ask({ load: { module, inputs, variant } }),
      ).catch((problem) => {
        if (!implementation.peer || !(problem instanceof Problem)) throw problem;
        leftOut(`${problem.message} It is left out.`);
      });
      if (!loaded) {
        running.pop();
        await child.end();
        continue;
      }
      const { results } = loaded;
      if (ours === undefined) {
        ours = results;
        continue;
      }
      const why = difference(ours, results, workload.tolerance);
      if (why)
        throw new Problem(
          `${workload.name}: ${implementation.name} computes something else than ${implementations[0]?.name}: ${why}. Nothing was timed.`,
        );
    }
    for (let round = 0; round < rounds; round++) {
      say(`${workload.name}, ${threads} at a time: round ${round + 1} of ${rounds}`);
      // Another one begins each round, so that nobody always runs behind the same neighbour.
      for (let turn = 0; turn < running.length; turn++) {
        const { implementation, child, times } = /** @type {typeof running[number]} */ (
          running[(round + turn) % running.length]
        );
        const { time } = await orSay(implementation, workload, stopping, () =>
          child.ask({ run: true }),
        );
        times.push(time);
      }
    }
    return running.map(({ implementation: { name, peer }, times }) => ({
      workload: workload.name,
      implementation: name,
      peer,
      threads,
      unit: workload.unit,
      min: Math.min(...times),
      median: median(times),
    }));
  } finally {
    await Promise.all(running.map(({ child }) => child.end()));
  }
}

/**
 * @template T
 * @param {Implementation} implementation @param {Workload} workload
 * @param {AbortSignal | undefined} stopping @param {() => Promise<T>} ask
 */
async function orSay({ name }, workload, stopping, ask) {
  try {
    return await ask();
  } catch (error) {
    if (stopping?.aborted) throw new Interrupted();
    throw new Problem(`${workload.name}: ${name} failed: ${/** @type {Error} */ (error).message}`);
  }
}
