import { inDigits } from "../number";

/** A column of a table in text. */
export interface Column {
  readonly name: string;
  readonly values: readonly number[];
}

const SHOWN = 12;

/** Columns side by side; of long ones about twelve rows, evenly spaced, the first and last included. */
export function dataTable(columns: readonly Column[]): string {
  const length = Math.max(...columns.map((column) => column.values.length));
  const count = Math.min(length, SHOWN);
  const rows = Array.from({ length: count }, (_, k) =>
    count === 1 ? 0 : Math.round((k * (length - 1)) / (count - 1)),
  );
  const cells = columns.map(({ name, values }) => {
    const column = [
      name,
      ...rows.map((i) => (i < values.length ? inDigits(values[i] as number) : "")),
    ];
    const width = Math.max(...column.map((cell) => cell.length));
    return column.map((cell) => cell.padStart(width));
  });
  const lines = Array.from({ length: count + 1 }, (_, i) =>
    cells.map((column) => column[i]).join("  "),
  );
  return [...lines, ...(length > count ? [`(${count} of ${length} rows)`] : [])].join("\n");
}
