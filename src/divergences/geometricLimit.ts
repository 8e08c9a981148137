/** Of the largest value: how closely a sequence must have settled, and what then counts as 0. */
const SETTLED = 1e-9;
const ROUNDING = 1e-13;
const ZERO = 1e-10;

/**
 * The limit of a function sampled at steps h, h/2, h/4, ... towards a point, or undefined if it has
 * none that is finite. Powers of the step vanish exactly by Aitken's delta-squared process (1926):
 * v_j = L + c q^j is carried to L at once.
 */
export function geometricLimit(values: readonly number[]): number | undefined {
  const largest = Math.max(...values.map(Math.abs));
  // Stryker disable next-line ConditionalExpression: a value that is missing gives no limit either
  if (values.length < 4 || !Number.isFinite(largest)) return undefined;
  const last = aitken(values.slice(-3), largest);
  const before = aitken(values.slice(-4, -1), largest);
  // Stryker disable next-line ConditionalExpression: for the compiler, undefined is returned anyway
  if (last === undefined || before === undefined) return undefined;
  if (Math.abs(last - before) > SETTLED * largest) return undefined;
  // Stryker disable next-line EqualityOperator: equal only where all values are 0
  return Math.abs(last) <= ZERO * largest ? 0 : last;
}

function aitken(triple: readonly number[], largest: number): number | undefined {
  const [a, b, c] = triple as [number, number, number];
  if (Math.abs(c - b) <= ROUNDING * largest) return c;
  const ratio = (c - b) / (b - a);
  return Math.abs(ratio) < 1 ? c + ((c - b) * ratio) / (1 - ratio) : undefined;
}
