import { describe, expect, it } from "vitest";
import { ledger } from "./course";

describe.each(ledger)("the ledger's item $id", ({ statement, assumptions, status, checks }) => {
  it("has a statement and its assumptions", () => {
    expect(statement).toMatch(/\$.+\$/);
    expect(assumptions).toMatch(/\.$/);
  });

  it("rests on checks that all hold, each of which rejects something wrong", () => {
    expect(status).toContain("numerically verified");
    expect(checks.filter(({ holds, rejected }) => !holds || rejected.length === 0)).toEqual([]);
  });
});
