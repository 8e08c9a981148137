import { describe, expect, it } from "vitest";
import { type ButcherTableau, dormandPrince, rungeKutta4 } from "../../src/flows/butcherTableau";

/** A rooted tree, as the list of the trees above its root. */
type Tree = readonly Tree[];

/** All rooted trees with so many nodes; the order conditions are one for each (Butcher 1963). */
function trees(nodes: number): Tree[] {
  return forests(nodes - 1, nodes - 1);
}

/** All lists of trees, larger ones first, with so many nodes together and none above `largest`. */
function forests(nodes: number, largest: number): Tree[] {
  if (nodes === 0) return [[]];
  const found: Tree[] = [];
  for (let size = Math.min(nodes, largest); size >= 1; size--) {
    const firsts = trees(size);
    firsts.forEach((first, index) => {
      for (const rest of forests(nodes - size, size)) {
        // Of equal sizes, in the order of the list only, so that none is counted twice.
        const next = rest[0];
        if (next && nodeCount(next) === size) {
          if (firsts.findIndex((tree) => same(tree, next)) < index) continue;
        }
        found.push([first, ...rest]);
      }
    });
  }
  return found;
}

const same = (a: Tree, b: Tree) => JSON.stringify(a) === JSON.stringify(b);
const nodeCount = (tree: Tree): number => 1 + tree.reduce((sum, t) => sum + nodeCount(t), 0);
const density = (tree: Tree): number =>
  tree.reduce((product, t) => product * density(t), nodeCount(tree));

/** What the weights of the method must average to 1 / density. */
function elementary({ matrix }: ButcherTableau, tree: Tree): number[] {
  return matrix.map((_, i) =>
    tree.reduce((product, branch) => {
      const above = elementary({ matrix } as ButcherTableau, branch);
      return product * matrix[i]!.reduce((sum, a, j) => sum + a * above[j]!, 0);
    }, 1),
  );
}

function residual(
  tableau: ButcherTableau,
  weights: readonly number[],
  tree: Tree,
  theta = 1,
): number {
  const phi = elementary(tableau, tree);
  const sum = weights.reduce((total, b, i) => total + b * phi[i]!, 0);
  return Math.abs(sum - theta ** nodeCount(tree) / density(tree));
}

const worst = (tableau: ButcherTableau, weights: readonly number[], order: number, theta = 1) =>
  Math.max(...trees(order).map((tree) => residual(tableau, weights, tree, theta)));

describe("the order conditions", () => {
  it("are 1, 1, 2, 4, 9 in number", () => {
    expect([1, 2, 3, 4, 5].map((order) => trees(order).length)).toEqual([1, 1, 2, 4, 9]);
  });

  it.each([1, 2, 3, 4])("of order %i hold for Runge-Kutta 4", (order) => {
    expect(worst(rungeKutta4, rungeKutta4.weights, order)).toBeLessThan(1e-15);
  });

  it.each([1, 2, 3, 4, 5])("of order %i hold for Dormand-Prince", (order) => {
    expect(worst(dormandPrince, dormandPrince.weights, order)).toBeLessThan(1e-14);
  });

  it("of one order more do not", () => {
    expect(worst(rungeKutta4, rungeKutta4.weights, 5)).toBeGreaterThan(1e-3);
    expect(worst(dormandPrince, dormandPrince.weights, 6)).toBeGreaterThan(1e-5);
  });

  const embedded = dormandPrince.weights.map((b, i) => b - dormandPrince.errorWeights![i]!);
  it.each([1, 2, 3, 4])("of order %i hold for the embedded method", (order) => {
    expect(worst(dormandPrince, embedded, order)).toBeLessThan(1e-14);
  });

  it("of order 5 do not, so that the difference is an error of order 5", () => {
    expect(worst(dormandPrince, embedded, 5)).toBeGreaterThan(1e-5);
  });

  const inside = (theta: number) =>
    dormandPrince.interpolation!.map((row) =>
      row.reduce((sum, b, j) => sum + b * theta ** (j + 1), 0),
    );
  it.each([1, 2, 3, 4])(
    "of order %i hold for the interpolation at every part of a step",
    (order) => {
      for (const theta of [0.13, 0.5, 0.82]) {
        expect(worst(dormandPrince, inside(theta), order, theta)).toBeLessThan(1e-14);
      }
    },
  );

  it("make the interpolation end where the step does", () => {
    inside(1).forEach((b, i) => {
      expect(Math.abs(b - dormandPrince.weights[i]!)).toBeLessThan(1e-13);
    });
  });
});

describe.each([rungeKutta4, dormandPrince])("the tableau of $name", (tableau) => {
  it("has slopes at the times that its rows sum to", () => {
    tableau.nodes.forEach((c, i) => {
      expect(Math.abs(tableau.matrix[i]!.reduce((a, b) => a + b, 0) - c)).toBeLessThan(1e-15);
    });
  });

  it("says rightly whether its last slope is that of the next step", () => {
    const last = tableau.matrix.at(-1)!;
    const isLast = tableau.weights.every((b, i) => b === (last[i] ?? 0));
    expect(tableau.firstSameAsLast).toBe(isLast);
  });
});
