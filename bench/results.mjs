/**
 * One line of the results: times of one implementation on one workload.
 *
 * @typedef {object} Row
 * @property {string} workload
 * @property {string} implementation
 * @property {boolean} peer
 * @property {number} threads
 * @property {string} unit
 * @property {number} min
 * @property {number} median
 */

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const [low, high] = [sorted[half - 1], sorted[half]];
  return Number(sorted.length % 2 === 1 ? high : (Number(low) + Number(high)) / 2);
}

/**
 * How many times as long as this library the best peer takes, by median, at the same number of threads.
 * Undefined if one of the two is missing.
 *
 * @param {readonly Row[]} rows
 * @param {string} workload
 * @param {number} threads
 */
export function ratioToBestPeer(rows, workload, threads) {
  const own = rows.filter((row) => row.workload === workload && row.threads === threads);
  const ours = own.find((row) => !row.peer);
  const peers = own.filter((row) => row.peer).map((row) => row.median);
  return ours && peers.length > 0 ? Math.min(...peers) / ours.median : undefined;
}

/** @param {number} value */
const digits = (value) => (value >= 1000 ? value.toFixed(0) : value.toPrecision(3));

/**
 * @param {readonly Row[]} rows
 * @returns {string} one line a row, and the ratio behind ours
 */
export function table(rows) {
  const cells = [
    ["workload", "threads", "implementation", "min", "median", "", "best peer / ours"],
    ...rows.map((row) => {
      const ratio = row.peer ? undefined : ratioToBestPeer(rows, row.workload, row.threads);
      return [
        ...[row.workload, String(row.threads), row.implementation],
        ...[digits(row.min), digits(row.median), row.unit],
        ratio === undefined ? "" : ratio.toFixed(2),
      ];
    }),
  ];
  const widths = (cells[0] ?? []).map((_, c) =>
    Math.max(...cells.map((line) => String(line[c]).length)),
  );
  return cells
    .map((line) =>
      line
        .map((cell, c) => cell.padEnd(Number(widths[c])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
