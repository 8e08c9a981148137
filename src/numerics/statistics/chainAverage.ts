import { ensure } from "../errors";
import { type Estimate, estimate } from "../estimate";
import { initialMonotoneSum } from "./initialMonotoneSum";
import { sampleMoments } from "./sampleMoments";

/**
 * The mean along one stationary, reversible Markov chain, whose values are correlated. The standard
 * error is sqrt(c_0 tau / n), tau = 1 + 2 (rho_1 + rho_2 + ...) the integrated autocorrelation time,
 * the sum cut by the initial monotone sequence: the sums of neighbours rho_2k + rho_2k+1 are taken
 * while positive, and made non-increasing. tau is not taken below 1 / sqrt(n), about its own error,
 * which only matters to chains that jump back and forth. Drop the start of the chain before.
 *
 * Source: Geyer, "Practical Markov chain Monte Carlo", Statistical Science 7 (1992), section 3.3.
 *
 * @throws InvalidArgument if there are fewer than 50 values, one is not finite, the chain never
 * moves, or it is shorter than 50 tau.
 */
export function chainAverage(values: ArrayLike<number>): Estimate {
  const { n, mean, second } = sampleMoments(values, 50);
  ensure(
    Array.prototype.some.call(values, (x) => x !== values[0]),
    () => ({
      argument: "values",
      value: values,
      problem: "are all equal",
      consequence: "a chain that never moves says nothing of its distribution",
      remedy: "look at the acceptance rate, or at the step size",
    }),
  );
  const tau = integratedAutocorrelationTime(values, mean, second);
  ensure(n >= 50 * tau, () => ({
    argument: "values",
    value: values,
    problem: `is shorter than 50 times its autocorrelation time of about ${tau.toPrecision(3)} steps`,
    consequence: "the standard error could not be trusted",
    remedy: "run the chain for longer, or improve its mixing",
  }));
  return estimate(mean, Math.sqrt((second * tau) / n), n);
}

function integratedAutocorrelationTime(
  values: ArrayLike<number>,
  mean: number,
  second: number,
): number {
  const n = values.length;
  const deviations = Float64Array.from(values, (x) => x - mean);
  const correlation = (lag: number) => {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += deviations[i]! * deviations[i - lag]!;
    return sum / (n * second);
  };
  // tau is 2 sum - 1: longer than n / 50 is long enough to refuse.
  const { sum } = initialMonotoneSum(correlation, { lags: n / 2, enough: (1 + n / 50) / 2 });
  return Math.max(2 * sum - 1, 1 / Math.sqrt(n));
}
