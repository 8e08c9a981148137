/// <reference lib="dom" />
import type { Page } from "playwright-core";

/** How many pixels differ between two PNG screenshots of one size. `blank` is a page of no site. */
export function differingPixels(blank: Page, first: Buffer, second: Buffer): Promise<number> {
  return blank.evaluate(
    async ([a, b]) => {
      const pixels = async (base64: string) => {
        const image = new Image();
        image.src = `data:image/png;base64,${base64}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext("2d")!;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height).data;
      };
      const [left, right] = [await pixels(a), await pixels(b)];
      if (left.length !== right.length) throw new Error("the screenshots differ in size");
      let count = 0;
      for (let i = 0; i < left.length; i += 4) {
        const difference = [0, 1, 2].map((k) => Math.abs(left[i + k]! - right[i + k]!));
        if (Math.max(...difference) > 32) count++;
      }
      return count;
    },
    [first.toString("base64"), second.toString("base64")] as const,
  );
}
