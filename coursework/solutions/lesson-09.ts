function stepSizes(sigmas: number[], epsilon: number): number[] {
  const smallest = sigmas[sigmas.length - 1];
  return sigmas.map((sigma) => epsilon * (sigma / smallest) ** 2);
}

function aldVariance(sigmas: number[], alphas: number[], T: number, v: number, t: number): number {
  let variance = v;
  sigmas.forEach((sigma, i) => {
    const kept = (1 - alphas[i] / (2 * (t ** 2 + sigma ** 2))) ** 2;
    for (let k = 0; k < T; k++) variance = kept * variance + alphas[i];
  });
  return variance;
}

type Score = (x: number, sigma: number) => number;

function ald(
  score: Score,
  sigmas: number[],
  epsilon: number,
  T: number,
  start: number,
  z: number[],
): number {
  let x = start;
  let k = 0;
  stepSizes(sigmas, epsilon).forEach((alpha, i) => {
    for (let t = 0; t < T; t++) {
      x += (alpha / 2) * score(x, sigmas[i]) + Math.sqrt(alpha) * z[k++];
    }
  });
  return x;
}

function denoiseLast(score: Score, sigma: number, x: number): number {
  return x + sigma ** 2 * score(x, sigma);
}
