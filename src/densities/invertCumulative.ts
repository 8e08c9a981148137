const NODES = 512;
const TAIL = 1e-4;

/** What is inverted: an increasing distribution function, its density, and where to start looking. */
export interface Invertible {
  cumulative(x: number): number;
  density(x: number): number;
  readonly support: readonly [number, number];
  /** A point inside, and a length on which the distribution function changes. */
  readonly centre: number;
  readonly width: number;
}

/**
 * The inverse of a distribution function, to about 1e-14 of the spread: Newton's method, kept inside a
 * bracket that a table gives. The table is made at the first call.
 */
export function invertCumulative(f: Invertible): (u: number) => number {
  let table: { readonly x: Float64Array; readonly u: Float64Array } | undefined;
  return (u) => {
    table ??= tabulate(f);
    const above = firstAbove(table.u, u);
    const lower = above > 0 ? table.x[above - 1]! : reach(f, (x) => f.cumulative(x) <= u, -1);
    const upper = above < NODES ? table.x[above]! : reach(f, (x) => f.cumulative(x) >= u, 1);
    return newton(f, u, lower, upper);
  };
}

function tabulate(f: Invertible): { x: Float64Array; u: Float64Array } {
  const lower = reach(f, (x) => f.cumulative(x) <= TAIL, -1);
  const upper = reach(f, (x) => f.cumulative(x) >= 1 - TAIL, 1);
  const x = Float64Array.from(
    { length: NODES },
    (_, i) => lower + ((upper - lower) * i) / (NODES - 1),
  );
  return { x, u: x.map((value) => f.cumulative(value)) };
}

/** The first of centre +- width, 2 width, 4 width, ..., that will do; the support's end if none does. */
function reach(f: Invertible, willDo: (x: number) => boolean, direction: 1 | -1): number {
  const [lower, upper] = f.support;
  const inside = (x: number) => Math.min(Math.max(x, lower), upper);
  for (let step = f.width; ; step *= 2) {
    const x = inside(f.centre + direction * step);
    if (x === lower || x === upper || step > 1e300 || willDo(x)) return x;
  }
}

function firstAbove(values: Float64Array, u: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! > u) high = middle;
    else low = middle + 1;
  }
  return low;
}

function newton(f: Invertible, u: number, lower: number, upper: number): number {
  let [low, high] = [lower, upper];
  let x = (low + high) / 2;
  for (let i = 0; i < 200; i++) {
    const excess = f.cumulative(x) - u;
    if (excess === 0) return x;
    if (excess > 0) high = x;
    else low = x;
    const next = x - excess / f.density(x);
    const previous = x;
    x = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(x - previous) <= 1e-15 * Math.max(Math.abs(x), f.width)) return x;
  }
  return x;
}
