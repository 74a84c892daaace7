// The size of what a browser runs before the overview can be seen, as the size gate counts it.
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { ensureExists } from "../src/base/assert.ts";

/** Scripts and styles of the first load of the overview in the built app, gzip level 9, bytes. */
export async function firstLoadBytes(): Promise<number> {
  // It reads the build when it loads.
  const { default: sizeLimits } = await import("../.size-limit.mjs");
  const { path } = ensureExists(
    sizeLimits.find(({ name }) => name === "first load of the overview"),
    "the size gate's row of the first load",
  );
  const files = await Promise.all([path].flat().map((file) => readFile(file)));
  return files.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0);
}
