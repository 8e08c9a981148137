function ulaStep(s: (x: number) => number, h: number, x: number, z: number): number {
  return x + h * s(x) + Math.sqrt(2 * h) * z;
}

function stableLimit(variances: number[]): number {
  return 2 * Math.min(...variances);
}

function malaStep(
  logDensity: (x: number) => number,
  s: (x: number) => number,
  h: number,
  x: number,
  z: number,
  u: number,
): number {
  const y = x + h * s(x) + Math.sqrt(2 * h) * z;
  const proposal = (to: number, from: number) => -((to - from - h * s(from)) ** 2) / (4 * h);
  const ratio = logDensity(y) - logDensity(x) + proposal(x, y) - proposal(y, x);
  return Math.log(u) < ratio ? y : x;
}

function underdamped(
  force: (x: number) => number,
  [m, gamma, kT]: number[],
  h: number,
  x: number,
  v: number,
  z: number,
): number[] {
  const kick = (Math.sqrt(2 * gamma * kT * h) * z) / m;
  return [x + h * v, v + (h / m) * (force(x) - gamma * v) + kick];
}
