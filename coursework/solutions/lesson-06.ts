function dsmLoss(s: (y: number) => number, sigma: number, x: number, z: number): number {
  return (s(x + sigma * z) + z / sigma) ** 2 / 2;
}

function dsmConstant(t: number, sigma: number): number {
  return (1 / sigma ** 2 - 1 / (t ** 2 + sigma ** 2)) / 2;
}

function tweedie(score: (y: number) => number, sigma: number, y: number): number {
  return y + sigma ** 2 * score(y);
}
