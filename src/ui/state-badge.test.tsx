import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { StateBadge, TaskCounts } from "./state-badge.tsx";

afterEach(cleanup);

test("[F198] a state is a colour, a shape and the cluster's word", () => {
  render(<StateBadge tone="failed" label="FAILED" filled />);
  const badge = screen.getByText("FAILED");
  expect(badge.getAttribute("style")).toContain("--color-st-failed");
  expect(badge.querySelector("svg")).not.toBeNull();
});

test("[F198] a mixed state has a badge for each part, with its count", () => {
  const counts = [
    { tone: "running", word: "RUNNING", count: 6 },
    { tone: "initializing", word: "INITIALIZING", count: 2 },
  ] as const;
  render(<TaskCounts counts={counts} />);
  expect(screen.getByText("6 RUNNING")).toBeDefined();
  expect(screen.getByText("2 INITIALIZING")).toBeDefined();
});
