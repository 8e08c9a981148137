/** Where the line through the points crosses zero, by linear interpolation, x in ascending order. */
export function crossings(x: readonly number[], y: readonly number[]): readonly number[] {
  const order = x.map((_, i) => i).sort((a, b) => (x[a] as number) - (x[b] as number));
  const found: number[] = [];
  for (const [k, i] of order.entries()) {
    const [x0, y0] = [x[i] as number, y[i] as number];
    if (y0 === 0) found.push(x0);
    const j = order[k + 1];
    if (j === undefined) continue;
    const [x1, y1] = [x[j] as number, y[j] as number];
    if (y0 * y1 < 0) found.push(Number((x0 - (y0 * (x1 - x0)) / (y1 - y0)).toPrecision(7)));
  }
  return found;
}
