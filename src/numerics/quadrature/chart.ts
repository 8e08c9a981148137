/** A change of variable for a piece of the line: `x` of the parameter, and its derivative. */
export interface Chart {
  x(t: number): number;
  /** |dx / dt|. */
  stretch(t: number): number;
}

/** An interval of a chart's parameter. */
export interface Panel {
  readonly chart: Chart;
  readonly low: number;
  readonly high: number;
}

const identity: Chart = { x: (t) => t, stretch: () => 1 };

/** [low, high] as it is. */
export function plain(low: number, high: number): Panel {
  return { chart: identity, low, high };
}

/**
 * The interval between `end` and `inner`, by x = end + (inner - end) t^4: an integrand that behaves
 * like a multiple of a quarter power of the distance to `end`, above -1, becomes smooth in t. Never
 * gives `end` itself.
 */
export function towardsEnd(end: number, inner: number): Panel {
  const width = inner - end;
  const smallest = Math.max(Math.abs(end) * Number.EPSILON, Number.MIN_VALUE) * Math.sign(width);
  const chart: Chart = {
    x: (t) => {
      const x = end + width * t ** 4;
      return x === end ? end + smallest : x;
    },
    stretch: (t) => Math.abs(width) * 4 * t ** 3,
  };
  return { chart, low: 0, high: 1 };
}

/**
 * The half-line from `start` in the direction of the sign of `scale`, by x = start + scale (1 - t) / t:
 * infinity lies at t = 0, where floating-point numbers are dense, and algebraic tails become powers.
 */
export function towardsInfinity(start: number, scale: number): Panel {
  const chart: Chart = {
    x: (t) => start + (scale * (1 - t)) / t,
    stretch: (t) => Math.abs(scale) / (t * t),
  };
  return { chart, low: 0, high: 1 };
}

/** A panel cut into `count` panels of equal length in its parameter. */
export function cut(panel: Panel, count: number): Panel[] {
  const { chart, low, high } = panel;
  const at = (i: number) => (i === count ? high : low + ((high - low) * i) / count);
  return Array.from({ length: count }, (_, i) => ({ chart, low: at(i), high: at(i + 1) }));
}
