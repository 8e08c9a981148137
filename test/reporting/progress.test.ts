import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { progress } from "../../src/reporting/progress";
import { hooked, type Shown, unhook } from "./hook";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  unhook();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);
const text = (shown: Shown | undefined) => shown?.bundle.data["text/plain"];
const html = (shown: Shown | undefined) => String(shown?.bundle.data["text/html"]);

describe("progress over a number of steps", () => {
  it("counts from 0, shows a bar at once and ends with how long it took", () => {
    const shown = hooked();
    const seen: number[] = [];
    for (const k of progress(3, { label: "Langevin" })) {
      seen.push(k);
      pass(2000);
    }
    expect(seen).toEqual([0, 1, 2]);
    expect(text(shown[0])).toBe("Langevin [........................] 0 of 3, 0.0 s");
    expect(text(shown[1])).toBe(
      "Langevin [########................] 1 of 3, 2.0 s, about 4.0 s left",
    );
    expect(text(shown[2])).toContain("2 of 3, 4.0 s, about 2.0 s left");
    expect(text(shown.at(-1))).toBe("Langevin [########################] 3 of 3 in 6.0 s");
  });

  it("updates in place: one display, one id", () => {
    const shown = hooked();
    for (const _ of progress(3)) pass(2000);
    expect(shown.map((s) => s.options?.update)).toEqual([false, ...shown.slice(1).map(() => true)]);
    expect(new Set(shown.map((s) => s.options?.id)).size).toBe(1);
  });

  it("has another id for another bar", () => {
    const shown = hooked();
    progress(3);
    progress(3);
    expect(new Set(shown.map((s) => s.options?.id)).size).toBe(2);
    expect(shown.map((s) => s.options?.update)).toEqual([false, false]);
  });

  it("updates at most ten times a second", () => {
    const shown = hooked();
    for (const _ of progress(1000)) pass(10);
    // 10 s of work: the first picture, at most one for each tenth of a second, the last.
    expect(shown.length).toBeLessThanOrEqual(102);
    expect(shown.length).toBeGreaterThan(90);
  });

  it("shows a bar that HTML knows, with its label for those who do not see it", () => {
    const shown = hooked();
    const bar = progress(4, { label: "a < b" });
    pass(200);
    bar.advance();
    expect(html(shown[1])).toContain('<progress max="1" value="0.25" aria-label="a &lt; b"');
    expect(html(shown[1])).toContain("1 of 4");
  });

  it("of zero steps is complete at once", () => {
    const shown = hooked();
    for (const _ of progress(0)) throw new Error("never");
    expect(text(shown.at(-1))).toBe("[########################] 0 of 0 in 0.0 s");
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %s steps", (steps) => {
    expect(() => progress(steps)).toThrow(/^steps = /);
  });
});

describe("progress over items", () => {
  it("hands them on, and knows the length of lists and sets", () => {
    const shown = hooked();
    expect([...progress(["a", "b"])]).toEqual(["a", "b"]);
    expect(text(shown.at(-1))).toContain("2 of 2");
    expect([...progress(new Set([5, 6, 7]))]).toEqual([5, 6, 7]);
    expect(text(shown.at(-1))).toContain("3 of 3");
  });

  it("counts those of unknown length", () => {
    const shown = hooked();
    function* three() {
      yield* [1, 2, 3];
    }
    for (const _ of progress(three(), { label: "x" })) pass(150);
    expect(text(shown[1])).toBe("x 1 done, 0.1 s");
    expect(html(shown[1])).not.toContain("value=");
    expect(text(shown.at(-1))).toBe("x 3 done in 0.5 s");
  });

  it("refuses what cannot be looped over", () => {
    expect(() => progress({} as Iterable<number>)).toThrow(/^source = /);
  });
});

describe("a loop that ends early", () => {
  it("by break leaves a bar that says where it stopped", () => {
    const shown = hooked();
    for (const k of progress(10)) if (k === 4) break;
    expect(text(shown.at(-1))).toContain("stopped at 4 of 10 after 0.0 s");
  });

  it("by an error leaves the same, and the error", () => {
    const shown = hooked();
    const loop = () => {
      for (const k of progress(10)) if (k === 4) throw new Error("overflow");
    };
    expect(loop).toThrow("overflow");
    expect(text(shown.at(-1))).toContain("stopped at 4 of 10");
  });
});

describe("progress by hand", () => {
  it("advances, ends by itself at the last step, and says nothing after that", () => {
    const shown = hooked();
    const bar = progress(10);
    bar.advance(4);
    pass(1000);
    bar.advance(6);
    expect(text(shown.at(-1))).toContain("10 of 10 in 1.0 s");
    const count = shown.length;
    pass(1000);
    bar.advance();
    bar.finish();
    expect(shown).toHaveLength(count);
  });

  it("can be finished before", () => {
    const shown = hooked();
    const bar = progress(10);
    bar.advance(4);
    bar.finish();
    expect(text(shown.at(-1))).toContain("stopped at 4 of 10");
  });

  it.each([-1, Number.NaN])("refuses to advance by %s", (steps) => {
    expect(() => progress(3).advance(steps)).toThrow(/^steps = /);
  });
});

describe("progress outside a notebook", () => {
  it("prints one line, at the end", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    for (const _ of progress(5, { label: "x" })) pass(200);
    expect(log.mock.calls).toEqual([["x [########################] 5 of 5 in 1.0 s"]]);
  });
});
