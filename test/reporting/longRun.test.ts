import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type LongRun, longRun } from "../../src/reporting/longRun";
import { hooked, interruptible, type Shown, unhook } from "./hook";

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

/** Goes through the steps, each of which takes so many milliseconds. */
function walk(run: Iterable<number>, milliseconds: number): number[] {
  const seen: number[] = [];
  for (const k of run) {
    seen.push(k);
    pass(milliseconds);
  }
  return seen;
}

/** Interrupts after so many milliseconds. */
function interruptAfter(milliseconds: number): void {
  const due = performance.now() + milliseconds;
  interruptible(() => performance.now() >= due);
}

describe("a run that nobody interrupts", () => {
  it("counts its steps from 0 and has done them all", () => {
    const run = longRun(3, "Langevin");
    expect(walk(run, 0)).toEqual([0, 1, 2]);
    expect([run.done, run.interrupted]).toEqual([3, false]);
  });

  it("counts a step as done when the next begins, not before", () => {
    const run = longRun(3, "Langevin");
    const done = Array.from(run, () => run.done);
    expect(done).toEqual([0, 1, 2]);
  });

  it("may have no steps", () => {
    const run = longRun(0, "Langevin");
    expect(walk(run, 0)).toEqual([]);
    expect([run.done, run.interrupted]).toEqual([0, false]);
  });

  it("can be gone through again", () => {
    const run = longRun(2, "Langevin");
    walk(run, 0);
    expect(walk(run, 0)).toEqual([0, 1]);
    expect(run.done).toBe(2);
  });

  it.each([-1, 2.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %s steps at once", (steps) => {
    expect(() => longRun(steps, "Langevin")).toThrow(/^steps = /);
  });
});

describe("its progress", () => {
  it("shows nothing if it is over within a second", () => {
    const shown = hooked();
    walk(longRun(9, "Langevin"), 110);
    expect(shown).toEqual([]);
  });

  it("shows a bar after a second, which counts all steps and all the time", () => {
    const shown = hooked();
    walk(longRun(10, "Langevin"), 250);
    expect(text(shown[0])).toBe(
      "Langevin [#########...............] 4 of 10, 1.0 s, about 1.5 s left",
    );
    expect(text(shown.at(-1))).toBe("Langevin [########################] 10 of 10 in 2.5 s");
    expect(shown.map(({ options }) => options?.update)).toEqual([
      false,
      ...shown.slice(1).map(() => true),
    ]);
  });

  it("puts a note beside the bar", () => {
    const shown = hooked();
    const run = longRun(10, "training");
    for (const k of run) {
      pass(250);
      run.note(`loss ${k}`);
    }
    expect(text(shown[0])).toContain("4 of 10, 1.0 s, about 1.5 s left; loss 3");
    expect(text(shown.at(-1))).toContain("10 of 10 in 2.5 s; loss 9");
  });

  it("prints nothing outside a notebook", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    walk(longRun(10, "Langevin"), 250);
    expect(log).not.toHaveBeenCalled();
  });

  it("of a run that fails says where it stopped, and the error comes through", () => {
    const shown = hooked();
    const failing = () => {
      for (const k of longRun(10, "Langevin")) {
        pass(400);
        if (k === 5) throw new Error("overflow");
      }
    };
    expect(failing).toThrow("overflow");
    expect(text(shown.at(-1))).toContain("stopped at 5 of 10 after 2.4 s");
  });

  it("of a run that fails within a second stays out of sight", () => {
    const shown = hooked();
    const failing = () => {
      for (const _ of longRun(10, "Langevin")) throw new Error("overflow");
    };
    expect(failing).toThrow("overflow");
    expect(shown).toEqual([]);
  });
});

describe("an interrupt", () => {
  it("ends the loop between two steps, and the run says what it has done", () => {
    interruptAfter(500);
    const run = longRun(10, "Langevin");
    expect(walk(run, 200)).toEqual([0, 1, 2]);
    expect([run.done, run.interrupted]).toEqual([3, true]);
  });

  it("leaves a bar that says where the run stopped", () => {
    const shown = hooked();
    interruptAfter(1500);
    walk(longRun(10, "Langevin"), 200);
    expect(text(shown.at(-1))).toContain("stopped at 8 of 10 after 1.6 s");
    expect(shown.at(-1)!.options?.update).toBe(true);
  });

  it("is said even where no bar was shown yet", () => {
    const shown = hooked();
    interruptAfter(500);
    walk(longRun(10, "Langevin"), 200);
    expect(shown.map(text)).toEqual([
      "Langevin [#######.................] stopped at 3 of 10 after 0.6 s",
    ]);
    expect(shown[0]!.options?.update).toBe(false);
  });

  it("keeps what begins after it from doing a step, without a word", () => {
    const shown = hooked();
    interruptAfter(0);
    const run = longRun(10, "Langevin");
    expect(walk(run, 200)).toEqual([]);
    expect([run.done, run.interrupted]).toEqual([0, true]);
    expect(shown).toEqual([]);
  });

  it("stops a run within a run, and the run around it", () => {
    interruptAfter(500);
    const outer = longRun(10, "levels");
    const inner: LongRun[] = [];
    for (const _ of outer) {
      const run = longRun(4, "Langevin");
      inner.push(run);
      walk(run, 100);
    }
    expect(inner.map(({ done, interrupted }) => [done, interrupted])).toEqual([
      [4, false],
      [1, true],
    ]);
    expect([outer.done, outer.interrupted]).toEqual([2, true]);
  });

  it("after the last step comes too late", () => {
    interruptAfter(600);
    const run = longRun(3, "Langevin");
    walk(run, 200);
    expect([run.done, run.interrupted]).toEqual([3, false]);
  });

  it("is forgotten when the run is gone through again", () => {
    interruptAfter(300);
    const run = longRun(3, "Langevin");
    walk(run, 200);
    expect(run.interrupted).toBe(true);
    interruptible(() => false);
    walk(run, 200);
    expect([run.done, run.interrupted]).toEqual([3, false]);
  });
});
