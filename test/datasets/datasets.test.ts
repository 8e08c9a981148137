import { describe, expect, it } from "vitest";
import { digits } from "../../src/datasets/digits";
import { penguins } from "../../src/datasets/penguins";

describe("the penguins", () => {
  it("are 342, with their lengths in mm and their mass in g", () => {
    const all = penguins("beakLength", "beakDepth", "flipperLength", "bodyMass");
    expect([all.n, all.dim]).toEqual([342, 4]);
    expect([...all.data.slice(0, 4)]).toEqual([39.1, 18.7, 181, 3750]);
    const mean = (k: number) =>
      Array.from({ length: all.n }, (_, i) => all.data[4 * i + k]!).reduce((a, b) => a + b) / all.n;
    // The means that the data's own publication states.
    [43.92, 17.15, 200.92, 4201.75].forEach((published, k) => {
      expect(mean(k)).toBeCloseTo(published, 1);
    });
  });

  it("come with the measurements asked for, in that order", () => {
    const two = penguins("bodyMass", "beakDepth");
    expect([...two.data.slice(0, 4)]).toEqual([3750, 18.7, 3800, 17.4]);
  });
});

describe("the digits", () => {
  it("are 1797 images of 64 pixels from 0 to 16, each digit about as often", () => {
    const { images, labels } = digits();
    expect([images.n, images.dim]).toEqual([1797, 64]);
    expect(Math.min(...images.data)).toBe(0);
    expect(Math.max(...images.data)).toBe(16);
    const counts = Array.from({ length: 10 }, (_, d) => labels.filter((l) => l === d).length);
    // As scikit-learn's description of the data has them.
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
  });
});
