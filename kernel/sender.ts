type Frames = (string | Buffer)[];

/** What is needed of a socket of ZeroMQ. */
interface SendingSocket {
  readonly closed: boolean;
  send(frames: Frames): Promise<void>;
}

/** Sends what it is given, in order. */
export interface Sender {
  send(frames: Frames): void;
  /** Resolves when all that was given so far has left. */
  sent(): Promise<void>;
}

/**
 * Sends one message after another. A socket that is still writing refuses the next message, which on a
 * busy machine happens when two follow each other closely.
 */
export function createSender(socket: SendingSocket): Sender {
  const waiting: Frames[] = [];
  let busy = false;
  let done = Promise.resolve();

  async function sendAll(): Promise<void> {
    busy = true;
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await socket.send(next);
      }
    } catch (error) {
      // Nobody listens any more.
      if (!socket.closed) throw error;
      waiting.length = 0;
    } finally {
      busy = false;
    }
  }

  return {
    send(frames) {
      waiting.push(frames);
      if (!busy) done = sendAll();
    },
    sent: () => done,
  };
}
