import { expect, it } from "vitest";

import { visibleText } from "./visible-text.ts";

it("shows what cannot be seen, and leaves the rest as it is", () => {
  expect(visibleText("\u001b[31mred\u001b[0m")).toBe("␛[31mred␛[0m");
  expect(visibleText("a\u202egnp.exe")).toBe("a⟨U+202E⟩gnp.exe");
  expect(visibleText("\u0000\u0007\u007f")).toBe("␀␇␡");
  expect(visibleText("one\r\n\ttwo")).toBe("one\n\ttwo");
  expect(visibleText("<b>שלום</b> — 你好 🙂")).toBe("<b>שלום</b> — 你好 🙂");
});
