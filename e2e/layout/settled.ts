import type { Page } from "@playwright/test";

/** Waits until the page is still: fonts are loaded, and nothing moves. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(waitForStillFrames);
}

/** Resolves after a few frames with the same boxes. Throws, and names what moves, if there are none. */
async function waitForStillFrames(): Promise<void> {
  const SAME_FRAMES = 4;
  const MOST_FRAMES = 600;
  await document.fonts.ready;
  let last: readonly number[] = [];
  for (let same = 0, frames = 0; same < SAME_FRAMES; frames++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const elements = [...document.body.querySelectorAll("*")];
    const boxes = elements.flatMap((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y, width, height];
    });
    const moved = boxes.length === last.length ? boxes.findIndex((value, index) => value !== last[index]) : 0;
    same = moved === -1 ? same + 1 : 0;
    last = boxes;
    if (frames > MOST_FRAMES) {
      const moving = elements[Math.floor(moved / 4)]?.outerHTML.slice(0, 500);
      throw new Error(`The page does not come to rest: ${moving ?? "elements appear and disappear"}`);
    }
  }
}
