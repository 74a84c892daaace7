import { expect, it } from "vitest";
import { parsePolicy } from "./content-security-policy.ts";

it("reads the directives that the page declares", () => {
  const html = `<meta\n  http-equiv="Content-Security-Policy"\n  content="default-src 'none'; img-src 'self' data:; "\n/>`;
  expect(parsePolicy(html)).toEqual({ "default-src": ["'none'"], "img-src": ["'self'", "data:"] });
});

it("rejects a page without a policy", () => {
  expect(() => parsePolicy("<html></html>")).toThrow("Content-Security-Policy");
});
