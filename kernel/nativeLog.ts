/** TensorFlow's remarks on itself, which no setting silences. Warnings and errors are not among them. */
const REMARK =
  /^(WARNING: All log messages before absl::InitializeLog\(\)|I\d{4} [\d:.]+ |\d{4}-\d\d-\d\d [\d:.]+: I )/;

/** Parts what native code wrote into what belongs in the cell and what belongs in Jupyter's log. */
export function sortNativeText(text: string): { cell: string; log: string } {
  let cell = "";
  let log = "";
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (REMARK.test(line)) log += line;
    else cell += line;
  }
  return { cell, log };
}
