import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { root } from "./node24.mjs";

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      inBundle: z.boolean().optional(),
      link: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

const locked = lockSchema.parse(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"))).packages;

/** Without this repository's own packages: the root, and the workspaces with the links to them. */
const packages = Object.fromEntries(Object.entries(locked).filter(([path, { link }]) => path.includes("node_modules/") && link !== true));

/** Paths of packages that are optional dependencies of others and have no entry of their own. */
function missingOptionals(): readonly string[] {
  return Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => packages[`${path}/node_modules/${name}`] === undefined && packages[`node_modules/${name}`] === undefined)
      .map((name) => `${path}/node_modules/${name}`),
  );
}

// npm omits a package if the registry does not have that version yet. A later `npm install` adds
// it.
it("has the packages for other machines, without which npm ci refuses it on those machines", () => {
  expect(missingOptionals()).toEqual([]);
});

it("has a hash of every package, those for other machines included", () => {
  const unhashed = Object.keys(packages).filter((path) => packages[path]?.integrity === undefined);
  // The others are files within a package, covered by its hash.
  expect(unhashed.filter((path) => packages[path]?.inBundle !== true)).toEqual([]);
  const containers = unhashed.map((path) => path.slice(0, path.lastIndexOf("/node_modules/")));
  for (const container of containers) expect(packages[container]?.integrity, container).toMatch(/^sha512-/);
});

it("names no download address, which depends on each machine's registry", () => {
  expect(Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined)).toEqual([]);
});
