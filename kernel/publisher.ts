import type { Sender } from "./sender";
import type { Content, Header, Wire } from "./wire";

const FLUSH_AFTER_MS = 20;
const FLUSH_AT_CHARACTERS = 1 << 16;
const PARENTS_KEPT = 10_000;

/**
 * Sends on iopub. Text that follows text of the same stream is joined to one message, since a
 * front end drowns in a message for each console.log; everything else keeps its place in between.
 */
export function createPublisher(wire: Wire, iopub: Sender) {
  const parents = new Map<number, Header>();
  let held: { id: number; name: unknown; text: string[]; length: number } | undefined;
  let timer: NodeJS.Timeout | undefined;

  function send(type: string, content: object, parent: Header | undefined): void {
    iopub.send(wire.encode([type], type, content, parent));
  }

  function flush(): void {
    clearTimeout(timer);
    if (held === undefined) return;
    const { id, name, text } = held;
    held = undefined;
    send("stream", { name, text: text.join("") }, parents.get(id));
  }

  function publish(type: string, content: object, parent: Header | undefined): void {
    flush();
    send(type, content, parent);
  }

  return {
    flush,
    publish,

    status(execution_state: string, parent: Header | undefined): void {
      publish("status", { execution_state }, parent);
    },

    /** From now on output of run `id` belongs to the request with this header. */
    adopt(id: number, header: Header): void {
      parents.set(id, header);
      if (parents.size > PARENTS_KEPT) parents.delete(parents.keys().next().value!);
    },

    output(type: string, content: Content, id: number): void {
      if (type !== "stream") {
        publish(type, content, parents.get(id));
        return;
      }
      const text = String(content.text);
      if (held && (held.id !== id || held.name !== content.name)) flush();
      if (held === undefined) {
        held = { id, name: content.name, text: [], length: 0 };
        timer = setTimeout(flush, FLUSH_AFTER_MS);
      }
      held.text.push(text);
      held.length += text.length;
      if (held.length >= FLUSH_AT_CHARACTERS) flush();
    },
  };
}
