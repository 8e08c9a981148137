import { fisherDivergenceGaussian, integrate } from "score-matching";

function fisherGaussian(m1: number, v1: number, m2: number, v2: number): number {
  return (v1 * (1 / v1 - 1 / v2) ** 2 + ((m1 - m2) / v2) ** 2) / 2;
}

function dKLSGradient(m1: number, m2: number): number {
  const d = m1 - m2;
  return -(d + d ** 3 / 2);
}

function klByDeBruijn(m: number, v1: number, v2: number): number {
  const fisher = (t: number) =>
    fisherDivergenceGaussian({ mean: m, covariance: v1 + t }, { mean: 0, covariance: v2 + t });
  return integrate(fisher, { from: 0, to: Infinity }).value;
}
