import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { SeenCheckpoint } from "../../domain/seen-checkpoints.ts";
import { seenAfter } from "../../domain/seen-checkpoints.ts";
import { recordedJob } from "../../testing/recorded-job.ts";
import { seenOf } from "../../testing/seen-checkpoints.ts";
import { CheckpointsOverTime } from "./checkpoints-over-time.tsx";

const FAILED = { status: "FAILED", durationMs: undefined, stateBytes: undefined } as const;

beforeEach(() => {
  // Without a layout engine elements have no width, and nothing would be drawn.
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function show(seen: readonly SeenCheckpoint[], onSelect: (id: number) => void = () => undefined): Promise<Element> {
  render(<CheckpointsOverTime seen={seen} restored={null} intervalMs={1000} selectedId={undefined} onSelect={onSelect} />);
  return screen.findByRole("application", { name: /^Checkpoints over time/ });
}

it("has a summary of the recorded checkpoints as its name", async () => {
  const { checkpoints } = await recordedJob("05-recovered");
  const chart = await show(seenAfter([], checkpoints));
  expect(chart.getAttribute("aria-label")).toBe(
    "Checkpoints over time: 10 completed, 1 failed, duration 17 ms to 38 ms, state size 7.4 KiB",
  );
});

it("shows id, state, duration and size of the checkpoint at the keyboard, and Enter opens it", async () => {
  const onSelect = vi.fn<(id: number) => void>();
  const chart = await show(
    seenOf(3, (id) => (id === 2 ? { isSavepoint: true, durationMs: 61 } : {})),
    onSelect,
  );
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  expect(screen.getByRole("status").textContent).toMatch(
    /^Savepoint 2 COMPLETEDtriggered \d\d:\d\d:02\.0duration 61 ms, state size 6\.8 KiB$/,
  );
  fireEvent.keyDown(chart, { key: "Enter" });
  expect(onSelect.mock.calls).toEqual([[2]]);
});

it("shows dashes for a failed checkpoint, and its message as text", async () => {
  const chart = await show(seenOf(1, () => ({ ...FAILED, failure: "boom <img src=x onerror=alert(1)> \u202e" })));
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  const words = screen.getByRole("status").textContent;
  expect(words).toContain("FAILED");
  expect(words).toContain("duration –, state size –");
  expect(words).toContain("boom <img src=x onerror=alert(1)> ⟨U+202E⟩");
  expect(document.querySelector("img")).toBeNull();
});

it("describes a gap, and Enter opens nothing there", async () => {
  const onSelect = vi.fn<(id: number) => void>();
  const seen = seenOf(2, (id) => (id === 2 ? { triggeredMs: 62_020, acknowledgedMs: 62_040 } : {}));
  const chart = await show(seen, onSelect);
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  expect(screen.getByRole("status").textContent).toBe("1m 01s without a checkpoint");
  fireEvent.keyDown(chart, { key: "Enter" });
  expect(onSelect).not.toHaveBeenCalled();
});

it("draws each kind with its own mark", async () => {
  const kinds = [{}, { isSavepoint: true }, FAILED, { ...FAILED, status: "IN_PROGRESS", acknowledgedMs: undefined }] as const;
  const chart = await show(seenOf(4, (id) => kinds[id - 1] ?? {}));
  const marks = [...chart.querySelectorAll("path")].map((path) => path.getAttribute("class") ?? "");
  for (const words of ["fill-series-1", "stroke-st-failed"]) expect(marks.some((one) => one.includes(words))).toBe(true);
  expect(marks.filter((one) => one === "fill-accent")).toHaveLength(2);
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "completed",
    "savepoint",
    "failed",
    "in progress",
    "restored",
  ]);
});

it("says that there is no checkpoint yet", () => {
  render(<CheckpointsOverTime seen={[]} restored={null} intervalMs={1000} selectedId={undefined} onSelect={() => undefined} />);
  expect(screen.getByText("The chart starts with the first checkpoint.")).toBeDefined();
});
