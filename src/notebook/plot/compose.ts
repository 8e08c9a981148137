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
  readonly lower?: RangedAxis;
  readonly marks?: readonly Mark[];
  readonly slider?: Slider;
  /** Of the panels together, in pixels. */
  readonly height?: number;
  readonly layout?: Readonly<Record<string, unknown>>;
  /** What is described if the head has no description. */
  readonly description: string;
  readonly table: string;
}

const WIDTH = 720;
const LEFT = 78;
const RIGHT = 24;
const EDGE = 14;
const TITLE = { size: 17, line: 22 };
const CAPTION = { size: 13.5, line: 18 };
const LEGEND = { size: 13, line: 21, symbol: 44 };
const BELOW_AXIS = 58;
const SLIDER = 84;

/** The width of the panels in pixels. */
export const PANEL_WIDTH = WIDTH - LEFT - RIGHT;
const PANEL_HEIGHT = 320;
const TWO_PANELS = 430;

/** Puts a figure together so that title, legend, axes, slider and caption each have their own room. */
export function compose(composition: Composition): Figure {
  const { head, slider, table } = composition;
  ensureHead(head);
  const shown = slider && `${slider.label} = ${slider.names[slider.shown]}`;
  const still = shown ? `${head.caption} (Shown: ${shown}.)` : head.caption;
  const described = head.description ?? composition.description;
  const description = shown ? `${described} Shown: ${shown}.` : described;
  return new Figure({
    id: head.id,
    title: head.title,
    caption: head.caption,
    description,
    table,
    live: page(composition, head.caption, slider),
    still: page(composition, still),
  });
}

function page(composition: Composition, caption: string, slider?: Slider): PlotlyFigure {
  const { head, traces, x, y, lower, marks = [] } = composition;
  const titleLines = wrapped(head.title, TITLE.size * 1.06, WIDTH - 2 * EDGE);
  const captionLines = wrapped(caption, CAPTION.size, WIDTH - 2 * EDGE);
  const legend = legendLayout(traces);
  const top = EDGE + titleLines.length * TITLE.line + 8 + legend.height;
  const below = BELOW_AXIS + (slider ? SLIDER : 0);
  const bottom = below + captionLines.length * CAPTION.line + EDGE;
  const panel = composition.height ?? (lower ? TWO_PANELS : PANEL_HEIGHT);
  const marked = markLayout(marks, x, PANEL_WIDTH);
  const layout = {
    width: WIDTH,
    height: top + panel + bottom,
    autosize: false,
    margin: { l: LEFT, r: RIGHT, t: top, b: bottom, pad: 0 },
    paper_bgcolor: PAPER,
    plot_bgcolor: PAPER,
    font: { family: FONT, size: 13, color: INK },
    title: {
      text: `<b>${titleLines.join("<br>")}</b>`,
      font: { size: TITLE.size },
      x: EDGE / WIDTH,
      xanchor: "left",
      y: 1 - EDGE / (top + panel + bottom),
      yref: "container",
      yanchor: "top",
    },
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
    ...(slider && { sliders: [sliderLayout(slider, BELOW_AXIS)] }),
    ...composition.layout,
  };
  return { data: traces, layout, ...(slider && { frames: sliderFrames(slider) }) };
}

function legendLayout(traces: readonly Trace[]): {
  height: number;
  layout: Record<string, unknown>;
} {
  const named = traces.filter((trace) => trace.showlegend === true);
  if (named.length === 0) return { height: 0, layout: {} };
  const widest = Math.max(...named.map((trace) => textWidth(String(trace.name), LEGEND.size)));
  const columns = Math.max(
    1,
    Math.min(named.length, Math.floor(PANEL_WIDTH / (widest + LEGEND.symbol))),
  );
  const rows = Math.ceil(named.length / columns);
  return {
    height: rows * LEGEND.line + 8,
    layout: {
      orientation: "h",
      x: 0,
      xanchor: "left",
      y: 1,
      yanchor: "bottom",
      entrywidth: widest + 4,
      entrywidthmode: "pixels",
      font: { size: LEGEND.size },
      bgcolor: "rgba(0,0,0,0)",
      itemsizing: "trace",
    },
  };
}
