import { abbreviate } from "../numerics/errors";
import type { MimeBundle } from "../numerics/mimeBundle";
import { table } from "../numerics/table";
import type { Density } from "./density";

/** The small table that a notebook shows for a density: its kind, its parameters, its moments. */
export function describe(
  kind: string,
  p: Pick<Density, "dim" | "mean" | "covariance" | "support" | "normalised">,
  parameters: Readonly<Record<string, unknown>> = {},
): MimeBundle {
  const univariate = p.dim === 1;
  const rows: (readonly [string, string])[] = [
    ...Object.entries(parameters).map(([name, value]) => [name, rounded(value)] as const),
    ["mean", moment(univariate ? p.mean[0] : p.mean)],
    univariate
      ? ["variance", moment(p.covariance[0])]
      : ["covariance", moment(p.covariance.some(Number.isNaN) ? Number.NaN : matrixRows(p))],
  ];
  if (p.support.some(([a, b]) => Number.isFinite(a) || Number.isFinite(b))) {
    rows.push(["support", p.support.map(([a, b]) => `[${a}, ${b}]`).join(" x ")]);
  }
  if (!p.normalised) rows.push(["normalised", "no: log density known up to a constant"]);
  return table({
    title: `${kind}, dimension ${p.dim}`,
    header: ["", "value"],
    rowCount: rows.length,
    row: (i) => rows[i]!,
  });
}

function matrixRows({ dim, covariance }: Pick<Density, "dim" | "covariance">): number[][] {
  return Array.from({ length: dim }, (_, i) => [...covariance.subarray(i * dim, (i + 1) * dim)]);
}

function moment(value: unknown): string {
  const unknown =
    Number.isNaN(value) || (value instanceof Float64Array && value.some(Number.isNaN));
  return unknown ? "not defined, or not known" : rounded(value);
}

function rounded(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  if (typeof value === "string") return value;
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const items = Array.from(value as ArrayLike<unknown>);
    const shown = items.slice(0, 4).map(rounded).join(", ");
    return items.length > 4 ? `[${shown}, ... ${items.length} in all]` : `[${shown}]`;
  }
  return abbreviate(value);
}
