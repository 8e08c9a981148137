/** The protocol counts code points, JavaScript counts UTF-16 units; they differ after an emoji. */
export function toUnits(text: string, points: number): number {
  let units = 0;
  for (let k = 0; k < points && units < text.length; k++) {
    units += text.codePointAt(units)! > 0xffff ? 2 : 1;
  }
  return units;
}

export function toPoints(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}
