import { expect, it } from "vitest";

import { vertexTitle } from "./vertex-name.ts";

it("puts arrows between chained operators and makes direction marks visible", () => {
  expect(vertexTitle("Source: a -> b -> c: Writer")).toBe("Source: a → b → c: Writer");
  expect(vertexTitle("\u202eesrever")).toBe("⟨U+202E⟩esrever");
});
