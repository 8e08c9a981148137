function ismObjective(s: (x: number) => number, ds: (x: number) => number, data: number[]): number {
  return data.reduce((sum, x) => sum + s(x) ** 2 / 2 + ds(x), 0) / data.length;
}

function boundaryGap(
  p: (x: number) => number,
  s: (x: number) => number,
  a: number,
  b: number,
): number {
  const product = (end: number) => (Number.isFinite(end) ? p(end) * s(end) : 0);
  return product(a) - product(b);
}

function expRateGSM(data: number[]): number {
  const sum = data.reduce((total, x) => total + x, 0);
  const squares = data.reduce((total, x) => total + x ** 2, 0);
  return (2 * sum) / squares;
}
