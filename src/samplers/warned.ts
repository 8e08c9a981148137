import { warn } from "../reporting/warning";

/** Shows warnings, and hands them on for the result. */
export function warned(warnings: readonly string[]): readonly string[] {
  for (const text of warnings) warn(text);
  return warnings;
}
