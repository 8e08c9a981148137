import { ensure } from "../../numerics/errors";
import type { Bias } from "./record";

/** @throws InvalidArgument unless the bias is a positive number with a reason. */
export function ensureBias(bias: Bias | undefined): void {
  if (bias === undefined) return;
  ensure(Number.isFinite(bias.atMost) && bias.atMost > 0, () => ({
    argument: "bias.atMost",
    value: bias.atMost,
    problem: "is not a positive number",
    consequence: "the check would have no definite tolerance",
    remedy: "bound the bias, in the units of the value, or leave it out",
  }));
  ensure(typeof bias.because === "string" && bias.because.trim() !== "", () => ({
    argument: "bias.because",
    value: bias.because,
    problem: "is empty",
    consequence: "a bias without a known source would excuse any error",
    remedy: "say where it comes from",
  }));
}

/** @throws InvalidArgument unless the number is positive and finite, or left out. */
export function ensurePositive(value: number | undefined, argument: string, remedy: string): void {
  ensure(value === undefined || (Number.isFinite(value) && value > 0), () => ({
    argument,
    value,
    problem: "is not a positive number",
    consequence: "every distance would be meaningless",
    remedy,
  }));
}
