function hutchinson(A: number[][], v: number[]): number {
  return A.reduce(
    (total, row, i) => total + v[i] * row.reduce((inner, entry, j) => inner + entry * v[j], 0),
    0,
  );
}

function ssmLoss(score: number[], jacobian: number[][], v: number[]): number {
  const slice = score.reduce((total, s, i) => total + s * v[i], 0);
  const curvature = jacobian.reduce(
    (total, row, i) => total + v[i] * row.reduce((inner, entry, j) => inner + entry * v[j], 0),
    0,
  );
  return curvature + slice ** 2 / 2;
}

function fsmLoss(f: (x: number[]) => number, x: number[], u: number[], epsilon: number): number {
  const at = (step: number) => f(x.map((c, i) => c + step * u[i]));
  const [forward, backward] = [at(epsilon), at(-epsilon)];
  const square = (forward - backward) ** 2 / 8;
  return (x.length / epsilon ** 2) * (square + forward + backward - 2 * at(0));
}
