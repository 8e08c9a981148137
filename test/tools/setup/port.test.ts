import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { choosePort } from "../../../tools/setup/port.mjs";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** Takes a free port, as another program would. */
function take(): Promise<number> {
  const server = createServer();
  open.push(server);
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
}

test("a port that is asked for and taken is refused with a sentence", async () => {
  const port = await take();
  await expect(choosePort(port)).rejects.toMatchObject({
    name: "Problem",
    code: 1,
    message: expect.stringContaining(`Port ${port} is taken by another program`),
  });
});

test("when the usual port is taken the next free one is used, and said", async () => {
  const usual = await take();
  const { port, said } = await choosePort(undefined, usual);
  expect(port).toBeGreaterThan(usual);
  expect(said).toBe(`Port ${usual} is taken by another program, so ${port} is used.`);
});

test("a free port is used without a word", async () => {
  const port = await take();
  await new Promise((resolve) => open.splice(0)[0].close(resolve));
  expect(await choosePort(port)).toEqual({ port });
  expect(await choosePort(undefined, port)).toEqual({ port });
});
