import { describe, expect, it } from "vitest";
import { growth, nextLevel } from "../../src/flows/dyadicSteps";

describe("growth", () => {
  it("aims at nine tenths of the length that the tolerance allows", () => {
    expect(growth(1, 5)).toBeCloseTo(0.9, 14);
    expect(growth(2 ** -5, 5)).toBeCloseTo(1.8, 14);
    expect(growth(3 ** 5, 5)).toBeCloseTo(0.3, 14);
    expect(growth(2 ** 4, 4)).toBeCloseTo(0.45, 14);
  });

  it("stays between 1/5 and 5", () => {
    expect(growth(0, 5)).toBe(5);
    expect(growth(1e-20, 5)).toBe(5);
    expect(growth(1e20, 5)).toBe(0.2);
    expect(growth(Number.POSITIVE_INFINITY, 5)).toBe(0.2);
    expect(growth(Number.NaN, 5)).toBe(0.2);
  });
});

describe("the next level", () => {
  it("is that of the longest step no longer than wanted", () => {
    expect(nextLevel(0, 6, 1)).toBe(6);
    expect(nextLevel(0, 6, 2)).toBe(5);
    expect(nextLevel(0, 6, 1.99)).toBe(6);
    expect(nextLevel(0, 6, 5)).toBe(4);
    expect(nextLevel(0, 6, 0.99)).toBe(7);
    expect(nextLevel(0, 6, 0.2)).toBe(9);
  });

  it("is never that of more than the whole way", () => {
    expect(nextLevel(0, 1, 5)).toBe(0);
  });

  it("lets a step begin at a multiple of its own length", () => {
    expect(nextLevel(1 / 64, 6, 5)).toBe(6);
    expect(nextLevel(2 / 64, 6, 5)).toBe(5);
    expect(nextLevel(3 / 4, 6, 5)).toBe(4);
    expect(nextLevel(3 / 4, 2, 4)).toBe(2);
  });
});
