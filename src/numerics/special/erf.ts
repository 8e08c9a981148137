const SQRT_PI = Math.sqrt(Math.PI);

/** erf(x) = 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x. Relative error about 1e-16. */
export function erf(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.46875) return x * nearZero(y * y);
  return Math.sign(x) * (1 - exponential(y) * scaled(y));
}

/** erfc(x) = 1 - erf(x), to a relative error of about 1e-15 however far out x lies. */
export function erfc(x: number): number {
  if (Math.abs(x) <= 0.46875) return 1 - erf(x);
  const upper = exponential(Math.abs(x)) * scaled(Math.abs(x));
  return x > 0 ? upper : 2 - upper;
}

/** exp(x^2) erfc(x), which neither underflows for large x nor loses digits. */
export function scaledErfc(x: number): number {
  if (x > 0.46875) return scaled(x);
  if (x >= -0.46875) return Math.exp(x * x) * (1 - erf(x));
  return 2 / exponential(-x) - scaled(-x);
}

/** exp(-x^2), with x^2 in two parts: its rounding error would be magnified by the exponential. */
function exponential(x: number): number {
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
}

// The rational functions are those of Cody, "Rational Chebyshev approximations for the error
// function", Mathematics of Computation 23 (1969), 631-637.

/** erf(x) / x for x^2 = y, |x| <= 0.46875. */
function nearZero(y: number): number {
  let numerator = 0.18577770618460315 * y;
  let denominator = y;
  numerator = (numerator + 3.1611237438705655) * y;
  denominator = (denominator + 23.601290952344122) * y;
  numerator = (numerator + 113.86415415105016) * y;
  denominator = (denominator + 244.02463793444417) * y;
  numerator = (numerator + 377.485237685302) * y;
  denominator = (denominator + 1282.6165260773723) * y;
  return (numerator + 3209.3775891384694) / (denominator + 2844.236833439171);
}

/** exp(x^2) erfc(x) for x > 0.46875. */
function scaled(x: number): number {
  return x <= 4 ? scaledNear(x) : scaledFar(x);
}

const NEAR = [
  [0.5641884969886701, 15.744926110709835],
  [8.883149794388375, 117.6939508913125],
  [66.11919063714163, 537.1811018620099],
  [298.6351381974001, 1621.3895745666903],
  [881.952221241769, 3290.7992357334597],
  [1712.0476126340707, 4362.619090143247],
  [2051.0783778260716, 3439.3676741437216],
] as const;

function scaledNear(x: number): number {
  let numerator = 2.1531153547440383e-8 * x;
  let denominator = x;
  for (const [c, d] of NEAR) {
    numerator = (numerator + c) * x;
    denominator = (denominator + d) * x;
  }
  return (numerator + 1230.3393547979972) / (denominator + 1230.3393548037495);
}

const FAR = [
  [0.30532663496123236, 2.568520192289822],
  [0.36034489994980445, 1.8729528499234604],
  [0.12578172611122926, 0.5279051029514285],
  [0.016083785148742275, 0.06051834131244132],
] as const;

function scaledFar(x: number): number {
  const y = 1 / (x * x);
  let numerator = 0.016315387137302097 * y;
  let denominator = y;
  for (const [p, q] of FAR) {
    numerator = (numerator + p) * y;
    denominator = (denominator + q) * y;
  }
  const rest = (y * (numerator + 0.0006587491615298378)) / (denominator + 0.0023352049762686918);
  return (1 / SQRT_PI - rest) / x;
}
