import { afterEach, describe, expect, it, vi } from "vitest";
import { inNotebook, show } from "../../src/reporting/display";
import { hooked, unhook } from "./hook";

afterEach(() => {
  unhook();
  vi.restoreAllMocks();
});

const bundle = { data: { "text/html": "<b>x</b>", "text/plain": "x" } };

describe("show", () => {
  it("hands bundle and options to the notebook", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const shown = hooked();
    show(bundle, { id: "a", update: true });
    expect(shown).toEqual([{ bundle, options: { id: "a", update: true } }]);
    expect(log).not.toHaveBeenCalled();
    expect(inNotebook()).toBe(true);
  });

  it("prints the plain text where there is no notebook", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    show(bundle);
    expect(log.mock.calls).toEqual([["x"]]);
    expect(inNotebook()).toBe(false);
  });
});
