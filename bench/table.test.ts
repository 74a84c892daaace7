import { describe, expect, it } from "vitest";
import { tableLines } from "./table.ts";

describe("tableLines", () => {
  it("aligns texts to the left and numbers to the right, and leaves missing cells empty", () => {
    const rows = [
      { platform: "Node", bytes: 1_234_567, note: "warm" },
      { platform: "Chromium 140", bytes: 5 },
    ];
    expect(tableLines(rows)).toEqual([
      "platform          bytes  note",
      "────────────  ─────────  ────",
      "Node          1,234,567  warm",
      "Chromium 140          5",
    ]);
  });

  it("has a column for each key that any row has", () => {
    expect(tableLines([{ a: "x" }, { b: "y" }])).toEqual(["a  b", "─  ─", "x", "   y"]);
  });
});
