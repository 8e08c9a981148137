import { type AxisOptions, plotlyAxis } from "./axis";
import { Figure, type PlotlyFigure } from "./figure";
import { ensureHead, type FigureHead } from "./head";
import { type Mark, markLayout } from "./marks";
import { type Slider, sliderFrames, sliderLayout } from "./slider";
import { FONT, INK, PAPER } from "./style";
import { textWidth, wrapped } from "./textWidth";

export type Trace = Readonly<Record<string, unknown>>;

/** An axis with its range, in Plotly's units (powers of ten if logarithmic). */
export interface RangedAxis {
  readonly options: AxisOptions;
  readonly range: readonly [number, number];
  /** What else Plotly should know of it. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** All that a builder has to say; what is left is the geometry of the page. */
export interface Composition {
  readonly head: FigureHead;
  readonly traces: readonly Trace[];
  readonly x: RangedAxis;
  readonly y: RangedAxis;
  /** The y axis of a second panel below the first, over the same x. */
  readonly lower?: RangedAxis | undefined;
  readonly marks?: readonly Mark[] | undefined;
  readonly slider?: Slider | undefined;
  /** Of the panels together, in pixels. */
  readonly height?: number | undefined;
  /** What to leave free on the right, in pixels. */
  readonly right?: number;
  /** What tick labels of several lines need below the axis, in pixels. */
  readonly axisRoom?: number;
  /** Whether there are error bars; the caption then says what they are. */
  readonly errorBars?: boolean;
  readonly layout?: Readonly<Record<string, unknown>>;
  /** What is described if the head has no description. */
  readonly description: string;
  readonly table: string;
}

/** Of the whole figure, in pixels. */
export const WIDTH = 720;
/** Of the strip to the left of the panels, in pixels. */
export const LEFT = 78;
const RIGHT = 24;
const ERROR_BARS = "Error bars: one standard error.";
const EDGE = 14;
const TITLE = { size: 17, line: 22 };
const CAPTION = { size: 13.5, line: 18 };
// Plotly puts 30 pixels for the symbol, two gaps of 5 and one of 5 to the next beside each name.
const LEGEND = { size: 13, line: 21, symbol: 50 };
const BELOW_AXIS = 58;
const SLIDER = 84;

const PANEL_HEIGHT = 320;
const TWO_PANELS = 430;

/** Puts a figure together so that title, legend, axes, slider and caption each have their own room. */
export function compose(composition: Composition): Figure {
  const { head, slider, table } = composition;
  ensureHead(head);
  const shown = slider && `${slider.label} = ${slider.names[slider.shown]}`;
  const caption = composition.errorBars ? `${head.caption} ${ERROR_BARS}` : head.caption;
  const still = shown ? `${caption} (Shown: ${shown}.)` : caption;
  const described = head.description ?? composition.description;
  const description = shown ? `${described} Shown: ${shown}.` : described;
  return new Figure({
    id: head.id,
    title: head.title,
    caption: head.caption,
    description,
    table,
    live: page(composition, caption, slider),
    still: page(composition, still),
  });
}

function page(composition: Composition, caption: string, slider?: Slider): PlotlyFigure {
  const { head, traces, x, y, lower, marks = [] } = composition;
  const titleLines = wrapped(head.title, TITLE.size * 1.06, WIDTH - 2 * EDGE);
  const captionLines = wrapped(caption, CAPTION.size, WIDTH - 2 * EDGE);
  const right = composition.right ?? RIGHT;
  const panelWidth = WIDTH - LEFT - right;
  const marked = markLayout(marks, { x, y }, panelWidth);
  const panel = composition.height ?? (lower ? TWO_PANELS : PANEL_HEIGHT);
  const legend = legendLayout(traces, panelWidth, 1 + marked.height / panel);
  const header = legend.height + marked.height;
  const top = EDGE + titleLines.length * TITLE.line + 8 + header;
  const axisRoom = BELOW_AXIS + (composition.axisRoom ?? 0);
  const below = axisRoom + (slider ? SLIDER : 0);
  const bottom = below + captionLines.length * CAPTION.line + EDGE;
  const layout = {
    width: WIDTH,
    height: top + panel + bottom,
    autosize: false,
    margin: { l: LEFT, r: right, t: top, b: bottom, pad: 0 },
    paper_bgcolor: PAPER,
    plot_bgcolor: PAPER,
    font: { family: FONT, size: 13, color: INK },
    xaxis: { ...plotlyAxis(x.options, x.range), ...(lower && { anchor: "y2" }), ...x.extra },
    yaxis: { ...plotlyAxis(y.options, y.range), ...(lower && { domain: [0.54, 1] }), ...y.extra },
    ...(lower && {
      yaxis2: { ...plotlyAxis(lower.options, lower.range), domain: [0, 0.46], ...lower.extra },
    }),
    hovermode: "closest",
    showlegend: legend.height > 0,
    legend: legend.layout,
    shapes: marked.shapes,
    annotations: [
      ...marked.annotations,
      // Plotly's own title does not break into lines in every viewer of SVG; an annotation does.
      {
        text: `<b>${titleLines.join("<br>")}</b>`,
        font: { size: TITLE.size },
        showarrow: false,
        align: "left",
        xref: "paper",
        yref: "paper",
        x: 0,
        y: 1,
        xanchor: "left",
        yanchor: "bottom",
        xshift: EDGE - LEFT,
        yshift: header + 4,
      },
      {
        text: captionLines.join("<br>"),
        font: { size: CAPTION.size },
        showarrow: false,
        align: "left",
        xref: "paper",
        yref: "paper",
        x: 0,
        y: 0,
        xanchor: "left",
        yanchor: "top",
        xshift: EDGE - LEFT,
        yshift: -below,
      },
    ],
    ...(slider && { sliders: [sliderLayout(slider, axisRoom)] }),
    ...composition.layout,
  };
  return { data: traces, layout, ...(slider && { frames: sliderFrames(slider) }) };
}

function legendLayout(
  traces: readonly Trace[],
  panelWidth: number,
  y: number,
): {
  height: number;
  layout: Record<string, unknown>;
} {
  const named = traces.filter((trace) => trace.showlegend === true);
  if (named.length === 0) return { height: 0, layout: {} };
  const widest = Math.max(...named.map((trace) => textWidth(String(trace.name), LEGEND.size)));
  const columns = Math.max(
    1,
    Math.min(named.length, Math.floor(panelWidth / (widest + LEGEND.symbol))),
  );
  const rows = Math.ceil(named.length / columns);
  return {
    height: rows * LEGEND.line + 8,
    layout: {
      orientation: "h",
      x: 0,
      xanchor: "left",
      y,
      yanchor: "bottom",
      entrywidth: widest + 4,
      entrywidthmode: "pixels",
      font: { size: LEGEND.size },
      bgcolor: "rgba(0,0,0,0)",
      itemsizing: "trace",
    },
  };
}
