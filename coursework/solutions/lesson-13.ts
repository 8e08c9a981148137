function ownLevel(score: number[], z: number[], sigma: number): number {
  return (sigma ** 2 / 2) * score.reduce((sum, s, k) => sum + (s + z[k] / sigma) ** 2, 0);
}
