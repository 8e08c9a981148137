import { describe, expect, test } from "vitest";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { fisherDivergence } from "../../src/divergences/fisherDivergence";
import { localVariance } from "../../src/divergences/localVariance";
import { logRatio } from "../../src/divergences/logRatio";
import { InvalidArgument } from "../../src/numerics/errors";
import { expectation } from "../../src/numerics/expectation";
import { integrate } from "../../src/numerics/integrate";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { normalCumulative } from "../../src/numerics/special/normal";
import { average } from "../../src/numerics/statistics/average";
import { expectEqual, expectEstimate } from "./compare";
import { line, plane } from "./specimens";

const each = (f: (...x: number[]) => number) => (x: Points) =>
  Float64Array.from({ length: x.n }, (_, i) => f(...x.data.subarray(i * x.dim, (i + 1) * x.dim)));

describe("a quadratic function in the plane (B9)", () => {
  // f = 1/2 x'Ax + b'x with A = [[1, .4], [.4, -.6]], b = (.3, -.8): grad f = (1.2, -1.2) at (.5, 1).
  const f = each((x, y) => 0.5 * (x! * x! + 0.8 * x! * y! - 0.6 * y! * y!) + 0.3 * x! - 0.8 * y!);
  const at = points([[0.5, 1]]);
  const sigma = 0.7;
  const size = 2 * sigma ** 2;
  const linear = sigma ** 2 * 2.88;
  const variance = linear + (sigma ** 4 * 1.68) / 2;
  const change = variance + ((sigma ** 2 * 0.4) / 2) ** 2;

  test("has variance 1.61288 and mean squared change 1.62249, over E|e|^2", () => {
    expect(variance).toBeCloseTo(1.61288, 5);
    expect(change).toBeCloseTo(1.62249, 5);
    expectEqual(localVariance(f, { sigma }).evaluate(at)[0]!, variance / size, {
      wrong: {
        "the mean squared change, which source note E equates with it": change / size,
        "the limit, which source note E equates with it": linear / size,
        "over sigma^2 alone": variance / sigma ** 2,
        "without the 1/2 before the Hessian": (linear + sigma ** 4 * 1.68) / size,
      },
    });
    expectEqual(localVariance(f, { sigma, about: "value" }).evaluate(at)[0]!, change / size, {
      wrong: { "the variance": variance / size },
    });
    expectEqual(localVariance(f, { sigma, about: "mean" }).evaluate(at)[0]!, variance / size);
  });

  test("the same by draws of the noise, whose mean is without bias", () => {
    const repeated = points(Array.from({ length: 2000 }, (_, i) => [0.5 + 1e-9 * i, 1]));
    for (const [about, exact, other] of [
      ["mean", variance, change],
      ["value", change, variance],
    ] as const) {
      const drawn = { sigma, about, samples: 40, rng: rng(1, "local variance") };
      const found = average(localVariance(f, drawn).evaluate(repeated));
      expectEstimate(found, exact / size, { "the limit": linear / size });
      expect(found.standardError).toBeLessThan(0.02);
      expect(other).not.toBe(exact);
    }
  });

  test("with two draws a point the bias would be a half, were it not corrected", () => {
    const repeated = points(Array.from({ length: 20000 }, (_, i) => [0.5 + 1e-9 * i, 1]));
    const drawn = { sigma, samples: 2, rng: rng(2, "local variance") };
    const found = average(localVariance(f, drawn).evaluate(repeated));
    expectEstimate(found, variance / size, {
      "divided by the number of draws": variance / size / 2,
    });
    const change2 = average(localVariance(f, { ...drawn, about: "value" }).evaluate(repeated));
    expectEstimate(change2, change / size, { "divided by one less": (2 * change) / size });
  });

  test("a large constant does not matter", () => {
    const lifted = (x: Points) => f(x).map((value) => value + 1e5);
    expectEqual(localVariance(lifted, { sigma }).evaluate(at)[0]!, variance / size);
  });
});

