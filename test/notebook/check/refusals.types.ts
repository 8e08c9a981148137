// Compiled, never run: what the compiler has to refuse in a check cell. An expectation that is not met
// is itself a compile error.
import { check } from "../../../src/notebook/check";

const rejects = { wrong: () => 2 * 2 };

// @ts-expect-error a wrong formula is computed, not written down
check.equal("B1", "a claim", { value: 1, expected: 1, rejects: { wrong: 2 } });

// @ts-expect-error a check without a wrong formula could not fail
check.equal("B1", "a claim", { value: 1, expected: 1 });

// @ts-expect-error a check without a wrong formula could not fail
check.everywhere("B1", "a claim", { left: [1], right: [1], at: [1] });

// @ts-expect-error a promise is not a number
check.equal("B1", "a claim", { value: Promise.resolve(1), expected: 1, rejects });

// @ts-expect-error text is not a number
check.equal("B1", "a claim", { value: "1", expected: 1, rejects });

// @ts-expect-error a bias needs its reason
check.equal("B1", "a claim", { value: 1, expected: 1, bias: { atMost: 1 }, rejects });

// @ts-expect-error a bound has to be given
check.bound("B1", "a claim", { value: 1 });

// @ts-expect-error a single number has no slope
check.slope("B1", "a claim", { x: [1, 2, 3], y: 1, expected: 1 });

check.equal("B1", "a claim", { value: 1, expected: 1, rejects });
check.bound("B1", "a claim", { value: 1, above: 0, below: 2 });
