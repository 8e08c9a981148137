import { expect, test } from "vitest";
import { Display, seconds, sizeText } from "../../../tools/setup/display.mjs";

function recorder(isTTY: boolean, columns = 80) {
  const pieces: string[] = [];
  return { pieces, isTTY, columns, write: (text: string) => pieces.push(text) };
}

test("without a terminal a step is two plain lines, with its time and size", async () => {
  const stream = recorder(false);
  let time = 0;
  const display = new Display({ stream, clock: () => time });
  await display.step("1/5 Packages", (step) => {
    step.size(123e6);
    time = 61_500;
  });
  expect(stream.pieces).toEqual(["1/5 Packages ...\n", "✓ 1/5 Packages  1 min 01 s  123 MB\n"]);
});

test("without a terminal a long step gives a sign of life every half minute, not more", async () => {
  const stream = recorder(false);
  let time = 0;
  const display = new Display({ stream, clock: () => time });
  await display.step("slow", (step) => {
    step.note("unpacking");
    for (time = 0; time <= 65_000; time += 1000) display.tick();
  });
  expect(stream.pieces.filter((piece) => piece.includes("still at it"))).toEqual([
    "  still at it: 30.0 s, unpacking\n",
    "  still at it: 1 min 00 s, unpacking\n",
  ]);
});

test("on a terminal one live line shows time, size and note, and never wraps", async () => {
  const stream = recorder(true, 40);
  let time = 0;
  const display = new Display({ stream, clock: () => time });
  await display.step("TensorFlow", (step) => {
    step.size(5e6);
    step.note("a note that is far too long for this narrow terminal");
    time = 2000;
    display.tick();
  });
  const live = (stream.pieces.at(-3) ?? "").replace("\r\x1b[2K", "");
  expect(live).toMatch(/^. TensorFlow {2}2\.0 s {2}5\.0 MB {2}a note.*…$/);
  expect(live.length).toBeLessThan(40);
  expect(stream.pieces.every((piece) => !piece.includes("\n") || piece.startsWith("✓"))).toBe(true);
});

test("a step that fails is marked so and hands its error on", async () => {
  const stream = recorder(false);
  const display = new Display({ stream, clock: () => 0 });
  const failing = display.step("broken", () => {
    throw new Error("why");
  });
  await expect(failing).rejects.toThrow("why");
  expect(stream.pieces.at(-1)).toBe("✗ broken  0.0 s\n");
});

test("a step that says itself that it failed is marked so too", async () => {
  const stream = recorder(false);
  const display = new Display({ stream, clock: () => 0 });
  await display.step("suite", () => ({ said: "1 passed, 1 failed", failed: true }));
  expect(stream.pieces.at(-1)).toBe("✗ suite  1 passed, 1 failed  0.0 s\n");
});

test("a line that is said while a step runs does not mix with the live line", async () => {
  const stream = recorder(true);
  const display = new Display({ stream, clock: () => 0 });
  await display.step("busy", () => display.say("a word"));
  const said = stream.pieces.indexOf("a word\n");
  expect(stream.pieces[said - 1]).toBe("\r\x1b[2K");
});

test("times and sizes are written for people", () => {
  expect([seconds(940), seconds(59_949), seconds(600_000)]).toEqual([
    "0.9 s",
    "59.9 s",
    "10 min 00 s",
  ]);
  expect([sizeText(5), sizeText(1.26e6), sizeText(274e6), sizeText(1.3e9)]).toEqual([
    "",
    "1.3 MB",
    "274 MB",
    "1.30 GB",
  ]);
});
