function qv(path: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k + 1 < path.length; k++) sum += (path[k + 1] - path[k]) ** 2;
  return sum;
}

function itoSumOf(path: ArrayLike<number>, by: number, offset: number): number {
  let sum = 0;
  for (let k = 0; k + by < path.length; k += by) {
    sum += path[k + offset] * (path[k + by] - path[k]);
  }
  return sum;
}

function emGBM(x: number, mu: number, sigma: number, dt: number, dw: number): number {
  return x + mu * x * dt + sigma * x * dw;
}

function milsteinGBM(x: number, mu: number, sigma: number, dt: number, dw: number): number {
  return emGBM(x, mu, sigma, dt, dw) + 0.5 * sigma ** 2 * x * (dw ** 2 - dt);
}

type Coefficient = (x: number) => number;
function stratonovichDrift(f: Coefficient, g: Coefficient, dg: Coefficient, x: number): number {
  return f(x) - 0.5 * g(x) * dg(x);
}
