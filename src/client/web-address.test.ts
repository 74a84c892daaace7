import { expect, it } from "vitest";

import { webAddress } from "./web-address.ts";

it.each(["http://logs:8080/a?b=c", "https://logs/"])("takes %s", (text) => {
  expect(webAddress(text)).toBe(text);
});

it.each(["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "/relative", "", "logs"])("refuses %j", (text) => {
  expect(webAddress(text)).toBeUndefined();
});
