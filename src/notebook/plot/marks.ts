import { ensure } from "../../numerics/errors";
import type { RangedAxis } from "./compose";
import { textWidth } from "./textWidth";

/** A straight line across the figure: at a place on x, or at a height on y. */
export type Mark =
  | { readonly x: number; readonly label?: string }
  | { readonly y: number; readonly label?: string };

interface Marked {
  readonly shapes: readonly Record<string, unknown>[];
  readonly annotations: readonly Record<string, unknown>[];
  /** The room that the labels of vertical marks need above the panel. */
  readonly height: number;
}

const SIZE = 12;
const ROW = 18;

/**
 * The marks as Plotly takes them. The labels of vertical marks stand above the panel, those that would
 * overlap in different rows.
 *
 * @throws InvalidArgument if a mark is not finite, or not positive on a logarithmic axis.
 */
export function markLayout(
  marks: readonly Mark[],
  { x, y }: { readonly x: RangedAxis; readonly y: RangedAxis },
  panelWidth: number,
): Marked {
  const rows: number[] = [];
  const parts = [...marks].sort(byPlace).map((mark, i) => {
    const [value, axis] = "x" in mark ? [mark.x, x] : [mark.y, y];
    ensure(Number.isFinite(value) && !(axis.options.log && value <= 0), () => ({
      argument: `marks[${i}]`,
      value,
      problem: "has no place on the axis",
      consequence: "the line could not be drawn",
      remedy: "give a finite number, positive on a logarithmic axis",
    }));
    return "x" in mark ? vertical(mark, x, panelWidth, rows) : horizontal(mark, y);
  });
  return {
    shapes: parts.map((part) => part.shape),
    annotations: parts.flatMap((part) => part.annotation ?? []),
    height: rows.length * ROW,
  };
}

function byPlace(a: Mark, b: Mark): number {
  return (
    ("x" in a ? a.x : Number.POSITIVE_INFINITY) - ("x" in b ? b.x : Number.POSITIVE_INFINITY) || 0
  );
}

const LINE = { color: "#707070", width: 1, dash: "dot" };
const LABEL = {
  showarrow: false,
  font: { size: SIZE },
  bgcolor: "rgba(255,255,255,0.85)",
  borderpad: 2,
};

/** `rows` holds, for each row of labels, the pixel where its last label ends. */
function vertical(
  mark: { readonly x: number; readonly label?: string },
  { options, range }: RangedAxis,
  panelWidth: number,
  rows: number[],
) {
  const shape = {
    type: "line",
    xref: "x",
    yref: "paper",
    x0: mark.x,
    x1: mark.x,
    y0: 0,
    y1: 1,
    line: LINE,
    layer: "below",
  };
  if (!mark.label) return { shape };
  const at = options.log ? Math.log10(mark.x) : mark.x;
  const pixel = ((at - range[0]) / (range[1] - range[0])) * panelWidth;
  const width = textWidth(mark.label, SIZE) + 8;
  const from = Math.min(Math.max(pixel - width / 2, 0), panelWidth - width);
  const free = rows.findIndex((end) => end <= from);
  const row = free < 0 ? rows.length : free;
  rows[row] = from + width;
  const annotation = {
    ...LABEL,
    text: mark.label,
    xref: "x",
    yref: "paper",
    x: at,
    y: 1,
    xanchor: "center",
    yanchor: "bottom",
    xshift: Math.round(from + width / 2 - pixel),
    yshift: row * ROW,
  };
  return { shape, annotation };
}

function horizontal(
  mark: { readonly y: number; readonly label?: string },
  { options }: RangedAxis,
) {
  const shape = {
    type: "line",
    xref: "paper",
    yref: "y",
    x0: 0,
    x1: 1,
    y0: mark.y,
    y1: mark.y,
    line: LINE,
    layer: "below",
  };
  if (!mark.label) return { shape };
  const annotation = {
    ...LABEL,
    text: mark.label,
    xref: "paper",
    yref: "y",
    x: 1,
    // Plotly places shapes on a logarithmic axis by their value, but annotations by its logarithm.
    y: options.log ? Math.log10(mark.y) : mark.y,
    xanchor: "right",
    yanchor: "bottom",
  };
  return { shape, annotation };
}
