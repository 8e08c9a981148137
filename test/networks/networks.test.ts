import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { smoothed } from "../../src/densities/smoothed";
import { energyNetwork } from "../../src/networks/energyNetwork";
import { noiseConditionalScoreNetwork } from "../../src/networks/noiseConditionalScoreNetwork";
import { scoreNetwork } from "../../src/networks/scoreNetwork";
import { loadNetwork, saveNetwork } from "../../src/networks/storage";
import { InvalidArgument } from "../../src/numerics/errors";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";

const folder = mkdtempSync(join(tmpdir(), "networks-"));
afterAll(() => rmSync(folder, { recursive: true }));

const x = points([
  [0.3, -1.2],
  [2, 0.5],
  [-0.8, 0.1],
]);
const v = points([
  [1, 0.5],
  [-0.2, 2],
  [0.7, -1],
]);
const options = { dim: 2, hidden: [12, 9], rng: rng(5, "network") };

/** (f(x + h v) - f(x - h v)) / 2h: float32 leaves three digits. */
function slope(f: (x: Points) => Points, at: Points, along: Points): number[] {
  const h = 2e-2;
  const shifted = (c: number) =>
    f(
      points(
        at.data.map((value, i) => value + c * along.data[i]!),
        at.dim,
      ),
    ).data;
  const [up, down] = [shifted(h), shifted(-h)];
  return Array.from(up, (value, i) => (value - down[i]!) / (2 * h));
}

const fields = {
  "a score network": () => scoreNetwork(options),
  "a noise-conditional network at a level": async () =>
    (await noiseConditionalScoreNetwork({ ...options, dataScale: 1.7 })).at(0.8),
};

describe.each(Object.entries(fields))("%s", (_, make) => {
  it("has the directional derivatives of its score, and their trace as divergence", async () => {
    const s = await make();
    const directional = s.directional!(x, v).data;
    slope((y) => s.score(y), x, v).forEach((value, i) => {
      expect(Math.abs(directional[i]! - value)).toBeLessThan(2e-3 * (1 + Math.abs(value)));
    });
    const divergence = s.divergence(x);
    for (let i = 0; i < x.n; i++) {
      const axis = (k: number) =>
        points(
          Float64Array.from({ length: 6 }, (_, j) => (j % 2 === k ? 1 : 0)),
          2,
        );
      const trace =
        s.directional!(x, axis(0)).data[2 * i]! + s.directional!(x, axis(1)).data[2 * i + 1]!;
      expect(divergence[i]).toBeCloseTo(trace, 4);
    }
  });

  it("gives the same numbers for a point alone, in a batch, and when it is captured", async () => {
    const s = await make();
    const first = s.score(x);
    for (let k = 0; k < 4; k++) expect(s.score(x)).toEqual(first);
    const alone = s.score(points(x.data.slice(2, 4), 2));
    expect(alone.data[0]).toBeCloseTo(first.data[2]!, 5);
    expect(alone.data[1]).toBeCloseTo(first.data[3]!, 5);
  });
});

describe("an energy network", () => {
  it("has the gradient of its log density as score, and its Laplacian as divergence", async () => {
    const s = await energyNetwork(options);
    const score = s.score(x).data;
    const h = 2e-2;
    for (let k = 0; k < 2; k++) {
      const shifted = (c: number) =>
        points(
          x.data.map((value, i) => (i % 2 === k ? value + c : value)),
          2,
        );
      const [up, down] = [s.logDensity(shifted(h)), s.logDensity(shifted(-h))];
      for (let i = 0; i < x.n; i++) {
        expect(score[2 * i + k]).toBeCloseTo((up[i]! - down[i]!) / (2 * h), 3);
      }
    }
    const along = (k: number) =>
      slope(
        (y) => s.score(y),
        x,
        points(
          Float64Array.from({ length: 6 }, (_, j) => (j % 2 === k ? 1 : 0)),
          2,
        ),
      );
    const [first, second] = [along(0), along(1)];
    s.divergence(x).forEach((value, i) => {
      expect(value).toBeCloseTo(first[2 * i]! + second[2 * i + 1]!, 2);
    });
  });
});

