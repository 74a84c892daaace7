import { afterEach, expect, it, vi } from "vitest";

import { createFrameScheduler } from "./notify-by-frame.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it("runs all callbacks since the last frame together, in order, and later ones in the next", () => {
  const frames: (() => void)[] = [];
  vi.spyOn(globalThis, "requestAnimationFrame").mockImplementation((callback) => frames.push(() => callback(0)));
  const schedule = createFrameScheduler();
  const ran: string[] = [];
  schedule(() => {
    ran.push("first");
    schedule(() => ran.push("third"));
  });
  schedule(() => ran.push("second"));
  expect(frames).toHaveLength(1);
  frames[0]?.();
  expect(ran).toEqual(["first", "second"]);
  expect(frames).toHaveLength(2);
  frames[1]?.();
  expect(ran).toEqual(["first", "second", "third"]);
});

it("does not wait for a frame that a hidden tab never has", () => {
  vi.useFakeTimers();
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const callback = vi.fn<() => void>();
  createFrameScheduler()(callback);
  vi.advanceTimersByTime(0);
  expect(callback).toHaveBeenCalledOnce();
});
