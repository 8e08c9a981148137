import { createServer } from "node:net";
import { Problem } from "./problem.mjs";

/**
 * The port to serve on: the one asked for, or 8888 or the next that is free.
 *
 * @param {number | undefined} wanted
 * @param {number} [usual]
 * @returns {Promise<{port: number, said?: string}>}
 */
export async function choosePort(wanted, usual = 8888) {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return { port: wanted };
    throw new Problem(
      `Port ${wanted} is taken by another program: choose another with --port, or leave the option out and a free one is found.`,
    );
  }
  for (let port = usual; port < usual + 100; port++) {
    if (await isFree(port))
      return port === usual
        ? { port }
        : { port, said: `Port ${usual} is taken by another program, so ${port} is used.` };
  }
  throw new Problem(
    `The ports from ${usual} to ${usual + 99} are all taken: choose another with --port.`,
  );
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}
