import { expect, it } from "vitest";

import { urlPart } from "./url-part.ts";

it.each([
  ["a/b?c#d%", "a%2Fb%3Fc%23d%25"],
  ["🐦", "%F0%9F%90%A6"],
  ["half \ud83d", "half%20%EF%BF%BD"],
  ["\udc26 half", "%EF%BF%BD%20half"],
])("encodes %j", (text, expected) => {
  expect(urlPart(text)).toBe(expected);
});
