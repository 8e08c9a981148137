import { exp, log, splat } from "./elementary";

// The score of a mixture of K Gaussians N(m, L L') at two points at once. The parameters of a component,
// one after the other: log weight - log det(2 pi C) / 2, then m, then the rows of the lower triangle of
// L^-1. With y = L^-1 (x - m) its log density is the first less |y|^2 / 2, its score -L^-T y.

// @ts-ignore: decorator
@inline
function parameter(place: usize, i: usize): v128 {
  return v128.load64_splat(place + (i << 3));
}

// @ts-ignore: decorator
@inline
function square(x: v128): v128 {
  return f64x2.mul(x, x);
}

/** Terms smaller than the largest by this factor, e^-60 = 9e-27, are no part of any digit of the sum. */
const NEGLIGIBLE: f64 = 60;

/** Puts the numbers of the components that count at one of two points on a list; gives its length. */
// @ts-ignore: decorator
@inline
function counting(list: usize, terms: usize, components: i32, largest: v128): usize {
  const floor = f64x2.sub(largest, splat(NEGLIGIBLE));
  let length: usize = 0;
  // Without a branch: an entry that is not to stay is written over by the next.
  for (let k = 0; k < components; k++) {
    store<i32>(list + (length << 2), k);
    const term = v128.load(terms + (<usize>k << 4));
    length += <usize>v128.any_true(f64x2.ge(term, floor));
  }
  return length;
}

/**
 * Scores at n points, row-major, and the log densities at `logs` unless that is 0. Gives 0 if a score is
 * not finite, else 1. `scratch` has room for K (dim + 2) + 3 dim vectors.
 */
export function scoreRows(
  out: usize,
  logs: usize,
  x: usize,
  n: i32,
  dim: i32,
  components: i32,
  parameters: usize,
  scratch: usize,
): i32 {
  const d = <usize>dim;
  const width = d << 3;
  const terms = scratch;
  const pulls = terms + (<usize>components << 4);
  const list = pulls + ((<usize>components * d) << 4);
  const point = list + (<usize>components << 4);
  let fault = i64x2.splat(0);
  for (let row = 0; row < n; row += 2) {
    // The last of an odd number of points is its own partner.
    const first = <usize>row * width;
    const second = row + 1 < n ? first + width : first;
    for (let a: usize = 0; a < d; a++) {
      const low = v128.load64_splat(x + first + (a << 3));
      v128.store(point + (a << 4), v128.load64_lane(x + second + (a << 3), low, 1));
    }
    const largest =
      dim == 2
        ? planarTerms(terms, pulls, point, components, parameters)
        : generalTerms(terms, pulls, point, d, components, parameters);
    const mean = point + (d << 4);
    let sum = splat(0);
    const length = counting(list, terms, components, largest);
    if (dim == 2) {
      let mean0 = splat(0);
      let mean1 = splat(0);
      for (let i: usize = 0; i < length; i++) {
        const k = <usize>load<i32>(list + (i << 2));
        const share = exp(f64x2.sub(v128.load(terms + (k << 4)), largest));
        sum = f64x2.add(sum, share);
        mean0 = f64x2.add(mean0, f64x2.mul(share, v128.load(pulls + (k << 5))));
        mean1 = f64x2.add(mean1, f64x2.mul(share, v128.load(pulls + (k << 5), 16)));
      }
      v128.store(mean, mean0);
      v128.store(mean, mean1, 16);
    } else {
      for (let a: usize = 0; a < d; a++) v128.store(mean + (a << 4), splat(0));
      for (let i: usize = 0; i < length; i++) {
        const k = <usize>load<i32>(list + (i << 2));
        const share = exp(f64x2.sub(v128.load(terms + (k << 4)), largest));
        sum = f64x2.add(sum, share);
        for (let a: usize = 0; a < d; a++) {
          const pull = v128.load(pulls + ((k * d + a) << 4));
          const so = v128.load(mean + (a << 4));
          v128.store(mean + (a << 4), f64x2.add(so, f64x2.mul(share, pull)));
        }
      }
    }
    for (let a: usize = 0; a < d; a++) {
      // Taken from 0, so that no pull is 0 and not -0.
      const score = f64x2.sub(splat(0), f64x2.div(v128.load(mean + (a << 4)), sum));
      fault = v128.or(fault, f64x2.ne(f64x2.sub(score, score), splat(0)));
      v128.store64_lane(out + first + (a << 3), score, 0);
      v128.store64_lane(out + second + (a << 3), score, 1);
    }
    if (logs) {
      const total = f64x2.add(largest, log(sum));
      v128.store64_lane(logs + (first / d), total, 0);
      v128.store64_lane(logs + (second / d), total, 1);
    }
  }
  return v128.any_true(fault) ? 0 : 1;
}

