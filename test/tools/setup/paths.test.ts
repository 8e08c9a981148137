import { join } from "node:path";
import { expect, test } from "vitest";
import { cacheFolder, pathsOf } from "../../../tools/setup/paths.mjs";

test("the cache lies where each system keeps caches, and where XDG_CACHE_HOME says", () => {
  const home = { HOME: "/home/ana" };
  expect(cacheFolder(home, "linux")).toBe("/home/ana/.cache/score-matching-course");
  expect(cacheFolder(home, "darwin")).toBe("/home/ana/Library/Caches/score-matching-course");
  expect(cacheFolder({ ...home, XDG_CACHE_HOME: "/fast" }, "linux")).toBe(
    "/fast/score-matching-course",
  );
});

test("but for the cache, everything lies inside the clone", () => {
  const { cache, ...inside } = pathsOf(join("/a clone", "here"), { HOME: "/home/ana" });
  for (const path of Object.values(inside)) expect(path.startsWith("/a clone/here")).toBe(true);
  expect(cache.startsWith("/home/ana")).toBe(true);
});
