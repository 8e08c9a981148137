function vpMoments(betaMin: number, betaMax: number, t: number): [number, number] {
  const integral = t * (betaMin + ((betaMax - betaMin) * t) / 2);
  return [Math.exp(-integral / 2), 1 - Math.exp(-integral)];
}

function veMoments(sigmaMin: number, sigmaMax: number, t: number): [number, number] {
  const sigma = sigmaMin * (sigmaMax / sigmaMin) ** t;
  return [1, sigma ** 2 - sigmaMin ** 2];
}

function fpResidual(a: number, g: number, x: number, dLogP: number, s: number, ds: number): number {
  return -a - a * x * s + (g ** 2 / 2) * (ds + s ** 2) - dLogP;
}

function ddpmAlphaBar(b: number[], i: number): number {
  return b.slice(0, i).reduce((product, beta) => product * (1 - beta), 1);
}

function limitError(b: number[], B: number): number {
  return 1 - ddpmAlphaBar(b, b.length) * Math.exp(B);
}

function reverseStep(x: number, score: number, beta: number, h: number, z: number): number {
  return x + h * ((beta / 2) * x + beta * score) + Math.sqrt(beta * h) * z;
}
