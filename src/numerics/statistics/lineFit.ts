/** A straight line through points, y = intercept + slope x. */
export interface LineFit {
  readonly slope: number;
  readonly intercept: number;
  /** Of the slope: from the errors of y where they are given, from the residuals otherwise. */
  readonly standardError: number;
}

/**
 * Least squares; with errors of y, weighted by their inverse squares (Press et al., Numerical Recipes,
 * 3rd edition 2007, section 15.2).
 */
export function fitLine(
  x: readonly number[],
  y: readonly number[],
  errors?: readonly number[],
): LineFit {
  const weights = x.map((_, i) => (errors ? 1 / (errors[i] as number) ** 2 : 1));
  const total = sum(weights);
  const mean = (v: readonly number[]) => sum(v.map((a, i) => a * (weights[i] as number))) / total;
  const [mx, my] = [mean(x), mean(y)];
  const sxx = sum(x.map((a, i) => (weights[i] as number) * (a - mx) ** 2));
  const sxy = sum(x.map((a, i) => (weights[i] as number) * (a - mx) * ((y[i] as number) - my)));
  const slope = sxy / sxx;
  const intercept = my - slope * mx;
  if (errors) return { slope, intercept, standardError: 1 / Math.sqrt(sxx) };
  const residuals = sum(x.map((a, i) => ((y[i] as number) - intercept - slope * a) ** 2));
  const freedom = Math.max(1, x.length - 2);
  return { slope, intercept, standardError: Math.sqrt(residuals / freedom / sxx) };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
