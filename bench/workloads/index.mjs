import { denoising } from "./w1-denoising/workload.mjs";
import { sliced } from "./w2-sliced/workload.mjs";
import { implicit } from "./w3-implicit/workload.mjs";
import { langevin } from "./w4-langevin/workload.mjs";

/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {string} title
 * @property {string} unit
 * @property {string} folder its parts, one for each family of implementations
 * @property {number} tolerance how far results may differ, relative to the largest number of each array
 * @property {(quick: boolean) => Inputs | Promise<Inputs>} inputs what all implementations are given
 *
 * @typedef {object} Inputs
 * @property {Record<string, [values: ArrayLike<number>, shape: number[]]>} arrays
 * @property {Record<string, number>} numbers
 *
 * @typedef {object} Prepared
 * @property {() => Results | Promise<Results>} check what is compared before anything is timed
 * @property {() => number | Promise<number>} run one round: its time in the unit of the workload
 *
 * @typedef {Record<string, ArrayLike<number>>} Results
 * @typedef {(arrays: Record<string, Float64Array>, numbers: Record<string, number>) => Prepared | Promise<Prepared>} Prepare
 */

/** @type {Workload[]} */
export const workloads = [...denoising, ...sliced, ...implicit, langevin];
