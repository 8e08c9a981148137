import { log, splat } from "./elementary";

// The numbers of src/numerics/philox.ts and normalFromBits.ts: four blocks of Philox at once, and the
// inverse of the normal distribution function for two tail probabilities at once.

/** The low or high words of the products of four unsigned words with a constant. */
// @ts-ignore: decorator
@inline
function lowWords(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function highWords(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 1, 3, 5, 7);
}

let word0: v128 = i32x4.splat(0);
let word1: v128 = i32x4.splat(0);
let word2: v128 = i32x4.splat(0);
let word3: v128 = i32x4.splat(0);

/** Philox4x32-10 of four counters; lane i of word0 to word3 is the block of the counter i. */
// @ts-ignore: decorator
@inline
function philox(counter0: v128, counter1: v128, counter2: i32, counter3: i32, key0: i32, key1: i32): void {
  let c0 = counter0;
  let c1 = counter1;
  let c2 = i32x4.splat(counter2);
  let c3 = i32x4.splat(counter3);
  let k0 = key0;
  let k1 = key1;
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  for (let round = 0; round < 10; round++) {
    const a = i64x2.extmul_low_i32x4_u(c0, m0);
    const b = i64x2.extmul_high_i32x4_u(c0, m0);
    const c = i64x2.extmul_low_i32x4_u(c2, m1);
    const d = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(highWords(c, d), c1), i32x4.splat(k0));
    c1 = lowWords(c, d);
    c2 = v128.xor(v128.xor(highWords(a, b), c3), i32x4.splat(k1));
    c3 = lowWords(a, b);
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  word0 = c0;
  word1 = c1;
  word2 = c2;
  word3 = c3;
}

// @ts-ignore: decorator
@inline
function horner(r: v128, a7: f64, a6: f64, a5: f64, a4: f64, a3: f64, a2: f64, a1: f64, a0: f64): v128 {
  let sum = f64x2.add(f64x2.mul(splat(a7), r), splat(a6));
  sum = f64x2.add(f64x2.mul(sum, r), splat(a5));
  sum = f64x2.add(f64x2.mul(sum, r), splat(a4));
  sum = f64x2.add(f64x2.mul(sum, r), splat(a3));
  sum = f64x2.add(f64x2.mul(sum, r), splat(a2));
  sum = f64x2.add(f64x2.mul(sum, r), splat(a1));
  return f64x2.add(f64x2.mul(sum, r), splat(a0));
}

// @ts-ignore: decorator
@inline
function central(q: v128): v128 {
  const r = f64x2.sub(splat(0.180625), f64x2.mul(q, q));
  const numerator = horner(
    r,
    2509.0809287301227,
    33430.57558358813,
    67265.7709270087,
    45921.95393154987,
    13731.69376550946,
    1971.5909503065513,
    133.14166789178438,
    3.3871328727963665,
  );
  const denominator = horner(
    r,
    5226.495278852854,
    28729.085735721943,
    39307.89580009271,
    21213.794301586597,
    5394.196021424751,
    687.1870074920579,
    42.31333070160091,
    1,
  );
  return f64x2.mul(q, f64x2.div(numerator, denominator));
}

// @ts-ignore: decorator
@inline
function intermediate(r: v128): v128 {
  const numerator = horner(
    r,
    0.0007745450142783414,
    0.022723844989269184,
    0.2417807251774506,
    1.2704582524523684,
    3.6478483247632045,
    5.769497221460691,
    4.630337846156546,
    1.4234371107496835,
  );
  const denominator = horner(
    r,
    1.0507500716444169e-9,
    0.0005475938084995345,
    0.015198666563616457,
    0.14810397642748008,
    0.6897673349851,
    1.6763848301838038,
    2.053191626637759,
    1,
  );
  return f64x2.div(numerator, denominator);
}

function far(r: v128): v128 {
  const numerator = horner(
    r,
    2.0103343992922881e-7,
    0.000027115555687434876,
    0.0012426609473880784,
    0.026532189526576124,
    0.29656057182850487,
    1.7848265399172913,
    5.463784911164114,
    6.657904643501103,
  );
  const denominator = horner(
    r,
    2.0442631033899397e-15,
    1.421511758316446e-7,
    0.000018463183175100548,
    0.0007868691311456133,
    0.014875361290850615,
    0.1369298809227358,
    0.599832206555888,
    1,
  );
  return f64x2.div(numerator, denominator);
}

/** The quantiles of tail probabilities outside the central region, with the sign that they carry turned. */
// @ts-ignore: decorator
@inline
function outer(signed: v128): v128 {
  const r = f64x2.sqrt(f64x2.neg(log(f64x2.abs(signed))));
  const near = intermediate(f64x2.sub(r, splat(1.6)));
  const beyond = f64x2.gt(r, splat(5));
  const size = v128.any_true(beyond)
    ? v128.bitselect(far(f64x2.sub(r, splat(5))), near, beyond)
    : near;
  // The quantile of a lower tail is negative.
  return f64x2.neg(v128.or(size, v128.and(signed, splat(-0.0))));
}

