import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** A JSON object of the Jupyter protocol. */
export type Content = Record<string, unknown>;

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export interface Message {
  /** The routing prefix, which a reply carries back. */
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly content: Content;
}

const DELIMITER = Buffer.from("<IDS|MSG>");
const PROTOCOL_VERSION = "5.3";
const session = randomUUID();

/** Writes and reads messages of the Jupyter wire protocol, signed by HMAC-SHA256 with `key`. */
export function createWire(key: string) {
  const sign = (parts: readonly (Buffer | string)[]): string => {
    if (key === "") return "";
    const hmac = createHmac("sha256", key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  };

  return {
    /** Throws an Error if the message is malformed or its signature is wrong. */
    decode(frames: readonly Buffer[]): Message {
      const at = frames.findIndex((frame) => frame.equals(DELIMITER));
      const [signature, header, parent, metadata, content] = frames.slice(at + 1);
      if (at < 0 || !signature || !header || !parent || !metadata || !content) {
        throw new Error("a part of the message is missing");
      }
      const expected = Buffer.from(sign([header, parent, metadata, content]));
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
        throw new Error("the signature is wrong");
      }
      const parsedHeader = JSON.parse(header.toString());
      const parsedContent = JSON.parse(content.toString());
      if (typeof parsedHeader?.msg_type !== "string" || !isObject(parsedContent)) {
        throw new Error("the header or the content is not what the protocol asks for");
      }
      return { identities: frames.slice(0, at), header: parsedHeader, content: parsedContent };
    },

    encode(
      identities: readonly (Buffer | string)[],
      msg_type: string,
      content: object,
      parent: Header | undefined,
    ): (Buffer | string)[] {
      const header: Header = {
        msg_id: randomUUID(),
        msg_type,
        session,
        username: "kernel",
        date: new Date().toISOString(),
        version: PROTOCOL_VERSION,
      };
      const parts = [header, parent ?? {}, {}, content].map((part) => JSON.stringify(part));
      return [...identities, DELIMITER, sign(parts), ...parts];
    },
  };
}

export type Wire = ReturnType<typeof createWire>;

function isObject(value: unknown): value is Content {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
