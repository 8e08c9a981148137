import { preparedTraining } from "../training.mjs";
import { key, network } from "./workload.mjs";

/** @type {import("../index.mjs").Prepare} */
export async function prepare({ data }, numbers) {
  const objective = { kind: numbers.reduced ? "slicedVR" : "sliced" };
  return preparedTraining(await network(), objective, data, numbers, key);
}
