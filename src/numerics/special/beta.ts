import { ensure } from "../errors";
import { ensurePositive, logGamma, stirlingRest } from "./gamma";

/** log B(a, b) = log(Gamma(a) Gamma(b) / Gamma(a + b)), without cancellation for large a or b. */
export function logBeta(a: number, b: number): number {
  ensurePositive("a", a);
  ensurePositive("b", b);
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  const sum = a + b;
  if (large < 10) return logGamma(small) + logGamma(large) - logGamma(sum);
  if (small < 10) {
    return (
      logGamma(small) +
      stirlingRest(large) -
      stirlingRest(sum) +
      small * (1 - Math.log(sum)) -
      (large - 0.5) * Math.log1p(small / large)
    );
  }
  return (
    Math.log(2 * Math.PI) / 2 +
    (small - 0.5) * Math.log(small / sum) -
    large * Math.log1p(small / large) -
    Math.log(large) / 2 +
    stirlingRest(small) +
    stirlingRest(large) -
    stirlingRest(sum)
  );
}

/**
 * I_x(a, b) = 1 / B(a, b) times the integral of t^(a-1) (1-t)^(b-1) from 0 to x: the regularised
 * incomplete beta function. Relative error below 1e-13 for a, b up to 100. Where 1 - x is known more
 * exactly than by subtraction, give it as `complement`.
 *
 * Source: NIST Handbook of Mathematical Functions (2010), 8.17.22 (continued fraction) and 8.17.4
 * (symmetry).
 */
export function regularisedBeta(x: number, a: number, b: number, complement = 1 - x): number {
  ensurePositive("a", a);
  ensurePositive("b", b);
  ensure(x >= 0 && x <= 1, () => ({
    argument: "x",
    value: x,
    problem: "is not between 0 and 1",
    consequence: "the incomplete beta function is not real there",
    remedy: "give a number from 0 to 1",
  }));
  if (x === 0) return 0;
  if (complement === 0) return 1;
  return x <= (a + 1) / (a + b + 2)
    ? lowerPart(x, complement, a, b)
    : 1 - lowerPart(complement, x, b, a);
}

function lowerPart(x: number, y: number, a: number, b: number): number {
  const front = (power(x, y, a) * power(y, x, b) * Math.exp(-logBeta(a, b))) / a;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 1e5; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return front * value;
}

/** x^a for x = 1 - y. */
function power(x: number, y: number, a: number): number {
  return x > 0.5 ? Math.exp(a * Math.log1p(-y)) : x ** a;
}
