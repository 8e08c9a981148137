import { runVitest } from "./vitest.mjs";

/** @type {import("./test.mjs").Suite} */
export const learning = {
  name: "learning",
  title: "Networks learn scores",
  minutes: 15,
  run: (room) => runVitest(room, "learning", ["test/learning"]),
};
