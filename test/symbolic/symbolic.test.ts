import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Density } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { logistic } from "../../src/densities/logistic";
import { quartic } from "../../src/densities/quartic";
import { studentT } from "../../src/densities/studentT";
import { InvalidArgument } from "../../src/numerics/errors";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { symbolic } from "../../src/symbolic/symbolic";

const line = { variables: ["x"] };

describe("the library's scores are the derivatives that mathjs finds", () => {
  const cases: [string, string, string[], Density][] = [
    [
      "skewed mixture",
      "log(0.3 * exp(-2 * (x + 2)^2) + 0.7 * exp(-2 * (x - 1.5)^2)) - log(sqrt(pi / 2))",
      ["x"],
      gaussianMixture({ weights: [0.3, 0.7], means: [-2, 1.5], covariances: 0.25 }),
    ],
    [
      "components of different widths",
      "log(0.6 * exp(-(x - 1)^2 / 4) / sqrt(4 * pi) + 0.4 * exp(-5 * x^2) / sqrt(0.2 * pi))",
      ["x"],
      gaussianMixture({ weights: [0.6, 0.4], means: [1, 0], covariances: [2, 0.1] }),
    ],
    [
      "correlated gaussian in the plane",
      // det 0.64, P = [[0.5, -0.6], [-0.6, 2]] / 0.64
      "-(0.5 * (x - 1)^2 - 1.2 * (x - 1) * (y + 1) + 2 * (y + 1)^2) / 1.28 - log(2 * pi * 0.8)",
      ["x", "y"],
      gaussian({
        mean: [1, -1],
        covariance: [
          [2, 0.6],
          [0.6, 0.5],
        ],
      }),
    ],
    [
      "mixture in the plane",
      "log(0.25 * exp(-(x^2 + y^2) / 2) + 0.75 * exp(-((x - 2)^2 + (y - 1)^2) / 4) / 2) - log(2 * pi)",
      ["x", "y"],
      gaussianMixture({
        weights: [0.25, 0.75],
        means: [
          [0, 0],
          [2, 1],
        ],
        covariances: [1, 2],
      }),
    ],
    ["logistic", "-2 * x - 2 * log(1 + exp(-2 * x)) + log(2)", ["x"], logistic({ scale: 0.5 })],
    ["cauchy", "-log(pi * (1 + x^2))", ["x"], studentT({ degreesOfFreedom: 1 })],
    [
      "quartic",
      "-0.425 * x^4 - log(2 * gamma(1.25)) + log(0.425) / 4",
      ["x"],
      quartic({ theta: 1.7 }),
    ],
  ];
  test.each(cases)("%s", (_, expression, variables, p) => {
    const algebra = symbolic(expression, { variables });
    const x = points(
      rng(4, "places")
        .normal(50, p.dim)
        .map((z) => 1.5 * z),
      p.dim,
    );
    const agree = (ours: Float64Array, theirs: Float64Array) => {
      expect(ours.length).toBe(theirs.length);
      ours.forEach((value, i) => {
        expect(Math.abs(value - theirs[i]!)).toBeLessThan(1e-10 * Math.max(1, Math.abs(value)));
      });
    };
    agree(p.logDensity(x), algebra.at(x));
    agree(p.score(x).data, algebra.gradient().at(x).data);
    agree(p.divergence(x), algebra.laplacian().at(x));
  });
});

describe("an expression", () => {
  test("keeps its parameters as letters, and can be differentiated by them (the Fisher score)", () => {
    const log = symbolic("-(x - mu)^2 / (2 * v) - log(2 * pi * v) / 2", {
      variables: ["x"],
      parameters: { mu: 1, v: 4 },
    });
    expect(log.at(points(3))[0]).toBeCloseTo(-0.5 - Math.log(8 * Math.PI) / 2, 14);
    expect(log.gradient().at(points(3)).data[0]).toBeCloseTo(-0.5, 14);
    expect(log.derivative("mu").at(points(3))[0]).toBeCloseTo(0.5, 14);
    expect(log.derivative("v").at(points(3))[0]).toBeCloseTo(4 / 32 - 1 / 8, 14);
    expect(log.gradient().components[0]!.toTex()).toContain("\\mu");
  });

  test("shows itself and its gradient as formulas", () => {
    const energy = symbolic("x^2 * y", { variables: ["x", "y"] });
    const shown = energy.toMimeBundle() as { data: Record<string, string> };
    expect(shown.data["text/latex"]).toMatch(/^\$\$ .*\{ ?x\}\^\{2\}.* \$\$$/);
    expect(shown.data["text/plain"]).toBe("x ^ 2 * y");
    const gradient = energy.gradient().toMimeBundle() as { data: Record<string, string> };
    expect(gradient.data["text/plain"]).toBe("d/dx: 2 * y * x\nd/dy: x ^ 2");
    expect(gradient.data["text/latex"]).toContain("\\frac{\\partial}{\\partial y}");
    expect(energy.laplacian().toString()).toBe("2 * y");
  });

  test("does not depend on variables that it does not name", () => {
    const s = symbolic("x^2", { variables: ["x", "y"] }).gradient();
    expect([...s.at(points([[3, 7]])).data]).toEqual([6, 0]);
  });

  test("that cannot be read, or has an unknown letter, is refused", () => {
    const refused: [() => unknown, RegExp][] = [
      [() => symbolic("log(x", line), /expression = "log\(x" cannot be parsed/],
      [
        () => symbolic("-x^2 / v", line),
        /has the letter v, which is neither .* list v in variables/i,
      ],
      [() => symbolic("1", { variables: [] }), /variables = \[\] is empty/],
      [() => symbolic("x", { variables: ["x", "x"] }), /names a variable twice/],
      [
        () => symbolic("x", line).derivative("y"),
        /name = "y" is neither a variable nor a parameter/,
      ],
      [
        () => symbolic("x", line).at(points([[1, 2]])),
        /is of dimension 2 where the variables are x/,
      ],
    ];
    for (const [make, message] of refused) {
      expect(make).toThrow(InvalidArgument);
      expect(make).toThrow(message);
    }
  });

  test("that is not a finite real number at a point is refused there", () => {
    expect(() => symbolic("sqrt(x)", line).at(points([4, -1]))).toThrow(/x\[1\] = -1 = "i" is not/);
    expect(() => symbolic("log(exp(-x^2))", line).at(points(50))).toThrow(/= "-Infinity" is not/);
  });
});

test("mathjs is not loaded with the library, but at the first expression", () => {
  const root = join(__dirname, "../../src/dist/index.js");
  const script = `
    const loaded = () => Object.keys(require.cache).some((file) => file.includes("mathjs"));
    const { symbolic } = require(${JSON.stringify(root)});
    const before = loaded();
    symbolic("x", { variables: ["x"] });
    console.log(before, loaded());
  `;
  const output = execFileSync(process.execPath, ["-e", script], { encoding: "utf8" });
  expect(output.trim()).toBe("false true");
});
