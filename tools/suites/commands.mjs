import { runVitest } from "./vitest.mjs";

/** @type {import("./test.mjs").Suite} */
export const commands = {
  name: "commands",
  title: "Commands and text of lessons",
  minutes: 15,
  run: (room) => runVitest(room, "commands", ["test/tools", "test/lessons"]),
};
