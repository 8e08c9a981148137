import { ensure } from "../../numerics/errors";

/**
 * The head of a check: the item it belongs to and the claim in words. An id is an item of the course
 * ("B13"), or an item and a suffix ("B13 constant") where an item has several checks.
 *
 * @throws InvalidArgument if the id names no item or the claim is empty.
 */
export function checkHead(id: string, claim: string): void {
  ensure(typeof id === "string" && /^B[1-9]\d?( \S.*)?$/.test(id), () => ({
    argument: "id",
    value: id,
    problem: "does not begin with an item such as B13",
    consequence: "no row of the ledger would receive this check",
    remedy: 'write the item, and after a space what sets the check apart: "B13 constant"',
  }));
  ensure(typeof claim === "string" && claim.trim() !== "", () => ({
    argument: "claim",
    value: claim,
    problem: "is empty",
    consequence: "nobody could tell what was checked",
    remedy: "state the claim in words",
  }));
}
