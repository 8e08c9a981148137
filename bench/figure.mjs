import { plot } from "score-matching";
import { ratioToBestPeer } from "./results.mjs";

/**
 * The ratios to the best peer as an SVG.
 *
 * @param {readonly import("./results.mjs").Row[]} rows
 * @returns {Promise<string | undefined>} none where there is nothing to compare
 */
export async function figure(rows) {
  const threads = [...new Set(rows.map((row) => row.threads))];
  const labels = [...new Set(rows.map((row) => row.workload))].filter((workload) =>
    threads.every((count) => ratioToBestPeer(rows, workload, count) !== undefined),
  );
  if (labels.length === 0) return undefined;
  const series = Object.fromEntries(
    threads.map((count) => [
      `${count} ${count === 1 ? "thread" : "threads"}`,
      labels.map((workload) => Number(ratioToBestPeer(rows, workload, count))),
    ]),
  );
  const drawn = plot.bars({
    id: "results",
    title: "This library beside the best of its peers",
    caption: "Time of the best of NumPy, PyTorch and JAX over the time of this library, by median.",
    labels,
    series,
    axes: { x: "workload", y: "best peer / ours" },
    marks: [{ y: 1, label: "equal" }],
  });
  const { data } = await drawn.toMimeBundle();
  return String(data["image/svg+xml"]);
}
