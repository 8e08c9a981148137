function ownLevel(score: number[], z: number[], sigma: number): number {
  return (sigma ** 2 / 2) * score.reduce((sum, s, k) => sum + (s + z[k] / sigma) ** 2, 0);
}

function karrasLadder(n: number, sigmaMin: number, sigmaMax: number, rho: number): number[] {
  const [low, high] = [sigmaMin ** (1 / rho), sigmaMax ** (1 / rho)];
  return Array.from({ length: n }, (_, i) => (high + (i / (n - 1)) * (low - high)) ** rho);
}
