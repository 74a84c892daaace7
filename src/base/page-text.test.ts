import { expect, test } from "vitest";

import { pageText } from "./page-text.ts";

test.each([
  [
    "nginx's page",
    "<html><body><center><h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center></body></html>",
    "503 Service Temporarily Unavailable nginx",
  ],
  ["plain text", "upstream connect error\r\n  or disconnect", "upstream connect error or disconnect"],
  ["a comparison", "1 < 2 and 3 > 2", "1 < 2 and 3 > 2"],
  ["entities", "<p>You&#39;re not &lt;allowed&gt; &amp; that&nbsp;is it</p>", "You're not <allowed> & that is it"],
  ["a script and a style", "<style>b{color:red}</style><SCRIPT>alert('x')</SCRIPT ><b>Sign in</b><!-- hidden -->", "Sign in"],
  ["a script that never ends", "<p>Sign in</p><script>while (true) {", "Sign in"],
  ["a tag that never ends", "Sign in <a href='", "Sign in"],
])("reads %s", (_what, page, words) => {
  expect(pageText(page)).toBe(words);
});

test("has nothing to say about a page without words", () => {
  expect(pageText("")).toBeUndefined();
  expect(pageText("<html>\n<body></body></html>")).toBeUndefined();
});

test("cuts a long text", () => {
  const words = pageText(`<p>${"word ".repeat(1_000)}</p>`);
  expect(words).toHaveLength(201);
  expect(words).toMatch(/^word word .* …$/);
});

test("reads a page of unclosed tags in one pass", () => {
  expect(pageText("<script".repeat(1_000_000))).toBeUndefined();
  expect(pageText(`Hello ${"<!--".repeat(1_000_000)}`)).toBe("Hello");
});
