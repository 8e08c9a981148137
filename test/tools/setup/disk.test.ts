import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkDisk } from "../../../tools/setup/disk.mjs";
import { fileSystemProblem } from "../../../tools/setup/problem.mjs";
import { temporaryFolder } from "../temporary.js";

const withFree = (bytes: number) => async () => ({ bavail: bytes / 4096, bsize: 4096 });

test("a disk without room is refused before anything is downloaded", async () => {
  const lab = join(temporaryFolder(), ".lab");
  await expect(checkDisk(lab, 2.7e9, withFree(4096e5))).rejects.toThrow(
    /has 410 MB free, and the set-up needs about 2\.70 GB: free some space/,
  );
  await expect(checkDisk(lab, 2.7e9, withFree(4096e6))).resolves.toBeUndefined();
});

test("a clone where nothing can be made is refused with its path", async () => {
  const file = join(temporaryFolder(), "clone");
  writeFileSync(file, "a file stands where the folder should be");
  await expect(checkDisk(join(file, ".lab"), 0)).rejects.toMatchObject({ code: "ENOTDIR" });
  const readOnly = Object.assign(new Error(), { code: "EROFS", path: "/clone/.lab" });
  expect(fileSystemProblem(readOnly)?.message).toMatch(
    /^\/clone\/\.lab cannot be written \(EROFS\): move the clone/,
  );
});

test.each(["EACCES", "EPERM", "EROFS"])("%s is told as a folder that cannot be written", (code) => {
  expect(fileSystemProblem(Object.assign(new Error(), { code }), "/x")?.message).toContain(
    `/x cannot be written (${code})`,
  );
});

test("a disk that fills up is told as such, and other errors are left alone", () => {
  expect(fileSystemProblem({ code: "ENOSPC", path: "/x/y" })?.message).toMatch(/^The disk is full/);
  expect(fileSystemProblem(new TypeError("a defect"))).toBeUndefined();
});
