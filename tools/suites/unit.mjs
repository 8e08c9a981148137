import { runVitest } from "./vitest.mjs";

/** Suites of their own: they start programs or train networks for seconds, not milliseconds. */
const elsewhere = ["tools", "lessons", "learning"];

/** @type {import("./test.mjs").Suite} */
export const unit = {
  name: "unit",
  title: "Units and properties",
  minutes: 15,
  run: (room) => {
    const excluded = elsewhere.flatMap((folder) => ["--exclude", `test/${folder}/**`]);
    return runVitest(room, "unit", excluded);
  },
};
