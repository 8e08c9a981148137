import type { MimeBundle } from "./mimeBundle";

/** A table to show in a notebook; rows are asked for one at a time, so that long ones cost nothing. */
export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  readonly rowCount: number;
  readonly row: (i: number) => readonly (string | number)[];
}

const SHOWN = 6;

/** A small table as HTML and as plain text: the first rows, and how many were left out. */
export function table({ title, header, rowCount, row }: Table): MimeBundle {
  const shown = Array.from({ length: Math.min(rowCount, SHOWN) }, (_, i) => row(i).map(cell));
  const rest = rowCount > SHOWN ? `${rowCount - SHOWN} more` : "";
  const html = [
    `<table><caption>${escaped(title)}</caption>`,
    `<thead><tr>${header.map((h) => `<th scope="col">${escaped(h)}</th>`).join("")}</tr></thead><tbody>`,
    ...shown.map((r) => `<tr>${r.map((c) => `<td>${escaped(c)}</td>`).join("")}</tr>`),
    rest && `<tr><td colspan="${header.length}">${rest}</td></tr>`,
    "</tbody></table>",
  ].join("");
  const lines = [header, ...shown];
  const widths = header.map((_, k) => Math.max(...lines.map((line) => (line[k] ?? "").length)));
  const text = lines.map((line) => line.map((c, k) => c.padStart(widths[k] ?? 0)).join("  "));
  return {
    data: { "text/html": html, "text/plain": [title, ...text, rest].filter(Boolean).join("\n") },
  };
}

function cell(value: string | number): string {
  if (typeof value === "string" || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(6)));
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
