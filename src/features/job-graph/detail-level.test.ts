import { expect, it } from "vitest";

import { chooseDetail, measuresOf, zoomLook } from "./detail-level.ts";

it("shows four vertices between two topics in full if there is space, and less beside the inspector or in a small window", () => {
  expect(chooseDetail(4, 2, 1524)).toBe("wide");
  expect(chooseDetail(4, 2, 1172)).toBe("medium");
  expect(chooseDetail(4, 2, 852)).toBe("compact");
});

it("needs less space without topics", () => {
  expect(chooseDetail(3, 2, 1100)).toBe("medium");
  expect(chooseDetail(3, 0, 1100)).toBe("wide");
});

it("reserves a second line if a name needs it", () => {
  const short = measuresOf("wide", ["ClickEvent Counter"]);
  const long = measuresOf("wide", ["ClickEvent Counter", "ClickEventStatistics Sink: Committer"]);
  expect(long.cardHeight).toBeGreaterThan(short.cardHeight);
});

it("keeps text at 11 px or more at any zoom, and drops text without space", () => {
  for (const zoom of [0.06, 0.1, 0.3, 0.607, 0.9, 0.92, 0.99, 1, 1.7]) {
    expect((11 / zoomLook(zoom).textZoom) * zoom).toBeGreaterThanOrEqual(11 * Math.max(1, zoom) - 1e-9);
  }
  expect(zoomLook(1)).toEqual({ textZoom: 1, isFar: false, isFarthest: false });
  expect(zoomLook(0.92).isFar).toBe(false);
  expect(zoomLook(0.607)).toMatchObject({ isFar: true, isFarthest: false });
  expect(zoomLook(0.2).isFarthest).toBe(true);
});
