import { expect, it } from "vitest";

import { visibleText } from "./visible-text.ts";

it("shows what cannot be seen, and leaves the rest as it is", () => {
  expect(visibleText("\u001b[31mred\u001b[0m")).toBe("␛[31mred␛[0m");
  expect(visibleText("a\u202egnp.exe")).toBe("a⟨U+202E⟩gnp.exe");
  expect(visibleText("\u0000\u0007\u007f")).toBe("␀␇␡");
  expect(visibleText("one\r\n\ttwo")).toBe("one\n\ttwo");
  expect(visibleText("a\u200eb\u200fc\u061cd")).toBe("a⟨U+200E⟩b⟨U+200F⟩c⟨U+061C⟩d");
  expect(visibleText("a\u200bb\ufeffc\u00add\u2060")).toBe("a⟨U+200B⟩b⟨U+FEFF⟩c⟨U+00AD⟩d⟨U+2060⟩");
  expect(visibleText("\u0085\u009b31m\u2028")).toBe("⟨U+0085⟩⟨U+009B⟩31m⟨U+2028⟩");
  expect(visibleText("half \ud83d, tag \u{e0041}")).toBe("half ⟨U+D83D⟩, tag ⟨U+E0041⟩");
  expect(visibleText("over\rwritten")).toBe("over␍written");
  expect(visibleText("x\u200dy")).toBe("x⟨U+200D⟩y");
  expect(visibleText("👩‍💻 👩🏽‍🚀 ❤️‍🔥")).toBe("👩‍💻 👩🏽‍🚀 ❤️‍🔥");
  expect(visibleText(visibleText("\u202e\r\u0007"))).toBe(visibleText("\u202e\r\u0007"));
  expect(visibleText("<b>שלום</b> — 你好 🙂")).toBe("<b>שלום</b> — 你好 🙂");
});