// One number in seven lies outside the central region and costs as much as four others. Such numbers
// are put on a list, so that two of them can be computed at once: a tail probability, with the sign of
// its number, and the place where that goes.
let tails: usize = 0;
let places: usize = 0;

/**
 * Two normal numbers from the lower two lanes of high and low words, for these places. Those outside the
 * centre are put on the list, whose new length is returned.
 */
// @ts-ignore: decorator
@inline
function put(high: v128, low: v128, place0: usize, place1: usize, listed: usize): usize {
  const top = f64x2.convert_low_i32x4_u(v128.and(high, i32x4.splat(0x7fffffff)));
  const tail = f64x2.mul(
    f64x2.add(
      f64x2.add(f64x2.mul(top, splat(4294967296)), f64x2.convert_low_i32x4_u(low)),
      splat(0.5),
    ),
    splat(5.421010862427522e-20),
  );
  const sign = i64x2.shl(i64x2.extend_low_i32x4_u(i32x4.shr_u(high, 31)), 63);
  const q = f64x2.sub(tail, splat(0.5));
  const x = v128.xor(central(q), sign);
  v128.store64_lane(place0, x, 0);
  v128.store64_lane(place1, x, 1);
  const outside = i64x2.bitmask(f64x2.lt(q, splat(-0.425)));
  const signed = v128.or(tail, sign);
  // Without a branch: an entry that is not to stay is written over by the next.
  v128.store64_lane(tails + (listed << 3), signed, 0);
  store<u32>(places + (listed << 2), <u32>place0);
  const next = listed + (outside & 1);
  v128.store64_lane(tails + (next << 3), signed, 1);
  store<u32>(places + (next << 2), <u32>place1);
  return next + (outside >> 1);
}

/** Computes the numbers on the list. */
function finish(listed: usize): void {
  // A number without a partner is computed twice.
  const odd = listed & 1;
  store<f64>(tails + (listed << 3), load<f64>(tails + ((listed - odd) << 3)));
  store<u32>(places + (listed << 2), load<u32>(places + ((listed - odd) << 2)));
  for (let i: usize = 0; i < listed; i += 2) {
    const x = outer(v128.load(tails + (i << 3)));
    v128.store64_lane(load<u32>(places + (i << 2)), x, 0);
    v128.store64_lane(load<u32>(places + (i << 2), 4), x, 1);
  }
}

/**
 * Standard normal numbers of `rows` rows from the even row `first` on, row-major. Room for six more
 * rows than asked for is written to, and at `scratch` twelve bytes for each number and sixteen more.
 */
export function normalRows(
  out: usize,
  scratch: usize,
  first: i32,
  rows: i32,
  dim: i32,
  counter2: i32,
  counter3: i32,
  key0: i32,
  key1: i32,
): void {
  const blocks = ((rows + 1) >> 1) * dim;
  const width = <usize>dim << 3;
  tails = scratch;
  places = scratch + ((<usize>(rows + 6) * width) as usize) + 8;
  let row = first >>> 1;
  let k = 0;
  let at = out;
  let listed: usize = 0;
  for (let block = 0; block < blocks; block += 4) {
    let counter0 = i32x4.splat(0);
    let counter1 = i32x4.splat(0);
    // Where the block's first number goes; the second is a row below.
    const at0 = at + (<usize>k << 3);
    counter0 = i32x4.replace_lane(counter0, 0, row);
    counter1 = i32x4.replace_lane(counter1, 0, k);
    if (++k == dim) { k = 0; row++; at += width << 1; }
    const at1 = at + (<usize>k << 3);
    counter0 = i32x4.replace_lane(counter0, 1, row);
    counter1 = i32x4.replace_lane(counter1, 1, k);
    if (++k == dim) { k = 0; row++; at += width << 1; }
    const at2 = at + (<usize>k << 3);
    counter0 = i32x4.replace_lane(counter0, 2, row);
    counter1 = i32x4.replace_lane(counter1, 2, k);
    if (++k == dim) { k = 0; row++; at += width << 1; }
    const at3 = at + (<usize>k << 3);
    counter0 = i32x4.replace_lane(counter0, 3, row);
    counter1 = i32x4.replace_lane(counter1, 3, k);
    if (++k == dim) { k = 0; row++; at += width << 1; }
    philox(counter0, counter1, counter2, counter3, key0, key1);
    listed = put(word0, word1, at0, at1, listed);
    listed = put(word2, word3, at0 + width, at1 + width, listed);
    listed = put(upper(word0), upper(word1), at2, at3, listed);
    listed = put(upper(word2), upper(word3), at2 + width, at3 + width, listed);
  }
  finish(listed);
}

// @ts-ignore: decorator
@inline
function upper(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 2, 3, 2, 3);
}
