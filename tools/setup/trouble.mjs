import { Problem } from "./problem.mjs";
import { tailOf } from "./processes.mjs";

const noNetwork =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|FETCH_ERROR|UND_ERR_CONNECT_TIMEOUT)\b|NewConnectionError|ConnectTimeoutError|ReadTimeoutError|NameResolutionError|Temporary failure in name resolution|ProxyError|Connection refused|network (is unreachable|timeout)|Connection(Reset|Aborted)Error/i;
const diskFull = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/i;
const notWritable = /\bEROFS\b|\bEACCES\b|\bEPERM\b|Read-only file system|Permission denied/i;
const otherHash = /EINTEGRITY|DO NOT MATCH THE HASHES|integrity checksum failed/i;

/** Whether a package manager says that it could not reach anything. @param {string} output */
export function isOffline(output) {
  return noNetwork.test(output);
}

/**
 * The sentence for a package manager that failed, from what it printed.
 *
 * @param {"npm" | "pip"} manager
 * @param {string} output
 * @param {string} log
 */
export function packageProblem(manager, output, log) {
  const more = { log, tail: tailOf(output) };
  const registry = manager === "npm" ? "npm's registry" : "PyPI";
  if (diskFull.test(output))
    return new Problem(
      `The disk is full while ${manager} was installing: free some space and run the same command again.`,
      more,
    );
  if (otherHash.test(output))
    return new Problem(
      `A package that ${manager} received is not the one that the lock file names, so it was refused: check the proxy or mirror that this network uses, or empty ${manager}'s cache, and run the same command again.`,
      more,
    );
  if (isOffline(output))
    return new Problem(
      `${manager} cannot reach ${registry}: connect to the network (or set ${manager}'s proxy or mirror) and run the same command again; what is already there is kept.`,
      more,
    );
  if (notWritable.test(output))
    return new Problem(
      `${manager} may not write where it must: move the clone to a folder that you may write to, or change the permissions shown above, and run the same command again.`,
      more,
    );
  return new Problem(
    `${manager} could not install the locked packages: the lines above say why; run the same command again once that is put right.`,
    more,
  );
}
