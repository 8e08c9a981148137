import type { Figure } from "../../../src/notebook/plot/figure";

export interface Trace {
  readonly type: string;
  readonly name: string;
  readonly mode?: string;
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
  readonly z?: readonly (readonly number[])[];
  readonly yaxis?: string;
  readonly showlegend?: boolean;
  readonly line?: Record<string, unknown>;
  readonly marker?: Record<string, unknown>;
  readonly error_y?: { readonly array: readonly number[] };
}

export interface Live {
  readonly data: readonly Trace[];
  readonly layout: Record<string, never> & {
    readonly width: number;
    readonly height: number;
    readonly margin: Record<string, number>;
    readonly annotations: readonly Record<string, unknown>[];
    readonly shapes: readonly Record<string, unknown>[];
    readonly sliders?: readonly Record<string, unknown>[];
    readonly xaxis: Record<string, unknown>;
    readonly yaxis: Record<string, unknown>;
    readonly yaxis2?: Record<string, unknown>;
  };
  readonly frames?: readonly { readonly name: string; readonly data: readonly Trace[] }[];
  readonly config: Record<string, unknown>;
}

/** The interactive form of a figure, as it arrives. */
export function liveOf(figure: Figure): Live {
  return JSON.parse(JSON.stringify(figure.toPlotly())) as Live;
}

/** What every figure has to say of itself. */
export const head = { id: "a-figure", title: "A title", caption: "It shows something." };
