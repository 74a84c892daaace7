import { expect, it } from "vitest";

import { descriptionLines } from "./plan-description.ts";

it("gives back a description's lines as text, with what was escaped once unescaped once", () => {
  expect(descriptionLines("Source: a<br/>+- &lt;img src=x onerror=&quot;f()&quot;&gt;<br/>   +- b &amp;lt; c<br/>")).toEqual([
    "Source: a",
    '+- <img src=x onerror="f()">',
    "   +- b &lt; c",
  ]);
  expect(descriptionLines("")).toEqual([]);
});
