import { expect, it } from "vitest";
import { philox4x32 } from "../../src/numerics/philox";

// The lines "philox4x32 10" of kat_vectors, published with Random123 (Salmon and others, 2011):
// counter, key, output. The third counter and key are the first digits of pi.
const knownAnswers = [
  "00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
  "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd",
  "243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1",
];

it.each(knownAnswers)("Philox4x32-10 gives the published answer: %s", (line) => {
  const words = line.split(" ").map((word) => Number.parseInt(word, 16));
  const out = new Uint32Array(4);
  const [c0, c1, c2, c3, k0, k1, ...answer] = words as [
    ...[number, number, number, number, number, number],
    ...number[],
  ];
  philox4x32(out, c0, c1, c2, c3, k0, k1);
  expect(Array.from(out)).toEqual(answer);
});
