import { toUnits } from "./positions";
import type { Session } from "./tslab";
import type { Content } from "./wire";

const NAME = /[\p{L}\p{N}_$]/u;

/** The content of an `inspect_reply`: the declaration, then the doc comment. */
export function inspect(session: Session, code: string, cursor: number): Content {
  for (const place of candidates(code, toUnits(code, cursor))) {
    const found = session.inspect(code, place);
    if (!found) continue;
    const text = [found.signature, found.documentation].filter(Boolean).join("\n\n");
    return { status: "ok", found: true, data: { "text/plain": text }, metadata: {} };
  }
  return { status: "ok", found: false, data: {}, metadata: {} };
}

/** The name at the cursor, the name that ends there, or the function whose call is being written. */
function* candidates(code: string, at: number): Generator<number> {
  if (NAME.test(code.charAt(at))) yield at;
  if (at > 0 && NAME.test(code.charAt(at - 1))) yield at - 1;
  let depth = 0;
  for (let k = at - 1; k > 0; k--) {
    const character = code.charAt(k);
    if (character === ")") depth += 1;
    if (character !== "(") continue;
    if (depth > 0) depth -= 1;
    else if (NAME.test(code.charAt(k - 1))) yield k - 1;
  }
}
