import { describe, expect, it } from "vitest";
import { NotFinite } from "../../src/numerics/errors";
import { points } from "../../src/numerics/points";
import { itoProcess, stratonovichProcess } from "../../src/processes/itoProcess";

const x = points([
  [1, 2],
  [3, 4],
]);

describe("itoProcess", () => {
  it("gives its functions the coordinates and then the time", () => {
    const sde = itoProcess({
      dim: 2,
      interval: [2, 5],
      drift: (a, b, t) => [a + 10 * b, t],
      diffusion: (a, b, t) => [a, b * t],
      diffusionDerivative: (_a, _b, t) => [1, t],
    });
    expect([...sde.drift(x, 7).data]).toEqual([21, 7, 43, 7]);
    expect(sde.diffusion.kind).toBe("diagonal");
    if (sde.diffusion.kind !== "diagonal") return;
    expect([...sde.diffusion.at(x, 7).data]).toEqual([1, 14, 3, 28]);
    expect([...sde.diffusion.derivative!(x, 7).data]).toEqual([1, 7, 1, 7]);
    expect([sde.dim, sde.interval, sde.calculus]).toEqual([2, [2, 5], "ito"]);
  });

  it("takes a number for the same noise in every coordinate, at every time", () => {
    const { diffusion } = itoProcess({ dim: 2, drift: (a, b) => [a, b], diffusion: 0.3 });
    expect(diffusion.kind === "additive" && diffusion.at(0.4)).toBe(0.3);
  });

  it("takes a matrix row by row", () => {
    const { diffusion } = itoProcess({
      dim: 2,
      drift: (a, b) => [a, b],
      diffusionMatrix: (a, b, t) => [
        [a, 0, t],
        [0, b, 1],
      ],
      noiseDim: 3,
    });
    expect(diffusion.kind).toBe("matrix");
    if (diffusion.kind !== "matrix") return;
    expect([...diffusion.at(x, 7)]).toEqual([1, 0, 7, 0, 2, 1, 3, 0, 7, 0, 4, 1]);
  });

  it("takes numbers for vectors in dimension 1, on [0, 1] if nothing is said", () => {
    const sde = itoProcess({ drift: (a) => -a, diffusion: (a) => [a] });
    expect([...sde.drift(points([1, 2]), 0).data]).toEqual([-1, -2]);
    expect([sde.dim, sde.interval]).toEqual([1, [0, 1]]);
    expect(stratonovichProcess({ drift: (a) => -a, diffusion: 1 }).calculus).toBe("stratonovich");
  });

  it("refuses what has another shape than the points", () => {
    const drift = (a: number, b: number) => [a, b];
    const at = (options: Parameters<typeof itoProcess>[0], y = x) => {
      const sde = itoProcess(options);
      sde.drift(y, 0);
      if (sde.diffusion.kind !== "additive") sde.diffusion.at(y, 0);
    };
    expect(() => at({ dim: 2, drift: (a) => a, diffusion: 1 })).toThrow("drift = [1]");
    expect(() => at({ dim: 2, drift: () => [1, 2, 3], diffusion: 1 })).toThrow("hold 2 entries");
    expect(() => at({ drift, diffusion: 1 })).toThrow("is of dimension 2 where 1 is needed");
    expect(() => at({ drift, diffusion: 1 }, points([1, 2]))).toThrow("does not hold 1 entry");
    expect(() => at({ dim: 2, drift, diffusionMatrix: () => [[1]], noiseDim: 1 })).toThrow(
      "diffusionMatrix",
    );
    expect(() => at({ dim: 2, drift, diffusionMatrix: () => [[1], [1, 2]], noiseDim: 1 })).toThrow(
      "row 2 of diffusionMatrix",
    );
    expect(() => at({ dim: 2, drift, diffusionMatrix: () => [[], []], noiseDim: 0 })).toThrow(
      "noiseDim = 0",
    );
    expect(() => at({ drift: (a) => a, diffusion: Number.NaN })).toThrow("diffusion = NaN");
    expect(() => at({ drift: (a) => a, diffusion: 1, interval: [1, 1] })).toThrow("interval");
    expect(() => at({ drift: (a) => a, diffusion: 1, interval: [0, Infinity] })).toThrow(
      "interval",
    );
  });

  it("names the point and the time where a function is not finite", () => {
    const sde = itoProcess({
      dim: 2,
      drift: (a, b, t) => [a, Math.sqrt(3.5 - b - t)],
      diffusionMatrix: (a, b) => [[a], [1 / (b - 4)]],
      noiseDim: 1,
    });
    expect(() => sde.drift(x, 0)).toThrow("drift at x = 3, 4, time 0 = NaN");
    expect(() => sde.drift(x, 0)).toThrow(NotFinite);
    expect(() => sde.diffusion.kind === "matrix" && sde.diffusion.at(x, 0.5)).toThrow(
      "diffusionMatrix at x = 3, 4, time 0.5 = Infinity",
    );
  });
});
