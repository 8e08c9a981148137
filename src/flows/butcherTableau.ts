/**
 * An explicit Runge-Kutta method. With slopes k_i = v(y + h sum_j<i a_ij k_j, t + c_i h), a step of length
 * h goes from y to y + h sum_i b_i k_i.
 */
export interface ButcherTableau {
  readonly name: string;
  /** c, one for each stage. */
  readonly nodes: readonly number[];
  /** a, row i with i entries. */
  readonly matrix: readonly (readonly number[])[];
  /** b. */
  readonly weights: readonly number[];
  /** b less the weights of the embedded method: h sum_i e_i k_i estimates the error of a step. */
  readonly errorWeights?: readonly number[];
  /**
   * b_ij with sum_j b_ij theta^(j + 1) the weight of slope i at the part theta of a step. Without it, and
   * with the slope at the end, cubic interpolation serves.
   */
  readonly interpolation?: readonly (readonly number[])[];
  /** Whether the last slope is that at the new point, so that the next step has its first one already. */
  readonly firstSameAsLast: boolean;
}

/** The classical method of order 4. Source: Kutta (1901). */
export const rungeKutta4: ButcherTableau = {
  name: "Runge-Kutta 4",
  nodes: [0, 1 / 2, 1 / 2, 1],
  matrix: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
  weights: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
  firstSameAsLast: false,
};

/**
 * The method of order 5 with an embedded one of order 4 and interpolation of order 4.
 *
 * Source: Dormand and Prince (1980), table 2; interpolation: Shampine (1986), as in Hairer, Norsett and
 * Wanner (1993), section II.6.
 */
export const dormandPrince: ButcherTableau = {
  name: "Dormand-Prince",
  nodes: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
  matrix: [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ],
  weights: [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0],
  errorWeights: [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40],
  interpolation: [
    [1, -8048581381 / 2820520608, 8663915743 / 2820520608, -12715105075 / 11282082432],
    [0, 0, 0, 0],
    [0, 131558114200 / 32700410799, -68118460800 / 10900136933, 87487479700 / 32700410799],
    [0, -1754552775 / 470086768, 14199869525 / 1410260304, -10690763975 / 1880347072],
    [0, 127303824393 / 49829197408, -318862633887 / 49829197408, 701980252875 / 199316789632],
    [0, -282668133 / 205662961, 2019193451 / 616988883, -1453857185 / 822651844],
    [0, 40617522 / 29380423, -110615467 / 29380423, 69997945 / 29380423],
  ],
  firstSameAsLast: true,
};