describe("on the line it has ten digits or more", () => {
  test.each([0.3, 1, 1.6])(
    "for the exponential function, by its closed form: sigma = %d",
    (sigma) => {
      const v = sigma ** 2;
      const exact = (Math.exp(2 * 0.3) * (Math.exp(2 * v) - Math.exp(v))) / v;
      const found = localVariance(each(Math.exp), { sigma }).evaluate(points([0.3]))[0]!;
      expect(Math.abs(found / exact - 1)).toBeLessThan(1e-12);
    },
  );

  test.each([0.3, 0.5, 0.6, 0.8])(
    "for 1 / (1 + x^2), which low orders resolve poorly, as adaptive quadrature finds: sigma = %d",
    (sigma) => {
      const f = (x: number) => 1 / (1 + x * x);
      const mean = (g: (value: number) => number) =>
        integrate(
          (z) => (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * g(f(0.4 + sigma * z)),
          { from: -Infinity, to: Infinity, relativeError: 1e-13 },
        ).value;
      const centre = mean((value) => value);
      for (const [about, from] of [
        ["mean", centre],
        ["value", f(0.4)],
      ] as const) {
        const exact = mean((value) => (value - from) ** 2) / sigma ** 2;
        const found = localVariance(each(f as (...x: number[]) => number), { sigma, about });
        expect(Math.abs(found.evaluate(points([0.4]))[0]! / exact - 1)).toBeLessThan(1e-10);
      }
    },
  );
});

describe("a function with several values", () => {
  // Jacobian [[2x, 1], [0, 3], [y, x]].
  const field = (x: Points) =>
    points(
      Float64Array.from({ length: 3 * x.n }, (_, j) => {
        const [a, b] = x.data.subarray(2 * Math.floor(j / 3), 2 * Math.floor(j / 3) + 2);
        return [a! * a! + b!, 3 * b!, a! * b!][j % 3]!;
      }),
      3,
    );
  const at = points([
    [0.5, -1],
    [2, 0.3],
  ]);
  const frobenius = ([x, y]: readonly [number, number]) => 4 * x * x + 1 + 9 + y * y + x * x;

  test("tends to |J|_F^2 / dim as sigma goes to 0, with an error of order sigma^2", () => {
    const exact = [frobenius([0.5, -1]) / 2, frobenius([2, 0.3]) / 2];
    const errors = (sigma: number) =>
      [...localVariance(field, { sigma }).evaluate(at)].map((v, i) => v - exact[i]!);
    const [coarse, fine] = [errors(1e-2), errors(1e-3)];
    for (const i of [0, 1]) {
      expect(Math.abs(fine[i]!)).toBeLessThan(1e-5);
      expect(coarse[i]! / fine[i]!).toBeCloseTo(100, 0);
    }
    expect(exact[0]).not.toBe(exact[1]);
  });

  test("may be flat numbers, row by row, instead of points", () => {
    const flat = (x: Points) => field(x).data;
    for (const about of ["mean", "value"] as const) {
      const options = { sigma: 0.3, about };
      expect(localVariance(flat, options).evaluate(at)).toEqual(
        localVariance(field, options).evaluate(at),
      );
    }
  });

  test("may be a score, for which it is exact if linear", () => {
    const s = linearScore({
      slope: [
        [-1, 0.3],
        [0.3, -2],
      ],
    });
    const values = localVariance((x) => s.score(x), { sigma: 0.7 }).evaluate(at);
    for (const value of values) expectEqual(value, (1 + 4 + 0.18) / 2);
  });
});

describe("of the log ratio it gives the Fisher divergence as sigma goes to 0 (B9)", () => {
  const { p, q } = line;

  test.each([
    [1, 2.31696],
    [0.3, 2.03257],
    [0.1, 2.00757],
  ])("half its mean at sigma = %d is %d", (sigma, value) => {
    const mean = expectation(localVariance(logRatio(p, q), { sigma }), { under: p }).value;
    const curvature = 1 / 0.64 - 1 / 2.25;
    expect(value).toBeCloseTo(2.0044487847 + (sigma * curvature) ** 2 / 4, 5);
    expectEqual(mean / 2, 2.0044487847222223 + (sigma * curvature) ** 2 / 4, {
      wrong: { "without the 1/2": mean },
    });
  });

  test("in the plane dim / 2 times its value tends to the integrand", () => {
    const x = plane.p.sample(50, rng(1, "plane"));
    const exact = fisherDivergence(plane.p, plane.q).evaluate(x);
    const local = localVariance(logRatio(plane.p, plane.q), { sigma: 1e-4 }).evaluate(x);
    // In dimension 2 the factor dim / 2 is one.
    local.forEach((value, i) => {
      expect(Math.abs(value - exact[i]!)).toBeLessThan(1e-6);
    });
  });
});

describe("in dimension 3 the noise must be drawn", () => {
  const f = each((x, y, z) => x! + 2 * y! - z! + 0.5 * x! * z!);
  const at = points([[0.2, 1, -0.5]]);

  test("and the mean over points has an honest error", () => {
    const cloud = gaussian({ mean: [0.2, 1, -0.5], covariance: 1e-12 });
    const drawn = localVariance(f, { sigma: 0.5, samples: 20, rng: rng(3, "noise") });
    const found = expectation(drawn, { under: cloud, samples: 4000, rng: rng(4, "points") });
    const [gx, gy, gz] = [1 + 0.5 * -0.5, 2, -1 + 0.5 * 0.2];
    // Hessian with 1/2 in two places: |H|_F^2 = 1/2.
    const exact = (gx ** 2 + gy ** 2 + gz ** 2 + (0.25 * 0.5) / 2) / 3;
    expectEstimate(found, exact, { "over dim 1": 3 * exact });
  });

  test("the noise is keyed by the point, not by its place in the list", () => {
    const drawn = localVariance(f, { sigma: 0.5, samples: 5, rng: rng(3, "noise") });
    const alone = drawn.evaluate(at)[0];
    const other = [9, 8, 7];
    expect(drawn.evaluate(points([other, [0.2, 1, -0.5]]))[1]).toBe(alone);
    const mirrored = drawn.evaluate(points([other, [0.2, -1, -0.5]]))[1];
    expect(mirrored).not.toBe(alone);
  });

  test("else it is refused", () => {
    expect(() => localVariance(f, { sigma: 0.5 }).evaluate(at)).toThrow(
      /samples = undefined is missing in dimension 3/,
    );
  });
});

describe("what is refused", () => {
  const f = each((x) => Math.abs(x!));

  test("a sigma that is none", () => {
    for (const sigma of [0, -1, Number.NaN]) {
      expect(() => localVariance(f, { sigma })).toThrow(/^sigma = /);
    }
  });

  test("draws without rng, or of fewer than two", () => {
    expect(() => localVariance(f, { sigma: 1, samples: 10 })).toThrow(
      /^rng = undefined is missing/,
    );
    for (const samples of [1, 2.5]) {
      expect(() => localVariance(f, { sigma: 1, samples, rng: rng(1) })).toThrow(/^samples = /);
    }
    expect(() => localVariance(f, { sigma: 1, samples: 2, rng: rng(1) })).not.toThrow();
  });

  test("a third meaning", () => {
    expect(() => localVariance(f, { sigma: 1, about: "median" as "mean" })).toThrow(/^about = /);
  });

  test("a kink near the point, to which draws are the answer", () => {
    const at = points(0.1);
    expect(() => localVariance(f, { sigma: 0.5 }).evaluate(at)).toThrow(/too rough near x = 0.1/);
    const cloud = points(Array.from({ length: 4000 }, (_, i) => 1e-12 * i));
    const drawn = localVariance(f, { sigma: 0.5, samples: 50, rng: rng(6, "kink") });
    expectEstimate(average(drawn.evaluate(cloud)), 1 - 2 / Math.PI);
    expectEqual(localVariance(f, { sigma: 0.01 }).evaluate(points(3))[0]!, 1);
  });

  test("noise that leads out of the domain of the function", () => {
    const outside = localVariance((x) => x.data.map(Math.log), { sigma: 0.5 });
    expect(() => outside.evaluate(points([4, 0.1]))).toThrow(/^f at x = .* is not a finite number/);
    const half = exponential({ rate: 1 });
    const ratio = logRatio(half, exponential({ rate: 2 }));
    expect(() => expectation(localVariance(ratio, { sigma: 1 }), { under: half })).toThrow(
      /lies where log p is -Infinity/,
    );
  });

  test("with the place, and only that, in the message", () => {
    const holed = (x: Points) =>
      points(
        x.data.map((value) => value),
        2,
      ).data.map((value, j) => (j % 2 === 0 && value > 1.5 ? Number.NaN : value));
    const centre = points([[1, -7]]);
    const complaint = () => localVariance(holed, { sigma: 1 }).evaluate(centre);
    expect(complaint).toThrow(
      /^f at x = (1\.[5-9]|[2-9])\d*\.?\d*, -\d+\.?\d* = NaN is not a finite/,
    );
  });

  test("a function with another number of values than points", () => {
    const ragged = () => new Float64Array(7);
    expect(() => localVariance(ragged, { sigma: 1 }).evaluate(points([1, 2]))).not.toThrow(
      TypeError,
    );
    expect(() =>
      localVariance((x) => new Float64Array(x.n + 1), { sigma: 1 }).evaluate(points(0)),
    ).toThrow(/^f = .*gives \d+ numbers for \d+ points/);
    expect(() =>
      localVariance(() => new Float64Array(0), { sigma: 1 }).evaluate(points(0)),
    ).toThrow(/gives 0 numbers/);
  });
});

test("a wave takes a high order, however small it is", () => {
  for (const height of [1e-5, 1e5]) {
    const wave = each((x) => height * Math.sin(3 * x!));
    const [v, mean] = [0.4, Math.sin(1.2) * Math.exp(-4.5)];
    const exact = (1 - Math.cos(6 * v) * Math.exp(-18)) / 2 - mean ** 2;
    expectEqual(localVariance(wave, { sigma: 1 }).evaluate(points(v))[0]! / height ** 2, exact);
  }
});

test("a step is integrated or refused, wherever it lies: symmetric rules that agree do not settle it", () => {
  const step = each((x) => (x! > 0 ? 1 : 0));
  for (const about of ["mean", "value"] as const) {
    for (let x = -2.95; x < 3; x += 0.05) {
      const share = normalCumulative(x);
      const exact = about === "mean" ? share * (1 - share) : x > 0 ? 1 - share : share;
      let found = exact;
      try {
        found = localVariance(step, { sigma: 1, about }).evaluate(points(x))[0]!;
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidArgument);
      }
      expect(found, `at ${x} about the ${about}`).toBeCloseTo(exact, 6);
    }
  }
  const inThePlane = each((x) => (x! > 0 ? 1 : 0));
  expect(() => localVariance(inThePlane, { sigma: 1 }).evaluate(points([[0.2, 0]]))).toThrow(
    /too rough/,
  );
});

test("a constant does not vary", () => {
  const constant = each(() => 3);
  expect(localVariance(constant, { sigma: 1 }).evaluate(points([1, 2]))).toEqual(
    new Float64Array(2),
  );
});
