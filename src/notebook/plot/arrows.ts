/** An arrow to draw: where it starts, and the vector it stands for. */
export interface Arrow {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** A broken line; null lifts the pen. */
export interface Strokes {
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
}

const HEAD = 0.36;
const HEAD_ANGLE = 0.45;

/**
 * The arrows as one broken line. The longest is `longest` units long, the others in proportion to the
 * square root of their vectors, so that the weak ones can still be read.
 */
export function arrowStrokes(arrows: readonly Arrow[], longest: number): Strokes {
  const largest = Math.max(...arrows.map(({ dx, dy }) => Math.hypot(dx, dy)));
  const [x, y]: [(number | null)[], (number | null)[]] = [[], []];
  for (const { x: x0, y: y0, dx, dy } of arrows) {
    const size = Math.hypot(dx, dy);
    if (size === 0) continue;
    const length = longest * Math.sqrt(size / largest);
    const angle = Math.atan2(dy, dx);
    // The middle of the arrow stands at its point, so that the arrows fill the plane evenly.
    const [ux, uy] = [(Math.cos(angle) * length) / 2, (Math.sin(angle) * length) / 2];
    const tip = [x0 + ux, y0 + uy] as const;
    const barb = (side: number) => {
      const a = angle + Math.PI + side * HEAD_ANGLE;
      return [tip[0] + HEAD * length * Math.cos(a), tip[1] + HEAD * length * Math.sin(a)] as const;
    };
    for (const point of [[x0 - ux, y0 - uy] as const, tip, barb(1), null, barb(-1), tip, null]) {
      x.push(point && Number(point[0].toPrecision(5)));
      y.push(point && Number(point[1].toPrecision(5)));
    }
  }
  return { x, y };
}
