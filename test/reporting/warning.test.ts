import { afterEach, expect, it, vi } from "vitest";
import { warn } from "../../src/reporting/warning";
import { hooked, unhook } from "./hook";

afterEach(() => {
  unhook();
  vi.restoreAllMocks();
});

const silenced = () => vi.spyOn(process, "emitWarning").mockImplementation(() => {});

it("a warning stands in the cell, as a note in HTML and in plain text, and not on the error stream", () => {
  const emitted = silenced();
  const shown = hooked();
  warn("step > 2 & unstable");
  expect(shown).toHaveLength(1);
  const { "text/html": html, "text/plain": text } = shown[0]!.bundle.data;
  expect(text).toBe("Warning: step > 2 & unstable");
  expect(html).toMatch(/^<div role="note".*<b>Warning:<\/b> step &gt; 2 &amp; unstable<\/div>$/);
  expect(emitted).not.toHaveBeenCalled();
});

it("each warning is an output of its own, which no later one replaces", () => {
  const shown = hooked();
  warn("one");
  warn("two");
  expect(shown.map(({ options }) => options)).toEqual([undefined, undefined]);
});

it("a warning outside a notebook goes the way of Node's own warnings", () => {
  const emitted = silenced();
  warn("step > 2");
  expect(emitted.mock.calls).toEqual([["step > 2"]]);
});
