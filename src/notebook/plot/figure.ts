import type { Displayable, MimeBundle } from "../../numerics/mimeBundle";
import { show } from "../../reporting/display";
import { drawSVG } from "./svg";

/** What Plotly draws: traces, layout and, where something moves, frames. All of it is JSON. */
export interface PlotlyFigure {
  readonly data: readonly Record<string, unknown>[];
  readonly layout: Readonly<Record<string, unknown>>;
  readonly frames?: readonly Record<string, unknown>[];
}

export interface FigureParts {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly description: string;
  /** The data as text, for those who do not see the picture. */
  readonly table: string;
  /** The interactive form. */
  readonly live: PlotlyFigure;
  /** The form that is drawn as SVG: without sliders. */
  readonly still: PlotlyFigure;
}

// Without the button that would send a reader's data to another company's server.
const CONFIG = { displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };

/** A figure in all its forms: interactive, as SVG, and in words. */
export class Figure implements Displayable {
  readonly id: string;
  readonly caption: string;
  readonly description: string;

  constructor(private readonly parts: FigureParts) {
    this.id = parts.id;
    this.caption = parts.caption;
    this.description = parts.description;
  }

  /** The figure as a self-contained SVG document; the same figure always gives the same bytes. */
  toSVG(): Promise<string> {
    return drawSVG(this.parts);
  }

  /** The interactive form, as Plotly takes it. */
  toPlotly(): PlotlyFigure & { readonly config: Readonly<Record<string, unknown>> } {
    return { ...this.parts.live, config: CONFIG };
  }

  /** The figure in words: title, caption, description, and the data as a table. */
  toText(): string {
    const { title, caption, description, table } = this.parts;
    return [title, caption, description, table].join("\n\n");
  }

  /** What a notebook shows: the interactive form where it can, the SVG elsewhere, the words always. */
  async toMimeBundle(): Promise<MimeBundle> {
    const { id, caption, description } = this;
    return {
      data: {
        "application/vnd.plotly.v1+json": this.toPlotly(),
        "image/svg+xml": await this.toSVG(),
        "text/plain": this.toText(),
      },
      metadata: { "score-matching": { figure: id, caption, description } },
    };
  }

  /** Shows the figure now, in the middle of a cell: `await figure.show()`. */
  async show(): Promise<void> {
    show(await this.toMimeBundle());
  }
}
