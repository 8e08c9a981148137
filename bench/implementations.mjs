import { existsSync } from "node:fs";
import { join } from "node:path";
import { here } from "../tools/setup/paths.mjs";

/**
 * @typedef {object} Implementation
 * @property {string} name
 * @property {boolean} peer
 * @property {string} file of a workload: its part for this implementation
 * @property {string} [variant] what its `prepare` is told
 */

/** @type {Implementation[]} */
export const implementations = [
  { name: "score-matching", peer: false, file: "ours.mjs" },
  { name: "NumPy", peer: true, file: "with_numpy.py" },
  { name: "PyTorch", peer: true, file: "with_torch.py", variant: "eager" },
  { name: "torch.compile", peer: true, file: "with_torch.py", variant: "compile" },
  { name: "JAX jit", peer: true, file: "with_jax.py" },
];

/**
 * The program of an implementation: the same number of threads for all, asked for by every name that
 * their libraries know, and held to as many cores where the system can do that (`taskset`).
 *
 * @param {Implementation} implementation
 * @param {number} threads
 * @param {string} python
 * @returns {{command: string[], environment: NodeJS.ProcessEnv}}
 */
export function program({ peer }, threads, python) {
  const count = String(threads);
  const cores = existsSync("/usr/bin/taskset")
    ? ["/usr/bin/taskset", "--cpu-list", threads === 1 ? "0" : `0-${threads - 1}`]
    : [];
  const own = peer
    ? [python, join(here, "bench", "peer.py")]
    : [process.execPath, join(here, "bench", "ours.mjs")];
  return {
    command: [...cores, ...own],
    environment: {
      OMP_NUM_THREADS: count,
      MKL_NUM_THREADS: count,
      OPENBLAS_NUM_THREADS: count,
      TF_NUM_INTRAOP_THREADS: count,
      TF_NUM_INTEROP_THREADS: "1",
      SCORE_MATCHING_THREADS: count,
      ...(threads === 1 && {
        XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
      }),
      JAX_PLATFORMS: "cpu",
    },
  };
}
