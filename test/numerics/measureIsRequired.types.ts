// Type-checked by measureIsRequired.test.ts, never run: each line marked as an error must be one.
import { expectation } from "../../src/numerics/expectation";
import { functional } from "../../src/numerics/functional";
import type { Measure } from "../../src/numerics/measure";
import { minus } from "../../src/numerics/minus";
import type { Points } from "../../src/numerics/points";
import type { Rng } from "../../src/numerics/rng";

declare const p: Measure;
declare const rng: Rng;
declare const sample: Points;

const bound = functional({ measure: p, evaluate: (x) => x.data });
const free = functional({ noise: "normal", evaluate: (x) => x.data });

expectation(bound);
expectation(bound, { method: "quadrature", relativeError: 1e-10 });
expectation(bound, { samples: 10, rng });
expectation(free, { under: p });
expectation(free, { under: p, method: "monte carlo", samples: 10, rng });
expectation(free, { under: sample, rng });
expectation((x) => x.data, { under: p });
expectation(minus(bound, free));
expectation(minus(free, bound), { samples: 10, rng });
expectation(
  minus(free, (x) => x.data),
  { under: p },
);

// @ts-expect-error a free functional needs a measure
expectation(free);
// @ts-expect-error so does a plain function
expectation((x: Points) => x.data, { samples: 10, rng });
// @ts-expect-error and the difference of two free functionals
expectation(minus(free, free), {});
// @ts-expect-error a bound functional has its measure already
expectation(bound, { under: p });
// @ts-expect-error and so has a difference with one
expectation(minus(free, bound), { under: p });
// @ts-expect-error Monte Carlo needs random numbers
expectation(bound, { samples: 10 });
// @ts-expect-error and a number of samples
expectation(bound, { method: "monte carlo", rng });
// @ts-expect-error quadrature draws no samples
expectation(bound, { method: "quadrature", samples: 10, rng });
// @ts-expect-error there is no such noise
functional({ noise: "uniform", evaluate: (x) => x.data });
