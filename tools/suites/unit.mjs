import { runVitest } from "./vitest.mjs";

/** @type {import("./test.mjs").Suite} */
export const unit = {
  name: "unit",
  title: "Units and properties",
  minutes: 15,
  run: (room) => runVitest(room, "unit", []),
};
