import { type Points, points } from "../numerics/points";

/** The coordinates from `from` up to, not including, `to` of each point. */
export function columns(x: Points, from: number, to: number): Points {
  const width = to - from;
  const values = new Float64Array(x.n * width);
  for (let i = 0; i < x.n; i++) {
    values.set(x.data.subarray(i * x.dim + from, i * x.dim + to), i * width);
  }
  return points(values, width);
}

/** Points whose coordinates are those of the blocks, one after the other; each block is row-major, of n rows. */
export function beside(blocks: readonly Float64Array[], n: number): Points {
  const widths = blocks.map((block) => block.length / n);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const values = new Float64Array(n * total);
  let offset = 0;
  blocks.forEach((block, b) => {
    const width = widths[b]!;
    for (let i = 0; i < n; i++) {
      values.set(block.subarray(i * width, (i + 1) * width), i * total + offset);
    }
    offset += width;
  });
  return points(values, total);
}

/** The rows of an array with `dim` numbers a row, in the order asked for. */
export function rowsOf(values: Float64Array, dim: number, rows: readonly number[]): Float64Array {
  const part = new Float64Array(rows.length * dim);
  for (const [j, i] of rows.entries()) part.set(values.subarray(i * dim, (i + 1) * dim), j * dim);
  return part;
}
