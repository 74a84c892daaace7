import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseNode, isRecentEnough, root } from "./node24.mjs";

describe("the Node that tools run on", () => {
  it.each([
    ["the package's, where the user's own is too old for our tools", "v20.20.2", "24.21.0", "package"],
    ["the package's, where the user's own is a line that our tools do not support", "v25.9.0", "24.21.0", "package"],
    ["the package's, where the user's own is older", "v22.23.2", "24.21.0", "package"],
    ["the package's, where the user's own is an older one of the same line", "v24.9.0", "24.21.0", "package"],
    ["the user's own, where it is newer", "v24.22.3", "24.21.0", "own"],
    ["the user's own, where it is of a newer line", "v26.12.1", "24.21.0", "own"],
    ["the user's own, where both are the same", "v24.21.0", "24.21.0", "own"],
    ["the user's own, where there is no package for this machine", "v22.19.0", undefined, "own"],
    ["none, where there is no package and the user's own is too old", "v22.18.0", undefined, undefined],
  ])("is %s", (_what, own, packaged, expected) => {
    expect(chooseNode(own, packaged)).toBe(expected);
  });

  it.each([
    ["v22.18.0", false],
    ["v22.19.0", true],
    ["v23.11.0", false],
    ["v24.4.0", false],
    ["v24.5.0", true],
    ["v25.9.0", false],
    ["v26.0.0", true],
    ["v28.1.0", true],
  ])("may be %s: %s", (version, expected) => {
    expect(isRecentEnough(version)).toBe(expected);
  });

  it("is recent enough in every pinned package", () => {
    const manifest = JSON.parse(readFileSync(join(root, "tools", "node", "package.json"), "utf8")) as {
      optionalDependencies: Record<string, string>;
    };
    const pinned = Object.entries(manifest.optionalDependencies);
    expect(pinned).toHaveLength(5);
    expect(pinned.filter(([, version]) => !isRecentEnough(version))).toEqual([]);
  });
});
