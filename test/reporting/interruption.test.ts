import { afterEach, expect, it } from "vitest";
import { interruptRequested } from "../../src/reporting/interruption";
import { interruptible, unhook } from "./hook";

afterEach(unhook);

it("is never requested outside a notebook", () => {
  expect(interruptRequested()).toBe(false);
});

it("is requested when the kernel says so, as often as one asks", () => {
  let pressed = false;
  interruptible(() => pressed);
  expect(interruptRequested()).toBe(false);
  pressed = true;
  expect([interruptRequested(), interruptRequested()]).toEqual([true, true]);
});