describe("a noise-conditional network", () => {
  it("divides what the layers give by the standard deviation of the noise", async () => {
    const s = await noiseConditionalScoreNetwork({ dim: 2, hidden: [] });
    const size = (sigma: number) => Math.hypot(...s.at(sigma).score(points([[0, 0]])).data);
    // The offsets start at 0, so that at x = 0 only the features of the level speak; they are bounded.
    expect(size(1e-3) / size(1e3)).toBeGreaterThan(1e8);
  });

  it("begins with the score of Gaussian data of its scale, to which the layers add theirs", async () => {
    const s = await noiseConditionalScoreNetwork({ ...options, hidden: [], dataScale: 1.7 });
    s.assign(s.parameters.map((p) => s.tf.zerosLike(p)));
    const exact = smoothed(gaussian({ mean: [0, 0], covariance: 1.7 ** 2 }));
    for (const sigma of [0.1, 1, 5]) {
      const [learned, right] = [s.at(sigma), exact.at(sigma)];
      right.score(x).data.forEach((value, i) => {
        expect(learned.score(x).data[i]).toBeCloseTo(value, 5);
      });
      expect(learned.divergence(x)[0]).toBeCloseTo(right.divergence(x)[0]!, 5);
    }
  });

  it("tells the levels apart", async () => {
    const s = await noiseConditionalScoreNetwork(options);
    expect(s.level).toBe("sigma");
    expect(s.at(0.5).score(x).data).not.toEqual(s.at(0.6).score(x).data);
  });

  it("refuses a level of no noise", async () => {
    const s = await noiseConditionalScoreNetwork(options);
    expect(() => s.at(0)).toThrow(/sigma/);
  });
});

describe("every network", () => {
  const kinds = { scoreNetwork, energyNetwork, noiseConditionalScoreNetwork };

  it.each(Object.entries(kinds))("%s comes back from its file bit for bit", async (name, make) => {
    const network = await make({ ...options, activation: "tanh" });
    const file = join(folder, `${name}.json`);
    saveNetwork(network, file);
    const loaded = await loadNetwork(file);
    expect(loaded.architecture).toEqual(network.architecture);
    expect(loaded.constructor).toBe(network.constructor);
    loaded.parameters.forEach((p, i) => {
      expect([...p.dataSync()]).toEqual([...network.parameters[i]!.dataSync()]);
    });
    expect(readdirSync(folder)).not.toContain(`${name}.json.half-written`);
  });

  it.each(Object.entries(kinds))(
    "%s shows its layers and counts its parameters",
    async (_, make) => {
      const network = await make({ dim: 2, hidden: [12, 9] });
      const total = network.parameters.reduce((sum, p) => sum + p.size, 0);
      const text = String(network.toMimeBundle().data["text/plain"]);
      expect(text).toContain(`${total} parameters`);
      expect(text.match(/silu/g)).toHaveLength(2);
    },
  );

  it("begins with other numbers for another generator, and with the same for the same", async () => {
    const first = async (seed: number) => {
      const network = await scoreNetwork({ dim: 2, rng: rng(seed, "a") });
      return [...network.parameters[0]!.dataSync()];
    };
    expect(await first(1)).toEqual(await first(1));
    expect(await first(1)).not.toEqual(await first(2));
  });

  it("leaves no tensor behind when it is used and disposed of", async () => {
    const { tf } = await scoreNetwork({ dim: 2 });
    const before = tf.memory().numTensors;
    const network = await scoreNetwork({ dim: 2 });
    for (let k = 0; k < 4; k++) network.divergence(network.score(x));
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses layers without units, other dimensions, and files of something else", async () => {
    await expect(scoreNetwork({ dim: 2, hidden: [4, 0] })).rejects.toThrow(/hidden\[1\]/);
    await expect(energyNetwork({ dim: 1.5 })).rejects.toThrow(/dim/);
    const network = await scoreNetwork({ dim: 3 });
    expect(() => network.score(x)).toThrow(/dimension/);
    const file = join(folder, "other.json");
    writeFileSync(file, '{"format": "something"}');
    await expect(loadNetwork(file)).rejects.toThrow(/format/);
    await expect(loadNetwork(join(folder, "none.json"))).rejects.toThrow(/cannot be read/);
    writeFileSync(file, "{");
    await expect(loadNetwork(file)).rejects.toThrow(/no JSON/);
  });

  it("refuses a damaged file, and leaves no tensor behind", async () => {
    const network = await scoreNetwork({ dim: 2, hidden: [3] });
    const file = join(folder, "damaged.json");
    saveNetwork(network, file);
    const saved = JSON.parse(readFileSync(file, "utf8"));
    const [first, ...rest] = saved.parameters;
    const damaged = [
      null,
      { ...saved, architecture: undefined },
      { ...saved, architecture: { ...saved.architecture, kind: "convolution" } },
      { ...saved, parameters: [{ ...first, data: first.data.slice(0, -7) }, ...rest] },
      { ...saved, parameters: [{ ...first, data: "" }, ...rest] },
      { ...saved, parameters: rest },
      { ...saved, parameters: undefined },
    ];
    const before = network.tf.memory().numTensors;
    for (const content of damaged) {
      writeFileSync(file, JSON.stringify(content));
      await expect(loadNetwork(file)).rejects.toThrow(InvalidArgument);
      await expect(loadNetwork(file)).rejects.toThrow(/^file = /);
    }
    expect(network.tf.memory().numTensors).toBe(before);
  });
});
