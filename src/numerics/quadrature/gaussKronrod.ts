/**
 * Abscissas on [-1, 1] and weights of the 15-point Kronrod rule (exact for polynomials of degree 22)
 * and of the 7-point Gauss rule inside it (degree 13; weight 0 at the other abscissas). Their
 * difference estimates the error of the Gauss rule, and so bounds that of the Kronrod rule.
 *
 * Source: Piessens, de Doncker-Kapenga, Ueberhuber and Kahaner, QUADPACK (Springer 1983), table of
 * qk15.
 */
const HALF = [
  [0.9914553711208126, 0.022935322010529224, 0],
  [0.9491079123427585, 0.06309209262997856, 0.1294849661688697],
  [0.8648644233597691, 0.10479001032225019, 0],
  [0.7415311855993945, 0.14065325971552592, 0.27970539148927664],
  [0.5860872354676911, 0.1690047266392679, 0],
  [0.4058451513773972, 0.19035057806478542, 0.3818300505051189],
  [0.20778495500789848, 0.20443294007529889, 0],
] as const;

const RULE = [
  ...HALF.map(([x, k, g]) => [-x, k, g]),
  [0, 0.20948214108472782, 0.4179591836734694],
  ...[...HALF].reverse(),
] as readonly (readonly [number, number, number])[];

export const ORDER = RULE.length;
export const abscissas: Float64Array = Float64Array.from(RULE, ([x]) => x);
export const kronrodWeights: Float64Array = Float64Array.from(RULE, ([, k]) => k);
export const gaussWeights: Float64Array = Float64Array.from(RULE, ([, , g]) => g);
