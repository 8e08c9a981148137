/** No step may be more than this many times the one before. */
const LARGEST_GROWTH = 5;
const SMALLEST_GROWTH = 0.2;
/** Aims below the tolerance, so that most steps are accepted. */
const SAFETY = 0.9;

/**
 * How much longer the next step may be, when this one had so many times the error that is allowed and
 * the error grows like the given power of the length.
 */
export function growth(error: number, power: number): number {
  if (!Number.isFinite(error)) return SMALLEST_GROWTH;
  return Math.min(LARGEST_GROWTH, Math.max(SMALLEST_GROWTH, SAFETY * error ** (-1 / power)));
}

/**
 * The level of a step from `position`, where a step of level k is 2^-k of the way: the longest that is no
 * longer than `factor` steps of the level before, and begins at a multiple of its own length. So it also
 * ends at one, never beyond the end of the way, and after a rejection steps stay short until the place is
 * passed at which the longer one would have ended half way.
 */
export function nextLevel(position: number, level: number, factor: number): number {
  let next = Math.max(0, Math.ceil(level - Math.log2(factor)));
  while (!Number.isInteger(position * 2 ** next)) next++;
  return next;
}
