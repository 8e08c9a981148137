import { beta } from "../densities/beta";
import { type Mixture, mixture } from "../densities/mixture";

/** Two densities with equal scores. */
export interface DisjointBumps {
  readonly p: Mixture;
  readonly q: Mixture;
  /** Zero, although p and q differ: the scores agree wherever p is positive. */
  readonly fisherDivergence: 0;
  /** E_p log(p / q) = log(5) / 2 + log(5 / 9) / 2. */
  readonly klDivergence: number;
}

/** Beta(3, 3) bumps on [0, 1] and [2, 3], weighted 0.5 and 0.5 in p, 0.1 and 0.9 in q. */
export function disjointBumps(): DisjointBumps {
  const components = [beta({ alpha: 3, beta: 3 }), beta({ alpha: 3, beta: 3, lower: 2, upper: 3 })];
  return {
    p: mixture({ weights: [0.5, 0.5], components }),
    q: mixture({ weights: [0.1, 0.9], components }),
    fisherDivergence: 0,
    klDivergence: 0.5108256237659907,
  };
}
