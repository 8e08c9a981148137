// The widths of the characters 32 to 126 of Helvetica, in thousandths of the font size (Adobe font
// metrics, 1985). Arial, Liberation Sans and Nimbus Sans have the same.
const HELVETICA = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
  611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
  222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
// DejaVu Sans, the usual substitute where neither is installed, is wider by about this factor.
const MARGIN = 1.12;

/** About how wide a line of text is, in pixels, on the wide side, without asking a browser. */
export function textWidth(text: string, fontSize: number): number {
  let thousandths = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    thousandths += code >= 0x2e80 ? 1000 : (HELVETICA[code - 32] ?? 600);
  }
  return (thousandths * fontSize * MARGIN) / 1000;
}

/** Breaks a text between words, so that no line is wider than `width` pixels. */
export function wrapped(text: string, fontSize: number, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.trim().split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && textWidth(longer, fontSize) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
