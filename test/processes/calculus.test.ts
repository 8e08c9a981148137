import { describe, expect, it } from "vitest";
import { points } from "../../src/numerics/points";
import { toIto, toStratonovich } from "../../src/processes/calculus";
import { geometricBrownianMotion } from "../../src/processes/geometricBrownianMotion";
import {
  itoProcess,
  type ProcessOptions,
  stratonovichProcess,
} from "../../src/processes/itoProcess";
import { variancePreserving } from "../../src/processes/variancePreserving";

const x = points([
  [1.3, -0.4],
  [0.2, 2],
]);

/** The correction c_r = 1/2 sum_jk G_jk d G_rk / d x_j of each of these, worked out by hand. */
const cases: Readonly<
  Record<string, { options: ProcessOptions; c: (x: number, y: number, t: number) => number[] }>
> = {
  "diagonal noise, by its derivative": {
    options: {
      dim: 2,
      drift: (a, b, t) => [b - t, -a * b],
      diffusion: (a, b, t) => [a * a * t, 1 + b],
      diffusionDerivative: (a, _b, t) => [2 * a * t, 1],
    },
    c: (a, b, t) => [a ** 3 * t * t, (1 + b) / 2],
  },
  "diagonal noise, by differences": {
    options: {
      dim: 2,
      drift: (a, b, t) => [b - t, -a * b],
      diffusion: (a, b, t) => [a * a * t, Math.sin(b)],
    },
    c: (a, b, t) => [a ** 3 * t * t, (Math.sin(b) * Math.cos(b)) / 2],
  },
  "a matrix with three noises": {
    options: {
      dim: 2,
      drift: (a, b, t) => [b - t, -a * b],
      diffusionMatrix: (a, b, t) => [
        [a * b, 1, 0],
        [b, a, t * b],
      ],
      noiseDim: 3,
    },
    // Columns (ab, b), (1, a), (0, tb): (G . grad) G = (a b^2 + a b, b), (0, 1), (0, t^2 b).
    c: (a, b, t) => [(a * b * b + a * b) / 2, (b + 1 + t * t * b) / 2],
  },
};

describe("toStratonovich and toIto", () => {
  for (const [name, { options, c }] of Object.entries(cases)) {
    it(`subtract and add 1/2 (G . grad) G: ${name}`, () => {
      const t = 0.7;
      const f = itoProcess(options).drift(x, t).data;
      const down = toStratonovich(itoProcess(options));
      const up = toIto(stratonovichProcess(options));
      expect([down.calculus, up.calculus]).toEqual(["stratonovich", "ito"]);
      for (const i of [0, 1]) {
        const truth = c(x.data[2 * i]!, x.data[2 * i + 1]!, t);
        for (const k of [0, 1]) {
          const j = 2 * i + k;
          expect(down.drift(x, t).data[j]).toBeCloseTo(f[j]! - truth[k]!, 8);
          expect(up.drift(x, t).data[j]).toBeCloseTo(f[j]! + truth[k]!, 8);
        }
      }
    });

    it(`undo each other: ${name}`, () => {
      const sde = itoProcess(options);
      const back = toIto(toStratonovich(sde));
      back.drift(x, 0.7).data.forEach((value, j) => {
        expect(value).toBeCloseTo(sde.drift(x, 0.7).data[j]!, 12);
      });
      expect(back.diffusion).toBe(sde.diffusion);
      expect([back.dim, back.interval, back.calculus]).toEqual([2, [0, 1], "ito"]);
    });
  }

  it("turn mu x into (mu - sigma^2 / 2) x for geometric Brownian motion", () => {
    const sde = toStratonovich(geometricBrownianMotion({ drift: 0.3, volatility: 0.6 }));
    const drift = sde.drift(points([2, -5]), 0).data;
    expect(drift[0]).toBeCloseTo(2 * (0.3 - 0.18), 12);
    expect(drift[1]).toBeCloseTo(-5 * (0.3 - 0.18), 12);
  });

  it("turn the sign of the correction for an equation that runs down, since it belongs to |dt|", () => {
    const options = { drift: (y: number) => y, diffusion: (y: number) => 2 * y };
    const down = toStratonovich(itoProcess({ ...options, interval: [1, 0] }));
    const up = toStratonovich(itoProcess({ ...options, interval: [0, 1] }));
    expect(down.drift(points(1), 0).data[0]).toBeCloseTo(3, 8);
    expect(up.drift(points(1), 0).data[0]).toBeCloseTo(-1, 8);
  });

  it("leave an equation alone that is in the sense asked for, or whose noise is additive", () => {
    const sde = itoProcess({ drift: (y) => y, diffusion: (y) => y });
    expect(toIto(sde)).toBe(sde);
    const vp = variancePreserving({ betaMin: 0.1, betaMax: 20 });
    const converted = toStratonovich(vp);
    expect(converted.drift(x, 0.4).data).toEqual(vp.drift(x, 0.4).data);
    expect(converted.calculus).toBe("stratonovich");
  });
});
