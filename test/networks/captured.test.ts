import type { Tensor } from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ScoreFamily, ScoreField } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { logLikelihood } from "../../src/flows/logLikelihood";
import { probabilityFlow } from "../../src/flows/probabilityFlow";
import { capture } from "../../src/networks/capture";
import { EnergyNetwork } from "../../src/networks/energyNetwork";
import { loadedGraphs } from "../../src/networks/nativeBackend";
import { NoiseConditionalScoreNetwork } from "../../src/networks/noiseConditionalScoreNetwork";
import { ScoreNetwork } from "../../src/networks/scoreNetwork";
import { tensorArithmetic } from "../../src/networks/tensorArithmetic";
import { type TensorFlow, tensorflow } from "../../src/networks/tensorflow";
import { batchColumns, batchLoss } from "../../src/networks/trainingBatch";
import { type StepScalars, trainingStart, trainingStep } from "../../src/networks/trainingStep";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { linearBetas } from "../../src/processes/betas";
import { ddpmChain } from "../../src/processes/ddpmChain";
import { inTime } from "../../src/processes/inTime";
import { reverse } from "../../src/processes/reverse";
import { solve } from "../../src/processes/solve";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { ancestral } from "../../src/samplers/ancestral";
import { annealedLangevin } from "../../src/samplers/annealedLangevin";
import * as correctors from "../../src/samplers/correctors";
import { ddim } from "../../src/samplers/ddim";
import { edmHeun } from "../../src/samplers/edmHeun";
import { karrasSigmas } from "../../src/samplers/karrasSigmas";
import { langevin } from "../../src/samplers/langevin";
import { mala } from "../../src/samplers/mala";
import type { MetropolisTarget } from "../../src/samplers/metropolis";
import { predictorCorrector } from "../../src/samplers/predictorCorrector";
import * as predictors from "../../src/samplers/predictors";
import { underdampedLangevin } from "../../src/samplers/underdampedLangevin";
import type { Objective } from "./measured";

/*
 * A captured graph runs the operations of the function that was captured, in the same library, so its
 * numbers are the same to the last bit. The eager side goes round everything that captures.
 */

let tf: TensorFlow;
let energy: EnergyNetwork;
let family: NoiseConditionalScoreNetwork;
beforeAll(async () => {
  tf = await tensorflow("tensorflow");
  energy = new EnergyNetwork(tf, { dim: 2, hidden: [8, 8], rng: rng(1, "energy") });
  const options = { dim: 2, hidden: [8, 8], dataScale: 1.5, rng: rng(2, "family") };
  family = new NoiseConditionalScoreNetwork(tf, options);
});
afterAll(() => {
  energy.dispose();
  family.dispose();
});

/** f at points, operation by operation. */
function eagerly(x: Points, f: (x: Tensor) => Tensor): Float64Array {
  const values = tf.tidy(() => f(tf.tensor2d([...x.data], [x.n, x.dim])).dataSync());
  return Float64Array.from(values as unknown as Float32Array);
}

type Target = MetropolisTarget & ScoreField;

function eagerEnergy(): Target {
  return {
    dim: 2,
    divergence: (x) => eagerly(x, energy.field().divergence),
    score: (x) => points(eagerly(x, energy.field().score), 2),
    logDensity: (x) => eagerly(x, energy.field().logDensity),
  };
}

function eagerFamily(): ScoreFamily<"sigma"> {
  const at = (sigma: number): ScoreField => {
    const level = (x: Points) => family.field(tf.fill([x.n], sigma));
    return {
      dim: 2,
      score: (x) =>
        points(
          eagerly(x, (t) => level(x).score(t)),
          2,
        ),
      divergence: (x) => eagerly(x, (t) => level(x).divergence(t)),
    };
  };
  return { dim: 2, level: "sigma", at };
}

