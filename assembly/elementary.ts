// Logarithm and exponential of two numbers at once, by the algorithms of fdlibm (Sun Microsystems,
// 1993) that V8 uses for Math.log and Math.exp, operation by operation, so that they give its digits.

const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

// @ts-ignore: decorator
@inline
export function splat(x: f64): v128 {
  return f64x2.splat(x);
}

// @ts-ignore: decorator
@inline
function multiplyAdd(a: v128, b: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(a, b), splat(c));
}

/** log x for positive normal numbers x. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  // x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2), by fdlibm's bound 0x95f64.
  const highWord = v128.and(i64x2.shr_u(x, 32), i64x2.splat(0xfffff));
  const carry = v128.and(i64x2.add(highWord, i64x2.splat(0x95f64)), i64x2.splat(0x100000));
  const exponent = i64x2.add(
    i64x2.sub(i64x2.shr_u(x, 52), i64x2.splat(1023)),
    i64x2.shr_u(carry, 20),
  );
  const significand = v128.or(
    v128.and(x, i64x2.splat(0x000fffffffffffff)),
    i64x2.shl(v128.xor(carry, i64x2.splat(0x3ff00000)), 32),
  );
  const k = f64x2.convert_low_i32x4_s(
    v128.shuffle<i32>(exponent, exponent, 0, 2, 0, 2),
  );
  const f = f64x2.sub(significand, splat(1));
  const s = f64x2.div(f, f64x2.add(splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const even = f64x2.mul(
    w,
    multiplyAdd(
      w,
      multiplyAdd(w, splat(1.531383769920937332e-1), 2.222219843214978396e-1),
      3.999999999940941908e-1,
    ),
  );
  const odd = f64x2.mul(
    z,
    multiplyAdd(
      w,
      multiplyAdd(
        w,
        multiplyAdd(w, splat(1.479819860511658591e-1), 1.818357216161805012e-1),
        2.857142874366239149e-1,
      ),
      6.666666666666735130e-1,
    ),
  );
  const r = f64x2.add(odd, even);
  const low = f64x2.mul(k, splat(LN2_LOW));
  // What is taken from f, in one of three forms, each where its rounding is the smallest.
  const half = f64x2.mul(f64x2.mul(splat(0.5), f), f);
  const small = f64x2.sub(f64x2.mul(s, f64x2.sub(f, r)), low);
  const large = f64x2.sub(half, f64x2.add(f64x2.mul(s, f64x2.add(half, r)), low));
  const isLarge = v128.and(
    i64x2.gt_s(highWord, i64x2.splat(0x61479)),
    i64x2.gt_s(i64x2.splat(0x6b852), highWord),
  );
  let taken = v128.bitselect(large, small, isLarge);
  const near = v128.and(i64x2.add(highWord, i64x2.splat(2)), i64x2.splat(0xfffff));
  const isTiny = i64x2.gt_s(i64x2.splat(3), near);
  if (v128.any_true(isTiny)) {
    const bend = f64x2.sub(splat(0.5), f64x2.mul(splat(0.33333333333333333), f));
    const tiny = f64x2.sub(f64x2.mul(f64x2.mul(f, f), bend), low);
    taken = v128.bitselect(tiny, taken, isTiny);
  }
  return f64x2.sub(f64x2.mul(k, splat(LN2_HIGH)), f64x2.sub(taken, f));
}

/** exp x for x <= 0; below -708, where numbers end to be normal, it stays at exp(-708) = 3e-308. */
// @ts-ignore: decorator
@inline
export function exp(given: v128): v128 {
  const x = f64x2.max(given, splat(-708));
  // x = k log 2 + r, with fdlibm's rounding: half away from zero.
  const k = f64x2.trunc(f64x2.sub(f64x2.mul(x, splat(1.44269504088896338700)), splat(0.5)));
  const high = f64x2.sub(x, f64x2.mul(k, splat(LN2_HIGH)));
  const low = f64x2.mul(k, splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  const t = f64x2.mul(r, r);
  const series = multiplyAdd(
    t,
    multiplyAdd(
      t,
      multiplyAdd(
        t,
        multiplyAdd(t, splat(4.13813679705723846039e-8), -1.65339022054652515390e-6),
        6.61375632143793436117e-5,
      ),
      -2.77777777770155933842e-3,
    ),
    1.66666666666666019037e-1,
  );
  const c = f64x2.sub(r, f64x2.mul(t, series));
  const quotient = f64x2.div(f64x2.mul(r, c), f64x2.sub(splat(2), c));
  const y = f64x2.sub(splat(1), f64x2.sub(f64x2.sub(low, quotient), high));
  // The last bits of k + 2^52 + 1023 are the biased exponent of 2^k.
  const power = i64x2.shl(f64x2.add(k, splat(4503599627370496 + 1023)), 52);
  return f64x2.mul(y, power);
}
