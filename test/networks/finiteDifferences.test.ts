import { beforeAll, describe, expect, it } from "vitest";
import type { ActivationName } from "../../src/networks/activation";
import { EnergyNetwork } from "../../src/networks/energyNetwork";
import { NoiseConditionalScoreNetwork } from "../../src/networks/noiseConditionalScoreNetwork";
import { ScoreNetwork } from "../../src/networks/scoreNetwork";
import { type Backend, type TensorFlow, tensorflow } from "../../src/networks/tensorflow";
import { rng } from "../../src/numerics/rng";
import { type AnyNetwork, type Column, distance, measured, type Objective } from "./measured";

/*
 * Networks, objectives and derivatives once more, in float64 and plain JavaScript, with every
 * derivative a difference: no line here is the library's, and no rule of differentiation is used.
 */

type Vector = readonly number[];
const DIM = 3;
const HIDDEN = [5, 4];
const SIGMA = 0.7;
const EPSILON = 0.5;

/** d/dt f(t) at 0, to the order h^4. */
const slope = (f: (t: number) => number, h: number) =>
  (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
/** d^2/dt^2 f(t) at 0, to the order h^4. */
const bend = (f: (t: number) => number, h: number) =>
  (16 * (f(h) + f(-h)) - (f(2 * h) + f(-2 * h)) - 30 * f(0)) / (12 * h * h);
const moved = (x: Vector, t: number, v: Vector) => x.map((value, i) => value + t * v[i]!);
const dot = (a: Vector, b: Vector) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const axes = Array.from({ length: DIM }, (_, i) =>
  Array.from({ length: DIM }, (_, j) => +(i === j)),
);
const sum = (values: Vector) => values.reduce((a, b) => a + b, 0);

const f: Readonly<Record<ActivationName, (z: number) => number>> = {
  softplus: (z) => Math.log(1 + Math.exp(z)),
  tanh: Math.tanh,
  silu: (z) => z / (1 + Math.exp(-z)),
};

function perceptron(parameters: Vector, sizes: Vector, name: ActivationName, x: Vector): number[] {
  let at = 0;
  let h = [...x];
  for (let l = 1; l < sizes.length; l++) {
    const [from, to] = [sizes[l - 1]!, sizes[l]!];
    const offsets = at + from * to;
    const z = Array.from({ length: to }, (_, j) =>
      h.reduce((s, value, i) => s + value * parameters[at + i * to + j]!, parameters[offsets + j]!),
    );
    at = offsets + to;
    h = l + 1 < sizes.length ? z.map(f[name]) : z;
  }
  return h;
}

/** What the objectives need of a model with given parameters. */
interface Model {
  score(x: Vector): number[];
  /** v' J(x) v. */
  curvature(x: Vector, v: Vector): number;
  logDensity(x: Vector): number;
}

const models: Readonly<Record<string, (p: Vector, name: ActivationName) => Model>> = {
  score: (p, name) => {
    const score = (x: Vector) => perceptron(p, [DIM, ...HIDDEN, DIM], name, x);
    const curvature = (x: Vector, v: Vector) => slope((t) => dot(v, score(moved(x, t, v))), 1e-3);
    return { score, curvature, logDensity: () => Number.NaN };
  },
  energy: (p, name) => {
    const logDensity = (x: Vector) => -perceptron(p, [DIM, ...HIDDEN, 1], name, x)[0]!;
    const along = (x: Vector, v: Vector) => (t: number) => logDensity(moved(x, t, v));
    return {
      logDensity,
      score: (x) => axes.map((e) => slope(along(x, e), 1e-3)),
      curvature: (x, v) => bend(along(x, v), 5e-3),
    };
  },
};

/** The network that knows the level, as the doc comment of its constructor states it. */
function conditional(p: Vector, name: ActivationName, sigma: number): Pick<Model, "score"> {
  const u = Math.log(sigma) / 4;
  const waves = [1, 2, 4].flatMap((k) => [Math.sin(k * Math.PI * u), Math.cos(k * Math.PI * u)]);
  const c = 1 / Math.sqrt(sigma ** 2 + 1.5 ** 2);
  const inputs = (x: Vector) => [...x.map((value) => value * c), u, ...waves];
  const F = (x: Vector) => perceptron(p, [DIM + 7, ...HIDDEN, DIM], name, inputs(x));
  return { score: (x) => F(x).map((value, i) => -c * c * x[i]! + (1.5 * c * value) / sigma) };
}

const denoising = (m: Pick<Model, "score">, x: Vector, z: Vector, sigma: number) => {
  const s = m.score(moved(x, sigma, z));
  return dot(moved(s, 1 / sigma, z), moved(s, 1 / sigma, z)) / 2;
};
const half = (m: Model, x: Vector) => dot(m.score(x), m.score(x)) / 2;
const trace = (m: Model, x: Vector) => sum(axes.map((e) => m.curvature(x, e)));

type Loss = (m: Model, x: Vector, w: Vector) => number;
const losses: Readonly<Record<string, [Objective, "target" | "normal" | "sphere" | "sign", Loss]>> =
  {
    explicit: [
      { kind: "explicit" },
      "target",
      (m, x, t) => dot(moved(m.score(x), -1, t), moved(m.score(x), -1, t)) / 2,
    ],
    implicit: [{ kind: "implicit" }, "target", (m, x) => half(m, x) + trace(m, x)],
    sliced: [
      { kind: "sliced", probe: "sphere" },
      "sphere",
      (m, x, v) => DIM * (m.curvature(x, v) + dot(v, m.score(x)) ** 2 / 2),
    ],
    "sliced, variance reduced": [
      { kind: "slicedVR", probe: "rademacher" },
      "sign",
      (m, x, v) => m.curvature(x, v) + half(m, x),
    ],
    denoising: [
      { kind: "denoising", sigma: SIGMA },
      "normal",
      (m, x, z) => denoising(m, x, z, SIGMA),
    ],
    // The mean over both signs of z, but for |z|^2 / (2 sigma^2), whose place its mean takes.
    antithetic: [
      { kind: "denoising", sigma: SIGMA, antithetic: true },
      "normal",
      (m, x, z) => {
        const both = (denoising(m, x, z, SIGMA) + denoising(m, x, moved(z, -2, z), SIGMA)) / 2;
        return both + (DIM - dot(z, z)) / (2 * SIGMA ** 2);
      },
    ],
    "finite differences": [
      { kind: "finiteDifference", epsilon: EPSILON },
      "sphere",
      (m, x, u) => {
        const [there, back] = [1, -1].map((s) => m.logDensity(moved(x, s * EPSILON, u)));
        const first = (there! - back!) / (2 * EPSILON);
        const second = (there! + back! - 2 * m.logDensity(x)) / EPSILON ** 2;
        return DIM * (first ** 2 / 2 + second);
      },
    ],
  };

const N = 4;
const rows = (data: Float64Array) =>
  Array.from({ length: N }, (_, i) => [...data.subarray(i * DIM, (i + 1) * DIM)].map(Math.fround));
const drawn = rng(5, "batch");
const x = rows(drawn.split("x").normal(N, DIM));
const normal = rows(drawn.split("noise").normal(N, DIM));
const columns = {
  target: rows(drawn.split("target").normal(N, DIM)),
  normal,
  sphere: normal.map((v) => v.map((value) => Math.fround(value / Math.hypot(...v)))),
  sign: normal.map((v) => v.map(Math.sign)),
};

/** The gradient of the mean loss in all parameters, by differences. */
function differences(loss: (parameters: Vector) => number, parameters: Vector): number[] {
  return parameters.map((_, i) =>
    slope((t) => loss(parameters.map((value, j) => (i === j ? value + t : value))), 0.01),
  );
}
const numbersOf = (net: AnyNetwork) => net.parameters.flatMap((p) => [...p.dataSync()]);
const mean = (values: Vector) => sum(values) / values.length;

/** The same for all backends. */
const truths = new Map<string, { own: number[]; expected: number[] }>();

function expectSame(
  tf: TensorFlow,
  net: AnyNetwork,
  given: readonly Column[],
  objective: Objective,
  loss: (parameters: Vector) => number,
) {
  const { activation, kind } = net.architecture;
  const key = JSON.stringify([activation, kind, objective]);
  const own = numbersOf(net);
  const truth = truths.get(key) ?? { own, expected: differences(loss, own) };
  truths.set(key, truth);
  expect(own).toEqual(truth.own);
  const { value, gradient } = measured(tf, net, objective, given);
  expect(Math.abs(value - loss(own))).toBeLessThan(1e-5 * Math.max(1, Math.abs(loss(own))));
  expect(distance(gradient, truth.expected)).toBeLessThan(1e-5);
}

describe.each<Backend>(["cpu", "wasm", "tensorflow"])("on the backend %s", (backend) => {
  let tf: TensorFlow;
  beforeAll(async () => {
    tf = await tensorflow(backend);
  });

  describe.each(["softplus", "tanh", "silu"] as const)("with %s", (activation) => {
    const options = { dim: DIM, hidden: HIDDEN, activation, rng: rng(8, activation) };

    it.each(
      Object.keys(losses).flatMap(
        (name) =>
          [
            ["score", name],
            ["energy", name],
          ] as const,
      ),
    )("a %s network has the gradient of differences: %s", (kind, name) => {
      const [objective, noise, loss] = losses[name]!;
      // A score network has no log density to take differences of: `train` refuses.
      if (kind === "score" && name === "finite differences") return;
      const net = new (kind === "score" ? ScoreNetwork : EnergyNetwork)(tf, options);
      expectSame(tf, net, [x, columns[noise]], objective, (p) => {
        const m = models[kind]!(p, activation);
        return mean(x.map((point, i) => loss(m, point, columns[noise][i]!)));
      });
      net.dispose();
    });

    it("a network that knows the level has the gradient of differences", () => {
      const sigmas = [2, 0.5, 0.1, 0.5];
      const weights = sigmas.map((sigma) => sigma ** 2);
      const net = new NoiseConditionalScoreNetwork(tf, { ...options, dataScale: 1.5 });
      expectSame(tf, net, [x, normal, sigmas, weights], { kind: "multiNoise", sigmas }, (p) =>
        mean(
          x.map((point, i) => {
            const m = conditional(p, activation, sigmas[i]!);
            return weights[i]! * denoising(m, point, normal[i]!, sigmas[i]!);
          }),
        ),
      );
      net.dispose();
    });
  });
});
