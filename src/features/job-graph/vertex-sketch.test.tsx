import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";

import type { VertexCardModel } from "./vertex-card-model.ts";
import { VertexSketch } from "./vertex-sketch.tsx";

afterEach(cleanup);

const CARD: VertexCardModel = {
  id: "a",
  name: "Join[7] -> <b>Calc</b>",
  description: undefined,
  phase: "working",
  tasks: [
    { tone: "running", word: "RUNNING", count: 3 },
    { tone: "initializing", word: "INITIALIZING", count: 1 },
  ],
  parallelism: 4,
  measures: { busyShare: undefined, backpressuredShare: undefined, lowWatermark: undefined },
  rates: undefined,
  average: { busyShare: 0.98, backpressuredShare: 0.01 },
  willRestoreBytes: undefined,
  endedMs: undefined,
  rootCause: undefined,
  isCulprit: false,
};

it("shows name, states and load from far away, the name as text, and is selected like a card", async () => {
  const onSelect = vi.fn<(vertexId: string | undefined) => void>();
  render(<VertexSketch card={CARD} isDot={false} isSelected={false} onSelect={onSelect} />);
  const article = screen.getByRole("article", { name: "Join[7] -> <b>Calc</b>" });
  expect(article.textContent).toContain("Join[7] -> <b>Calc</b>");
  expect(article.textContent).toContain("3 RUNNING");
  expect(article.textContent).toContain("1 INITIALIZING");
  await userEvent.click(screen.getByRole("button"));
  expect((await screen.findByRole("tooltip")).textContent).toBe(
    "Join[7] -> <b>Calc</b>3 RUNNING, 1 INITIALIZING, busy 100 %, backpressured 0 % on average",
  );
  expect(onSelect).toHaveBeenCalledWith("a");
});

it("is a dot farther away, which still has its name and says its states", async () => {
  const onSelect = vi.fn<(vertexId: string | undefined) => void>();
  render(<VertexSketch card={{ ...CARD, average: undefined, phase: "failed" }} isDot isSelected onSelect={onSelect} />);
  const article = screen.getByRole("article", { name: "Join[7] -> <b>Calc</b>" });
  expect(article.textContent).toBe("");
  expect(article.dataset["phase"]).toBe("failed");
  await userEvent.tab();
  expect((await screen.findByRole("tooltip")).textContent).toBe("Join[7] -> <b>Calc</b>3 RUNNING, 1 INITIALIZING");
  await userEvent.click(screen.getByRole("button", { name: "Join[7] -> <b>Calc</b>" }));
  expect(onSelect).toHaveBeenCalledWith(undefined);
});
