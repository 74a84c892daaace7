import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { afterEach, expect, it } from "vitest";

import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import type { DetailLevel } from "./detail-level.ts";
import { VertexCard } from "./vertex-card.tsx";
import type { VertexCardModel } from "./vertex-card-model.ts";

afterEach(cleanup);

const VERTICES = 300;

function card(index: number): VertexCardModel {
  return {
    id: String(index),
    name: `step ${String(index)}`,
    description: "Bottleneck",
    phase: "working",
    tasks: [{ tone: "running", word: "RUNNING", count: 4 }],
    parallelism: 4,
    measures: { busyShare: 0.5, backpressuredShare: 0, lowWatermark: "no input" },
    rates: { recordsInPerSecond: 10, recordsOutPerSecond: 10 },
    average: undefined,
    willRestoreBytes: undefined,
    endedMs: undefined,
    rootCause: undefined,
    bottleneck: { vertexId: String(index), busy: 0.9, hot: undefined },
  };
}

const CARD_PROPS = { isLoading: false, staleSinceMs: undefined, exceptionsPath: "/exceptions", onSelect: () => undefined };

function show(vertices: number, selected: number | undefined): void {
  render(cards(vertices, selected, "wide"));
}

function cards(vertices: number, selected: number | undefined, level: DetailLevel): ReactNode {
  return (
    <MemoryRouter>
      {Array.from({ length: vertices }, (_, index) => (
        <VertexCard key={index} card={card(index)} level={level} isSelected={index === selected} {...CARD_PROPS} />
      ))}
    </MemoryRouter>
  );
}

/** By selector: queries by role take seconds for hundreds of cards. */
function tabStops(within: ParentNode): readonly Element[] {
  return [...within.querySelectorAll("button, a[href], input, [tabindex]")];
}

it("has one tab stop for each card, and one for each hint of the selected card", () => {
  show(VERTICES, undefined);
  expect(tabStops(document)).toHaveLength(VERTICES);
  cleanup();
  show(VERTICES, 7);
  const [selected] = document.querySelectorAll('[aria-label="step 7"]');
  const [, ...hints] = tabStops(selected ?? document);
  expect(hints.map(({ textContent }) => textContent)).toEqual([
    "Bottleneck",
    "parallelism 4",
    JOB_GLOSSARY.busy.title,
    JOB_GLOSSARY.backpressured.title,
    JOB_GLOSSARY.recordsInPerSecond.title,
    JOB_GLOSSARY.recordsOutPerSecond.title,
    JOB_GLOSSARY.lowWatermark.title,
  ]);
  expect(tabStops(document)).toHaveLength(VERTICES + hints.length);
});

it("explains the terms of the selected card by keyboard, in the order of the card", async () => {
  const user = userEvent.setup();
  show(2, 0);
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "step 0" }));
  await user.tab();
  expect((await screen.findByRole("tooltip")).textContent).toMatch(/upstream of it are backpressured/);
  await user.tab();
  await waitFor(() =>
    expect(screen.getByRole("tooltip").textContent).toBe(`${JOB_GLOSSARY.parallelism.title}${JOB_GLOSSARY.parallelism.text}`),
  );
});

it("reads by keyboard what the head of a card does not show", async () => {
  const user = userEvent.setup();
  render(
    <MemoryRouter>
      {[card(0), { ...card(1), operation: "Map" }].map((each) => (
        <VertexCard key={each.id} card={each} {...CARD_PROPS} level="wide" isSelected={false} />
      ))}
    </MemoryRouter>,
  );
  await user.tab();
  expect(screen.queryByRole("tooltip")).toBeNull();
  await user.tab();
  expect((await screen.findByRole("tooltip")).textContent).toBe("step 1; Bottleneck; Operation: Map");
});

it.each([
  ["that gets narrower", 0, "medium"],
  ["that is no longer selected", undefined, "wide"],
] as const)("keeps the focus in a card %s, although the element with the focus is gone", async (_, selected, level) => {
  const user = userEvent.setup();
  const { rerender } = render(cards(1, 0, "wide"));
  const term = screen.getByRole("button", { name: /^parallelism/ });
  while (document.activeElement !== term) await user.tab();
  rerender(cards(1, selected, level));
  expect(document.body.contains(term)).toBe(false);
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "step 0" }));
});
