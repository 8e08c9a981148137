/**
 * A figure of a notebook, as its page shows it: title and caption are text of the page, so they leave
 * the picture, and a slider is the browser's own, which a keyboard and a finger can move.
 *
 * @typedef {{data: object[], layout: Record<string, any>, frames?: object[], config?: object}} Plotly
 */

// The margin that the axis and its title need when no caption stands below them.
const BELOW = 62;

/**
 * @param {Plotly} plotly
 * @returns {Plotly & {slider?: {label: string, names: string[], frames: string[], shown: number}}}
 */
export function liveFigure({ data, layout, frames, config }) {
  const { annotations = [], sliders, width: _, ...rest } = layout;
  const lifted = layout.margin.t - 40;
  const dropped = layout.margin.b - BELOW;
  const [slider] = sliders ?? [];
  return {
    data,
    layout: {
      ...rest,
      annotations: annotations.slice(0, -2),
      margin: { ...layout.margin, t: lifted, b: BELOW },
      height: layout.height - 40 - dropped,
    },
    config: { ...config, responsive: false },
    ...(slider
      ? {
          frames,
          slider: {
            label: slider.currentvalue.prefix.replace(/\s*=\s*$/, ""),
            names: slider.steps.map((/** @type {any} */ step) => step.label),
            frames: slider.steps.map((/** @type {any} */ step) => step.args[0][0]),
            shown: slider.active,
          },
        }
      : {}),
  };
}

/** @param {Plotly} plotly */
export function titleOf({ layout }) {
  return String(layout.annotations.at(-2).text).replace(/<[^>]*>/g, "");
}

const ANNOTATION = /<g class="annotation" [^>]*>/g;
const PLACE = /<g class="cursor-pointer" transform="translate\([\d.-]+,([\d.-]+)\)"/;

/**
 * The picture without its title above and its caption below.
 *
 * @param {string} svg
 */
export function croppedSvg(svg) {
  const groups = [...svg.matchAll(ANNOTATION)];
  const [title, caption] = groups.slice(-2).map(({ index }) => {
    const place = svg.slice(index).match(PLACE);
    return Number(place?.[1]);
  });
  const width = Number(svg.match(/ width="([\d.]+)"/)?.[1]);
  if (!(title >= 0 && caption > title && width > 0))
    throw new Error("the picture of a figure has no title above or no caption below");
  const top = Math.round(title + 24);
  const height = Math.round(caption - 4 - top);
  return svg
    .slice(0, groups.at(-2)?.index)
    .concat("</g></svg>")
    .replace(/ width="[\d.]+" height="[\d.]+"/, ` width="${width}" height="${height}"`)
    .replace(/viewBox="[^"]*"/, `viewBox="0 ${top} ${width} ${height}"`);
}
