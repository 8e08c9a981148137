function targetNorm(dimension: number, sigma: number): number {
  let length = dimension % 2 === 1 ? Math.sqrt(2 / Math.PI) : Math.sqrt(Math.PI / 2);
  for (let d = dimension % 2 === 1 ? 1 : 2; d < dimension; d += 2) length *= (d + 1) / d;
  return length / sigma;
}

type Model = (x: number, sigma: number) => number;

function weightedLoss(score: Model, sigmas: number[], x: number, z: number): number {
  const losses = sigmas.map((sigma) => 0.5 * (sigma * score(x + sigma * z, sigma) + z) ** 2);
  return losses.reduce((sum, loss) => sum + loss, 0) / sigmas.length;
}

function ladder(first: number, last: number, count: number): number[] {
  const ratio = (last / first) ** (1 / (count - 1));
  return Array.from({ length: count }, (_, i) => first * ratio ** i);
}
