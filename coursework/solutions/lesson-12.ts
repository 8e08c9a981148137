function pfDrift(drift: number, g: number, score: number): number {
  return drift - (g ** 2 * score) / 2;
}

function jointCorr(lambda: number, integral: number): number {
  return Math.exp((-(lambda ** 2) * integral) / 2);
}

function cnfLogLik(x: number): number {
  const field = velocityField({
    dim: 2,
    interval: [0, 1],
    velocity: (place, _, t) => [
      flow.velocity(points(place), t).data[0],
      flow.divergence(points(place), t)[0],
    ],
  });
  const [end, integral] = odeSolve(field, points([[x, 0]]), exactly).points.data;
  return law.at(1).logDensity(points(end))[0] + integral;
}

function adjointGrad(theta: number): number[] {
  const there = velocityField({ interval: [0, 2], velocity: (z) => theta * Math.cos(z) });
  const end = odeSolve(there, 0.5, exactly).points.data[0];
  const back = velocityField({
    dim: 3,
    interval: [0, 2],
    velocity: (z, a) => [theta * Math.cos(z), theta * Math.sin(z) * a, -Math.cos(z) * a],
  });
  const state = points([[end, end, 0]]);
  const [, start, parameter] = odeSolve(back, state, { from: 2, to: 0, ...exactly }).points.data;
  return [start, parameter];
}
