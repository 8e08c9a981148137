import { preparedTraining } from "../training.mjs";
import { key, network } from "./workload.mjs";

/** @type {import("../index.mjs").Prepare} */
export async function prepare({ data }, numbers) {
  const own = await network(Number(numbers.dim));
  return preparedTraining(own, { kind: "implicit" }, data, numbers, key);
}
