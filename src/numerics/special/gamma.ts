import { ensure } from "../errors";

/** zeta(k) - 1 for k = 2, 3, ..., by the zeta function of mpmath. */
const ZETA_MINUS_1 = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993,
  0.01734306198444914, 0.008349277381922827, 0.00407735619794434, 0.0020083928260822143,
  0.0009945751278180853, 0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915,
  6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6,
  3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8,
  1.4901554828365043e-8, 7.45071178983543e-9, 3.725334024788457e-9,
];
const ONE_MINUS_EULER = 0.42278433509846713;

/** B_2k / (2k (2k - 1)) for k = 1, 2, ...: the coefficients of Stirling's series. */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
];

/**
 * log Gamma(x) for x > 0, to a relative error of about 1e-15, near its zeros at 1 and 2 as well.
 *
 * Source: Olver and others, NIST Handbook of Mathematical Functions (2010), 5.7.3 (Taylor series
 * around 2), 5.5.1 (recurrence) and 5.11.1 (Stirling's series).
 */
export function logGamma(x: number): number {
  ensurePositive("x", x);
  if (x >= 10) return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + stirlingRest(x);
  if (x < 0.5) return aroundTwo(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return aroundTwo(x - 1) - Math.log1p(x - 1);
  let product = 1;
  let y = x;
  while (y > 2.5) {
    y -= 1;
    product *= y;
  }
  return aroundTwo(y - 2) + Math.log(product);
}

/** log Gamma(x) minus the elementary part of Stirling's formula, for x >= 10. */
export function stirlingRest(x: number): number {
  const y = 1 / (x * x);
  return STIRLING.reduceRight((sum, c) => sum * y + c, 0) / x;
}

/** log Gamma(2 + z) for |z| <= 1/2. */
function aroundTwo(z: number): number {
  const series = ZETA_MINUS_1.reduceRight((sum, c, i) => c / (i + 2) - z * sum, 0);
  return z * (ONE_MINUS_EULER + z * series);
}

/**
 * P(a, x) = 1 / Gamma(a) times the integral of t^(a-1) exp(-t) from 0 to x: the regularised lower
 * incomplete gamma function. Relative error below 1e-13.
 *
 * Source: NIST Handbook (2010), 8.11.4 (series) for x < a + 1, 8.9.2 (continued fraction) beyond.
 */
export function gammaLower(a: number, x: number): number {
  ensureDomain(a, x);
  return x < a + 1 ? series(a, x) : 1 - continuedFraction(a, x);
}

/** Q(a, x) = 1 - P(a, x), without cancellation for x >= a + 1. */
export function gammaUpper(a: number, x: number): number {
  ensureDomain(a, x);
  return x < a + 1 ? 1 - series(a, x) : continuedFraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return powerOverGamma(a, x) * sum;
}

function continuedFraction(a: number, x: number): number {
  if (x === Infinity) return 0;
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let k = 1; ; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16 || k > 1e5) return powerOverGamma(a, x) * a * value;
  }
}

/** x^a exp(-x) / Gamma(a + 1). */
function powerOverGamma(a: number, x: number): number {
  if (a < 10) return (x ** a * Math.exp(-x)) / Math.exp(logGamma(a + 1));
  const u = (x - a) / a;
  const logRatio = u < -0.5 ? Math.log(x / a) : Math.log1p(u);
  return Math.exp(-a * (u - logRatio) - stirlingRest(a)) / Math.sqrt(2 * Math.PI * a);
}

function ensureDomain(a: number, x: number): void {
  ensurePositive("a", a);
  ensure(x >= 0, () => ({
    argument: "x",
    value: x,
    problem: "is negative or not a number",
    consequence: "the incomplete gamma function is not real there",
    remedy: "give a number of at least 0",
  }));
}

export function ensurePositive(argument: string, value: number): void {
  ensure(value > 0 && value < Infinity, () => ({
    argument,
    value,
    problem: "is not a positive finite number",
    consequence: "the gamma function is needed where it has poles",
    remedy: "give a positive number",
  }));
}