/** Log density and pull L^-T y of each component; gives the largest log density. */
// @ts-ignore: decorator
@inline
function planarTerms(
  terms: usize,
  pulls: usize,
  point: usize,
  components: i32,
  parameters: usize,
): v128 {
  const x0 = v128.load(point);
  const x1 = v128.load(point, 16);
  let largest = splat(-Infinity);
  let place = parameters;
  for (let k: usize = 0; k < <usize>components; k++) {
    const d0 = f64x2.sub(x0, parameter(place, 1));
    const d1 = f64x2.sub(x1, parameter(place, 2));
    const y0 = f64x2.mul(parameter(place, 3), d0);
    const y1 = f64x2.add(f64x2.mul(parameter(place, 4), d0), f64x2.mul(parameter(place, 5), d1));
    const half = f64x2.mul(splat(0.5), f64x2.add(square(y0), square(y1)));
    const term = f64x2.sub(parameter(place, 0), half);
    largest = f64x2.max(largest, term);
    v128.store(terms + (k << 4), term);
    const pull = f64x2.add(f64x2.mul(parameter(place, 3), y0), f64x2.mul(parameter(place, 4), y1));
    v128.store(pulls + (k << 5), pull);
    v128.store(pulls + (k << 5), f64x2.mul(parameter(place, 5), y1), 16);
    place += 48;
  }
  return largest;
}

/** As planarTerms, in any dimension. */
function generalTerms(
  terms: usize,
  pulls: usize,
  point: usize,
  d: usize,
  components: i32,
  parameters: usize,
): v128 {
  const away = point + ((d * 2) << 4);
  let largest = splat(-Infinity);
  let place = parameters;
  for (let k: usize = 0; k < <usize>components; k++) {
    const factor = place + ((1 + d) << 3);
    const own = pulls + ((k * d) << 4);
    for (let a: usize = 0; a < d; a++) {
      v128.store(own + (a << 4), splat(0));
      const difference = f64x2.sub(v128.load(point + (a << 4)), parameter(place, 1 + a));
      v128.store(away + (a << 4), difference);
    }
    let squares = splat(0);
    let entry = factor;
    for (let a: usize = 0; a < d; a++) {
      let y = splat(0);
      for (let b: usize = 0; b <= a; b++) {
        y = f64x2.add(y, f64x2.mul(parameter(entry, b), v128.load(away + (b << 4))));
      }
      squares = f64x2.add(squares, square(y));
      for (let b: usize = 0; b <= a; b++) {
        const so = v128.load(own + (b << 4));
        v128.store(own + (b << 4), f64x2.add(so, f64x2.mul(parameter(entry, b), y)));
      }
      entry += (a + 1) << 3;
    }
    const term = f64x2.sub(parameter(place, 0), f64x2.mul(splat(0.5), squares));
    largest = f64x2.max(largest, term);
    v128.store(terms + (k << 4), term);
    place = entry;
  }
  return largest;
}

/** x + h s + spread z for `count` numbers, in the place of x. Gives 0 if one is not finite, else 1. */
export function move(x: usize, s: usize, z: usize, count: i32, h: f64, spread: f64): i32 {
  let fault = i64x2.splat(0);
  const end = <usize>count << 3;
  // An odd number of them is moved with one more, which nobody reads but the check.
  for (let at: usize = 0; at < end; at += 16) {
    const pulled = f64x2.add(v128.load(x + at), f64x2.mul(splat(h), v128.load(s + at)));
    const moved = f64x2.add(pulled, f64x2.mul(splat(spread), v128.load(z + at)));
    fault = v128.or(fault, f64x2.ne(f64x2.sub(moved, moved), splat(0)));
    v128.store(x + at, moved);
  }
  return v128.any_true(fault) ? 0 : 1;
}
