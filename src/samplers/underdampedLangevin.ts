import type { ScoreField } from "../densities/density";
import { ensureChoice, ensurePositive } from "../densities/guards";
import { ensure } from "../numerics/errors";
import { type Points, type PointsLike, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { short } from "../reporting/short";
import { curvature } from "./curvature";
import { runSteps, type State } from "./runSteps";
import type { SamplerOptions, SamplingRun, Snapshot } from "./samplingRun";
import { scoresAt } from "./scoresAt";
import { NOTHING_PULLS_BACK } from "./stabilityLimit";
import { warned } from "./warned";

/** A particle's surroundings. */
interface Physics {
  /** m. */
  readonly mass: number;
  /** gamma, a force over a velocity. */
  readonly friction: number;
  /** kT, an energy. */
  readonly temperature: number;
  /** h, a time. */
  readonly step: number;
}

type Method = "baoab" | "euler-maruyama";

/** What `underdampedLangevin` takes. */
export interface UnderdampedLangevinOptions extends SamplerOptions, Partial<Physics> {
  readonly step: number;
  /** The scheme; "baoab" if left out. */
  readonly method?: Method;
  /** The velocities at the start, drawn from N(0, (kT / m) I) with `rng.split("velocities")` if left out. */
  readonly velocities?: PointsLike;
}

/** What `underdampedLangevin` returns. */
export interface UnderdampedLangevinRun extends SamplingRun {
  /** The velocities after the last step. */
  readonly velocities: Points;
  readonly history: readonly (Snapshot & { readonly velocities: Points })[];
}

interface Moving extends State {
  readonly velocities: Points;
  readonly forces: Points;
}

/**
 * Langevin's equation of motion with the score for a force,
 *
 *     dx = v dt,   m dv = s(x) dt - gamma v dt + sqrt(2 gamma kT) dW.
 *
 * For the score of p it leaves exp(log p(x) / kT - m |v|^2 / (2 kT)) stationary: at the temperature
 * kT = 1 the points have the density p, and at every temperature, independently, each coordinate of
 * the velocity the variance kT / m. Mass, friction and temperature are 1 if left out.
 *
 * "euler-maruyama", from the old x and v:
 *
 *     x <- x + h v,   v <- v + (h / m) (s(x) - gamma v) + sqrt(2 gamma kT h) z / m.
 *
 * "baoab" splits a step into half a kick, half a drift, the exact effect of friction and noise, and
 * the halves again in the opposite order; for a Gaussian target its positions have no error in the
 * limit of many steps. With c = exp(-gamma h / m):
 *
 *     v <- v + (h / 2m) s(x);  x <- x + (h / 2) v;  v <- c v + sqrt((1 - c^2) kT / m) z;
 *     x <- x + (h / 2) v;  v <- v + (h / 2m) s(x).
 *
 * The result has `velocities` beside `points`, the history too; `stepSizes` are the h. A step beyond
 * the stability limit is warned of where it is known: with curvatures k of -log p, "baoab" is stable
 * for h < 2 sqrt(m / k), "euler-maruyama" for h < gamma / k, or with gamma^2 > 4 m k for
 * h < (gamma - sqrt(gamma^2 - 4 m k)) / k.
 *
 * Source: Langevin (1908); Leimkuhler and Matthews, Applied Mathematics Research eXpress 2013,
 * section 2.1, for BAOAB.
 *
 * @throws InvalidArgument if mass, friction, temperature or step is not positive, or start or
 * velocities are not of the field's dimension.
 * @throws Diverged, naming the step, if a coordinate or a velocity stops being finite.
 */
export function underdampedLangevin(
  field: ScoreField,
  options: UnderdampedLangevinOptions,
): UnderdampedLangevinRun {
  const { mass = 1, friction = 1, temperature = 1, step, method = "baoab" } = options;
  ensurePositive("mass", mass, "a force would have no effect, or the opposite one");
  ensurePositive("friction", friction, "the heat bath would not act on the points");
  ensurePositive("temperature", temperature, "the points would come to rest");
  ensurePositive("step", step, "time would stand still, or run backwards");
  ensureChoice("method", method, Object.keys(SCHEMES), "nothing says how to take a step");
  const scheme = SCHEMES[method];
  const physics = { mass, friction, temperature, step };
  const run = runSteps(options, field.dim, (start) => ({
    name: "Underdamped Langevin",
    warnings: warned(warningsOf(field, start, physics, scheme)),
    evaluationsToBegin: 1,
    begin: () => ({
      points: start,
      velocities: startingVelocities(start, options, temperature / mass),
      forces: scoresAt(field, start),
    }),
    advance: (state: Moving, _, rng) => ({
      state: scheme.move(field, state, physics, rng),
      stepSize: step,
      evaluations: 1,
    }),
  }));
  // Every state of this sampler has velocities, so its run has.
  return run as UnderdampedLangevinRun;
}

interface Scheme {
  move(field: ScoreField, state: Moving, physics: Physics, rng: Rng): Moving;
  /** The step size from which on a harmonic oscillator of stiffness k runs away. */
  limit(k: number, physics: Physics): number;
}

const SCHEMES: Readonly<Record<Method, Scheme>> = {
  "euler-maruyama": {
    move(field, { points: x, velocities: v, forces }, { mass, friction, temperature, step }, rng) {
      const z = rng.normal(x.n, x.dim);
      const spread = Math.sqrt(2 * friction * temperature * step) / mass;
      const moved = add(x, step, v);
      const velocities = v.data.map(
        (vj, j) => vj + (step / mass) * (forces.data[j]! - friction * vj) + spread * z[j]!,
      );
      return {
        points: moved,
        velocities: points(velocities, x.dim),
        forces: scoresAt(field, moved),
      };
    },
    // A step multiplies (x, v) by a matrix of trace 2 - h gamma / m and determinant
    // 1 - h gamma / m + h^2 k / m; both eigenvalues are below one exactly up to here.
    limit(k, { mass, friction }) {
      const square = friction ** 2 - 4 * mass * k;
      // The root with the minus sign, without the cancellation.
      return square <= 0 ? friction / k : (4 * mass) / (friction + Math.sqrt(square));
    },
  },
  baoab: {
    move(field, { points: x, velocities: v, forces }, { mass, friction, temperature, step }, rng) {
      const z = rng.normal(x.n, x.dim);
      const kept = Math.exp((-friction * step) / mass);
      const spread = Math.sqrt((-Math.expm1((-2 * friction * step) / mass) * temperature) / mass);
      const kicked = add(v, step / (2 * mass), forces);
      const half = add(x, step / 2, kicked);
      const bathed = points(
        kicked.data.map((vj, j) => kept * vj + spread * z[j]!),
        x.dim,
      );
      const moved = add(half, step / 2, bathed);
      const pulled = scoresAt(field, moved);
      return { points: moved, velocities: add(bathed, step / (2 * mass), pulled), forces: pulled };
    },
    limit: (k, { mass }) => 2 * Math.sqrt(mass / k),
  },
};

/** x + c v. */
function add(x: Points, c: number, v: Points): Points {
  return points(
    x.data.map((xj, j) => xj + c * v.data[j]!),
    x.dim,
  );
}

function startingVelocities(
  start: Points,
  { velocities, rng }: UnderdampedLangevinOptions,
  variance: number,
): Points {
  if (velocities === undefined) {
    const z = rng.split("velocities").normal(start.n, start.dim);
    return points(
      z.map((value) => Math.sqrt(variance) * value),
      start.dim,
    );
  }
  const given = points(velocities);
  ensure(given.n === start.n && given.dim === start.dim, () => ({
    argument: "velocities",
    value: given.data,
    problem: `holds ${given.n} vectors of dimension ${given.dim} for ${start.n} points of dimension ${start.dim}`,
    consequence: "some point would not know where it is going",
    remedy: "give one velocity for each point, or leave them out",
  }));
  return given;
}

function warningsOf(
  field: ScoreField,
  start: Points,
  physics: Physics,
  scheme: Scheme,
): readonly string[] {
  const seen = curvature(field, start);
  if (!seen) return [];
  // A free particle (k = 0) wanders without end, as it should.
  if (seen.everywhere && seen.smallest < 0) return [`Underdamped Langevin: ${NOTHING_PULLS_BACK}`];
  const limits = [...seen.values].filter((k) => k >= 0).map((k) => scheme.limit(k, physics));
  const limit = Math.min(...limits);
  if (physics.step < limit) return [];
  return [
    `Underdamped Langevin: the step h = ${short(physics.step)} is not below the stability limit ${short(limit)} for the curvatures of -log p ${seen.everywhere ? "" : "seen at the start "}(the largest is ${short(seen.largest)}). Take a smaller step.`,
  ];
}
