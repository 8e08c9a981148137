import { afterEach, describe, expect, it, vi } from "vitest";
import { check } from "../../src/notebook/check";
import { hooked, unhook } from "../reporting/hook";

afterEach(() => {
  unhook();
  vi.restoreAllMocks();
});

const rejects = { "twice as much": () => 2 * 2 };
const record = (bundle: { data: Record<string, unknown> }) =>
  bundle.data["application/vnd.score-matching.check+json"] as Record<string, unknown>;

describe("a check cell", () => {
  it("shows its row at once and returns nothing, so that the cell shows nothing else", () => {
    const shown = hooked();
    expect(check.equal("B1", "x", { value: 2, expected: 2, rejects })).toBeUndefined();
    expect(shown).toHaveLength(1);
    expect(record(shown[0]!.bundle)).toMatchObject({ id: "B1", kind: "equal", holds: true });
    expect(Object.keys(shown[0]!.bundle.data)).toEqual([
      "text/html",
      "text/plain",
      "application/vnd.score-matching.check+json",
    ]);
  });

  it("has a row for each kind, in the order in which they were called", () => {
    const shown = hooked();
    const x = [1, 0.1, 0.01];
    check.slope("B18", "x", { x, y: x.map((h) => h * h), expected: 2 });
    check.bound("B3", "x", { value: 1, above: 0.5 });
    check.everywhere("B1", "x", {
      left: [1, 2],
      right: [1, 2],
      at: [1, 2],
      rejects: { sign: (at) => at.data.map((v) => -v) },
    });
    expect(shown.map(({ bundle }) => record(bundle).kind)).toEqual([
      "slope",
      "bound",
      "everywhere",
    ]);
    expect(shown.map(({ bundle }) => record(bundle).holds)).toEqual([true, true, true]);
  });

  it("does not throw when it fails", () => {
    const shown = hooked();
    check.equal("B1", "x", { value: 2, expected: 3, rejects });
    check.equal("B1", "x", { value: Number.NaN, expected: 3, rejects });
    expect(shown.map(({ bundle }) => record(bundle).holds)).toEqual([false, false]);
  });

  it("throws for an id that names no item", () => {
    expect(() => check.equal("DSM", "x", { value: 2, expected: 2, rejects })).toThrow(
      /^id = "DSM"/,
    );
  });

  it("outside a notebook prints the row as one line", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    check.equal("B1", "x", { value: 2, expected: 2, rejects });
    expect(log.mock.calls).toEqual([
      [
        "B1 · x: 2 against 2, no difference (at most 1e-8). Rejected: twice as much (off by 2). holds",
      ],
    ]);
  });
});
