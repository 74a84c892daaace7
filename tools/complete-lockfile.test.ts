import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { machineOf, missingOptionals } from "./complete-lockfile.mjs";
import { root } from "./node24.mjs";

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

describe("package-lock.json", () => {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));

  it("has the packages for other machines, without which npm ci refuses it (run tools/complete-lockfile.mjs)", () => {
    expect([...missingOptionals(packages).keys()]).toEqual([]);
  });

  it("names no address to download from: that is for each machine's own registry", () => {
    expect(Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined)).toEqual([]);
  });
});

it("finds an optional dependency without an entry", () => {
  const packages = {
    "": {},
    "node_modules/tool": { version: "1.0.0", dev: true, optionalDependencies: { "tool-linux-x64": "1.0.0", "tool-win32-x64": "1.0.0" } },
    "node_modules/tool-linux-x64": { version: "1.0.0" },
  };
  expect([...missingOptionals(packages)]).toEqual([
    ["node_modules/tool-win32-x64", { name: "tool-win32-x64", version: "1.0.0", dev: true }],
  ]);
});

describe("the machine of a platform package", () => {
  it.each([
    ["@oxlint/binding-linux-x64-musl", { cpu: ["x64"], libc: ["musl"], os: ["linux"] }],
    ["@oxfmt/binding-linux-arm-gnueabihf", { cpu: ["arm"], libc: ["glibc"], os: ["linux"] }],
    ["@oxlint-tsgolint/darwin-arm64", { cpu: ["arm64"], os: ["darwin"] }],
    ["@tailwindcss/oxide-wasm32-wasi", { cpu: ["wasm32"] }],
  ])("of %s stands in its name", (name, machine) => {
    expect(machineOf(name)).toEqual(machine);
  });

  it("is refused where the name does not tell", () => {
    expect(() => machineOf("left-pad")).toThrow("left-pad");
  });
});
