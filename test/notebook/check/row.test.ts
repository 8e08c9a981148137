import { describe, expect, it } from "vitest";
import { evaluateBound } from "../../../src/notebook/check/bound";
import { evaluateEqual } from "../../../src/notebook/check/equal";
import { evaluateEverywhere } from "../../../src/notebook/check/everywhere";
import { CHECK_MIME, type CheckRecord } from "../../../src/notebook/check/record";
import { row } from "../../../src/notebook/check/row";
import { evaluateSlope } from "../../../src/notebook/check/slope";
import { sampled } from "./estimates";

const text = (record: CheckRecord) => row(record).data["text/plain"];
const html = (record: CheckRecord) => String(row(record).data["text/html"]);
const rejects = { "no constant": () => 1.8211 - 0.0312 };
const holding = evaluateEqual("B13", "DSM = ESM on q_sigma + C", {
  value: sampled(1.82083, 0.0004),
  expected: 1.8211,
  rejects,
});

describe("the row of a check", () => {
  it("says in words what was compared, how far apart it lies, and what was rejected", () => {
    expect(text(holding)).toBe(
      "B13 · DSM = ESM on q_sigma + C: 1.82083 ± 0.00040 against 1.8211, 0.67 standard errors apart (at most 4). Rejected: no constant (78 standard errors away). holds",
    );
  });

  it("holds the record for the ledger, which survives JSON", () => {
    const kept = row(holding).data[CHECK_MIME];
    expect(CHECK_MIME).toBe("application/vnd.score-matching.check+json");
    expect(JSON.parse(JSON.stringify(kept))).toEqual({
      id: "B13",
      claim: "DSM = ESM on q_sigma + C",
      kind: "equal",
      holds: true,
      value: { value: 1.82083, standardError: 0.0004 },
      expected: { value: 1.8211 },
      distance: expect.closeTo(0.675, 6),
      unit: "standard errors",
      tolerance: 4,
      rejected: [
        {
          name: "no constant",
          value: expect.closeTo(1.7899),
          distance: expect.closeTo(78),
          least: 10,
        },
      ],
    });
  });

  it("says why a check fails, and which wrong formula it did not tell", () => {
    const near = { ...rejects, near: () => 1.8211 + 0.001 };
    const record = evaluateEqual("B13", "x", {
      value: sampled(1.8208, 0.0004),
      expected: 1.8211,
      rejects: near,
    });
    expect(text(record)).toMatch(
      /Rejected: no constant \(78 standard errors away\)\. Not rejected: near \(2\.5 standard errors away\)\. fails: cannot tell "near" from the truth$/,
    );
  });

  it("shows as many digits as tell two numbers apart when the check fails, and eight otherwise", () => {
    const words = (expected: number, scale?: number) =>
      text(
        evaluateEqual("B2", "x", {
          value: 2.00444878,
          expected,
          ...(scale && { scale }),
          rejects: { half: () => 2.00444878 / 2 },
        }),
      );
    expect(words(2.004448780000001)).toContain(" 2.0044488 against 2.0044488,");
    expect(words(2.0044488)).toContain(" 2.0044488 against 2.0044488,");
    expect(words(2.00444878123, 1e-3)).toContain(" 2.00444878 against 2.004448781,");
  });

  it("says what a relative difference is relative to", () => {
    const words = (more: object) =>
      text(
        evaluateEqual("B2", "x", {
          value: 2,
          expected: 2.5,
          rejects: { half: () => 5 / 4 },
          ...more,
        }),
      );
    expect(words({})).toContain("2 against 2.5, they differ by 0.5, 0.2 of the larger (at most");
    expect(words({ scale: 10 })).toContain("they differ by 0.5, 0.05 of the scale, 10 (at most");
  });

  it("names the place where several values lie furthest apart", () => {
    const record = evaluateEverywhere("B1", "x", {
      left: [1, 2, 3],
      right: [1, 2, 3.5],
      at: [0, 1, 2],
      bias: { atMost: 0.01, because: "a step of 0.1" },
      rejects: { sign: () => [1, 2, 3].map((v) => -v) },
    });
    expect(text(record)).toContain(
      "3 values, furthest apart at x = 2: 3 against 3.5, they differ by 0.5, 0.14 of the largest, 3.5 (at most 0.0029)",
    );
    expect(text(record)).toContain("Rejected: sign (off by 6.5)");
    expect(text(record)).toContain("A bias of at most 0.01 is allowed: a step of 0.1");
    expect(text(record)).toMatch(/fails: the two routes do not agree$/);
  });

  it("says so where there is no difference", () => {
    const record = evaluateEqual("B1", "x", {
      value: [1, 2],
      expected: [1, 2],
      rejects: { sign: () => [1, 2].map((v) => -v) },
    });
    expect(text(record)).toBe(
      "B1 · x: 2 values, all equal, as at the first: 1 against 1, no difference (at most 1e-8). Rejected: sign (off by 4). holds",
    );
  });

  it("tells a slope with its error, and what was left out", () => {
    const x = [1e-1, 1e-2, 1e-3, 1e-4];
    const y = x.map((h, i) => h ** 4 * (1 + 0.01 * i));
    expect(text(evaluateSlope("B18", "x", { x, y, expected: 4 }))).toMatch(
      /^B18 · x: slope 3\.995700 ± 0\.000012 over 3 points against 4, 0\.0043 apart \(at most 0\.05\)\. Rejected: no dependence on x \(4 away\)\. Fitted to 3 points, 1 beyond the rounding floor left out\. holds$/,
    );
  });

  it("tells by how much a bound is kept or broken", () => {
    expect(text(evaluateBound("B3", "x", { value: sampled(0.3, 0.01), above: 0 }))).toBe(
      "B3 · x: 0.300 ± 0.010 above 0, by 30 standard errors (more than 4 needed). holds",
    );
    expect(text(evaluateBound("B3", "x", { value: sampled(-0.3, 0.01), above: 0 }))).toContain(
      "-0.300 ± 0.010 above 0, no, it is beyond by 30 standard errors (more than 4 needed). fails: ",
    );
  });

  it("tells by how much a deterministic bound is kept, and relative to what", () => {
    expect(text(evaluateBound("B3", "x", { value: 2, below: 8 }))).toBe(
      "B3 · x: 2 below 8, by 6, 0.75 of the larger (more than 1e-8 needed). holds",
    );
    expect(
      text(evaluateBound("B3", "x", { value: 1, below: 2, rejects: { ten: () => 5 + 5 } })),
    ).toContain("Rejected: ten (off by 8)");
    expect(text(evaluateBound("B3", "x", { value: [2, 7], above: 0, scale: 4 }))).toBe(
      "B3 · x: 2 above 0, by 2, 0.5 of the scale, 4 (more than 1e-8 needed), closest of 2 at the first. holds",
    );
  });

  it("as HTML says the verdict in a word and a sign, not by colour alone", () => {
    expect(html(holding)).toContain("<strong>✓ holds</strong>");
    const failing = { ...holding, holds: false, reason: "of <this>" };
    expect(html(failing)).toContain("<strong>✗ fails</strong>");
    expect(html(failing)).toContain("Why: of &lt;this&gt;.");
    expect(html(failing)).toContain("double");
    expect(html(holding)).toContain("solid");
  });

  it("sets neither text colour nor background, so that it reads in a light and a dark theme", () => {
    expect(html(holding)).not.toMatch(/[^-]color:|background/);
  });

  it("escapes what would be markup", () => {
    const record = evaluateEqual("B13", 'p < q & "r"', {
      value: 1,
      expected: 1,
      rejects: { "<b>": () => 1 + 1 },
    });
    expect(html(record)).toContain("p &lt; q &amp; &quot;r&quot;");
    expect(html(record)).toContain("&lt;b&gt;");
  });
});
