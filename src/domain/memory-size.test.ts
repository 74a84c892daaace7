import { expect, it } from "vitest";

import { parseMemorySize } from "./memory-size.ts";

it.each([
  ["134217728b", 134_217_728],
  ["1600m", 1600 * 1024 ** 2],
  ["2 gb", 2 * 1024 ** 3],
  ["1 TEBIBYTES", 1024 ** 4],
  ["10", 10],
  ["", undefined],
  ["1.5g", undefined],
  ["-1m", undefined],
  ["5 constructor", undefined],
  [undefined, undefined],
])("%j has %j bytes", (text, bytes) => {
  expect(parseMemorySize(text)).toBe(bytes);
});
