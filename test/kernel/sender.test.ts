import { describe, expect, it } from "vitest";
import { createSender } from "../../kernel/sender";

/** Like a socket of ZeroMQ whose network is slow: it refuses to write two messages at once. */
function slowSocket() {
  const written: string[] = [];
  let release = () => {};
  let busy = false;
  const socket = {
    closed: false,
    written,
    write: () => release(),
    async send([, frame]: (string | Buffer)[]): Promise<void> {
      if (socket.closed) throw new Error("Socket is closed");
      if (busy) throw new Error("Socket is busy writing");
      busy = true;
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      busy = false;
      written.push(String(frame));
    },
  };
  return socket;
}
const message = (text: string) => ["id", Buffer.from(text)];
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a sender", () => {
  it("keeps messages in order and sends the next when the last has left", async () => {
    const socket = slowSocket();
    const sender = createSender(socket);
    for (const text of ["a", "b", "c"]) sender.send(message(text));
    for (const length of [1, 2, 3]) {
      socket.write();
      await settled();
      expect(socket.written).toHaveLength(length);
    }
    expect(socket.written).toEqual(["a", "b", "c"]);
  });

  it("sends what comes after a pause too, and says when all has left", async () => {
    const socket = slowSocket();
    const sender = createSender(socket);
    sender.send(message("a"));
    socket.write();
    await sender.sent();
    sender.send(message("b"));
    let left = false;
    const all = sender.sent().then(() => {
      left = true;
    });
    await settled();
    expect(left).toBe(false);
    socket.write();
    await all;
    expect(socket.written).toEqual(["a", "b"]);
  });

  it("lets go of messages to a socket that was closed meanwhile", async () => {
    const socket = slowSocket();
    const sender = createSender(socket);
    sender.send(message("a"));
    sender.send(message("b"));
    socket.closed = true;
    socket.write();
    await expect(sender.sent()).resolves.toBeUndefined();
    expect(socket.written).toEqual(["a"]);
  });
});