describe("a sampler gives the numbers of an eager network with the captured one", () => {
  const start = rng(3, "start").normal(9, 2);
  const common = { start: points(start, 2), steps: 12, rng: rng(4, "sampler") };
  const { steps: _, ...withoutSteps } = common;
  const sigmas = karrasSigmas({ levels: 6, sigmaMin: 0.1, sigmaMax: 3 });
  const vp = variancePreserving({ betaMin: 0.1, betaMax: 20 });
  const chain = ddpmChain({ betas: linearBetas({ betaMin: 0.1, betaMax: 3, steps: 8 }) });
  const levels = [1, 0.8, 0.6, 0.4, 0.2, 0.1];
  const inLevels = { ...withoutSteps, levels };
  const prior = gaussian({ mean: [0, 0], covariance: 1 });
  type Both = (s: Target, f: ScoreFamily<"sigma">) => Float64Array;
  const samplers: Readonly<Record<string, Both>> = {
    langevin: (s) => langevin(s, { ...common, step: 0.05 }).points.data,
    underdampedLangevin: (s) => underdampedLangevin(s, { ...common, step: 0.05 }).points.data,
    mala: (s) => mala(s, { ...common, step: 0.05 }).points.data,
    annealedLangevin: (_, f) =>
      annealedLangevin(f, { ...common, sigmas, smallestStep: 0.001, steps: 3, denoise: true })
        .points.data,
    ancestral: (_, f) =>
      ancestral(inTime(f, vp), { ...withoutSteps, process: chain, levels: chain.times }).points
        .data,
    ddim: (_, f) => ddim(inTime(f, vp), { ...inLevels, process: vp }).points.data,
    edmHeun: (_, f) => edmHeun(f, { ...withoutSteps, sigmas }).points.data,
    predictorCorrector: (_, f) =>
      predictorCorrector(inTime(f, vp), {
        ...inLevels,
        predictor: predictors.reverseDiffusion({ process: vp }),
        corrector: correctors.langevin({ steps: 2, signalToNoise: 0.16 }),
      }).points.data,
    "the reverse equation": (_, f) =>
      solve(reverse(vp, inTime(f, vp), { until: 0.1 }), common.start, common).points.data,
    "log-likelihood along the flow": (_, f) =>
      logLikelihood(probabilityFlow(vp, inTime(f, vp)), common.start, {
        prior,
        from: 0.1,
        steps: 6,
      }).nats,
  };

  it.each(Object.entries(samplers))("%s", (_, run) => {
    const before = loadedGraphs(tf);
    const captured = run(energy, family);
    // An earlier sampler may have left the graphs for this one.
    expect(loadedGraphs(tf)).toBeGreaterThan(0);
    expect(loadedGraphs(tf)).toBeGreaterThanOrEqual(before);
    expect([...captured].every(Number.isFinite)).toBe(true);
    expect(captured).toEqual(run(eagerEnergy(), eagerFamily()));
  });
});

describe("five steps of training give the eager numbers when captured:", () => {
  const objectives: Readonly<Record<string, Objective>> = {
    explicit: { kind: "explicit" },
    implicit: { kind: "implicit" },
    sliced: { kind: "sliced" },
    "variance reduced": { kind: "slicedVR", probe: "sphere" },
    denoising: { kind: "denoising", sigma: 0.4 },
    antithetic: { kind: "denoising", sigma: 0.4, antithetic: true },
    "finite differences": { kind: "finiteDifference", epsilon: 0.2 },
    "many levels": { kind: "multiNoise", sigmas: [1, 0.3] },
  };
  const target = gaussian({ mean: [1, 0], covariance: 0.5 });

  it.each(Object.entries(objectives))("%s", (_, objective) => {
    const Kind =
      objective.kind === "multiNoise"
        ? NoiseConditionalScoreNetwork
        : objective.kind === "finiteDifference"
          ? EnergyNetwork
          : ScoreNetwork;
    const net = new Kind(tf, { dim: 2, hidden: [6, 5], rng: rng(5, "weights") });
    const a = tensorArithmetic(tf);
    const run = (captures: boolean) => {
      let state = trainingStart(tf, net.parameters);
      const f = (inputs: readonly Tensor[]) => {
        const columns = inputs.slice(state.length + 4);
        const scalars = inputs.slice(state.length, state.length + 4) as unknown as StepScalars;
        const loss = batchLoss(tf, a, net, objective, columns);
        return trainingStep(tf, loss, inputs.slice(0, state.length), scalars);
      };
      const step = captures ? capture(tf, f) : Object.assign(f, { dispose: () => {} });
      const seen: number[] = [];
      for (let k = 0; k < 5; k++) {
        const key = rng(6, "batch", k);
        const x = target.sample(16, key.split("x"));
        const columns = batchColumns(x, objective, key, target).map((c) =>
          c instanceof Float64Array
            ? tf.tensor1d(Float32Array.from(c))
            : tf.tensor2d(Float32Array.from(c.data), [c.n, c.dim]),
        );
        const scalars = [0.01, 1 - 0.9 ** (k + 1), 1 - 0.999 ** (k + 1), 0.9];
        const inputs = [...state, ...scalars.map((v) => tf.scalar(v)), ...columns];
        const [loss, norm, ...next] = step(inputs);
        seen.push(loss!.dataSync()[0]!, norm!.dataSync()[0]!);
        state = next;
      }
      step.dispose();
      return [...seen, ...state.flatMap((t) => [...t.dataSync()])];
    };
    const [captured, eager] = [run(true), run(false)];
    if (objective.kind !== "finiteDifference") expect(captured).toEqual(eager);
    // TensorFlow rearranges constants of a graph, and differences over epsilon^2 show the last bit.
    const distance = captured.map((v, i) => Math.abs(v - eager[i]!) / Math.max(1, Math.abs(v)));
    expect(Math.max(...distance)).toBeLessThan(2e-6);
    // Something was learnt: equal numbers of a step that does nothing would prove nothing.
    expect(captured.slice(10, 20)).not.toEqual([...net.parameters[0]!.dataSync()].slice(0, 10));
    net.dispose();
  });
});
