/**
 * Numbers as they travel between processes: float64 in base64, with their shape.
 *
 * @typedef {{shape: number[], base64: string}} Sent
 */

/** @param {ArrayLike<number>} values @param {number[]} shape @returns {Sent} */
export function sent(values, shape) {
  const data = Float64Array.from(values);
  if (shape.reduce((a, b) => a * b, 1) !== data.length)
    throw new Error(`${data.length} numbers do not have the shape [${shape.join(", ")}]`);
  return { shape, base64: Buffer.from(data.buffer).toString("base64") };
}

/** @param {Sent} array @returns {Float64Array} */
export function received({ base64 }) {
  const bytes = Buffer.from(base64, "base64");
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
