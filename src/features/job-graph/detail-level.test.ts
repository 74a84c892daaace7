import { expect, it } from "vitest";

import { chooseDetail, measuresOf } from "./detail-level.ts";

it("shows four vertices between two topics in full where there is room, and less where the inspector or the window takes it", () => {
  expect(chooseDetail(4, 2, 1524)).toBe("wide");
  expect(chooseDetail(4, 2, 1172)).toBe("medium");
  expect(chooseDetail(4, 2, 852)).toBe("compact");
});

it("needs less room without topics", () => {
  expect(chooseDetail(3, 2, 1100)).toBe("medium");
  expect(chooseDetail(3, 0, 1100)).toBe("wide");
});

it("makes room for a second line where a name needs it", () => {
  const short = measuresOf("wide", ["ClickEvent Counter"]);
  const long = measuresOf("wide", ["ClickEvent Counter", "ClickEventStatistics Sink: Committer"]);
  expect(long.cardHeight).toBeGreaterThan(short.cardHeight);
});
