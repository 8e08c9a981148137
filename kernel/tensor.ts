import type { MimeBundle } from "./outputs";

/** What we need of a tensor, whichever library made it. */
interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  dataSync(): ArrayLike<unknown>;
}

const ROWS = 6;
const COLUMNS = 8;

export function isTensor(value: object): value is TensorLike {
  const { shape, dtype, dataSync } = value as Partial<TensorLike>;
  return Array.isArray(shape) && typeof dtype === "string" && typeof dataSync === "function";
}

/** A tensor as a small table: its last axis across, all others down. */
export function tensorBundle(tensor: TensorLike): MimeBundle {
  const title = `Tensor ${tensor.dtype} [${tensor.shape.join(", ")}]`;
  let entries: ArrayLike<unknown>;
  try {
    entries = tensor.dataSync();
  } catch (error) {
    return { data: { "text/plain": `${title}: ${(error as Error).message}` } };
  }
  const width = tensor.shape.at(-1) ?? 1;
  const height = width === 0 ? 0 : entries.length / width;
  const rows: string[][] = [];
  for (let i = 0; i < Math.min(height, ROWS); i++) {
    const row = Array.from({ length: Math.min(width, COLUMNS) }, (_, k) =>
      entry(entries[i * width + k]),
    );
    if (width > COLUMNS) row.push("...");
    rows.push(row);
  }
  const rest = height > ROWS ? `${height - ROWS} more rows` : "";
  return { data: { "text/html": html(title, rows, rest), "text/plain": text(title, rows, rest) } };
}

function entry(value: unknown): string {
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value);
}

function html(title: string, rows: readonly string[][], rest: string): string {
  const body = rows.map((row) => `<tr>${row.map((c) => `<td>${escaped(c)}</td>`).join("")}</tr>`);
  const more = rest && `<tr><td colspan="${rows[0]?.length ?? 1}">${rest}</td></tr>`;
  return `<table><caption>${title}</caption><tbody>${body.join("")}${more}</tbody></table>`;
}

function text(title: string, rows: readonly string[][], rest: string): string {
  const width = Math.max(0, ...rows.flat().map((c) => c.length));
  const lines = rows.map((row) => row.map((c) => c.padStart(width)).join("  "));
  return [title, ...lines, rest].filter(Boolean).join("\n");
}

function escaped(value: string): string {
  return value.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
