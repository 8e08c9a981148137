function mixtureScore(weights: number[], means: number[], variances: number[], x: number): number {
  const logs = weights.map(
    (w, k) => Math.log(w) - 0.5 * Math.log(variances[k]) - (x - means[k]) ** 2 / (2 * variances[k]),
  );
  const largest = Math.max(...logs);
  const shares = logs.map((l) => Math.exp(l - largest));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.reduce(
    (sum, share, k) => sum + ((share / total) * (means[k] - x)) / variances[k],
    0,
  );
}

function normalizer(dimension: number, sigma: number): number {
  return (2 * Math.PI * sigma ** 2) ** (-dimension / 2);
}

function kdeScore(data: number[], sigma: number, x: number): number {
  const squares = data.map((b) => (x - b) ** 2);
  const smallest = Math.min(...squares);
  const shares = squares.map((square) => Math.exp((smallest - square) / (2 * sigma ** 2)));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const mean = shares.reduce((sum, share, b) => sum + (share / total) * data[b], 0);
  return (mean - x) / sigma ** 2;
}
