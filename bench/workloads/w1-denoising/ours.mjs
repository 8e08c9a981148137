import { preparedTraining } from "../training.mjs";
import { key, network, sigmas } from "./workload.mjs";

/** @type {import("../index.mjs").Prepare} */
export async function prepare({ data }, numbers) {
  const objective = { kind: "multiNoise", sigmas };
  return preparedTraining(await network(), objective, data, numbers, key);
}
