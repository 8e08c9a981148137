import { toPoints, toUnits } from "./positions";
import type { Session } from "./tslab";
import type { Content } from "./wire";

/** The content of a `complete_reply`. */
export function complete(session: Session, code: string, cursor: number): Content {
  const found = session.complete(code, toUnits(code, cursor));
  const start = toPoints(code, found.start);
  const end = toPoints(code, found.end);
  const types = found.candidates.map(({ name, kind }) => ({ start, end, text: name, type: kind }));
  return {
    status: "ok",
    matches: found.candidates.map(({ name }) => name),
    cursor_start: start,
    cursor_end: end,
    // JupyterLab shows an icon for each kind of name.
    metadata: { _jupyter_types_experimental: types },
  };
}
