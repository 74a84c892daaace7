import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./node24.mjs";

// docs/spec states numbered rules, and the titles of tests quote them. A rule that is only in one
// of them is an error.

const quoted = /\[([A-Z]{2,4}\d+)\]/g;

function rulesIn(specs: readonly string[]): Set<string> {
  return new Set(specs.flatMap((text) => [...text.matchAll(/^- \*\*\[([A-Z]{2,4}\d+)\]\*\*/gm)].map(([, rule = ""]) => rule)));
}

function rulesQuotedIn(tests: readonly string[]): Set<string> {
  return new Set(tests.flatMap((text) => [...text.matchAll(quoted)].map(([, rule = ""]) => rule)));
}

function read(pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: ["tools/spec-rules.test.ts"] }).map((file) => readFileSync(join(root, file), "utf8"));
}

function missingIn(there: ReadonlySet<string>, here: ReadonlySet<string>): string[] {
  return [...here].filter((rule) => !there.has(rule));
}

const tests = read("{src,server,e2e,contract,mocks,tools}/**/*.{test,spec}.{ts,tsx}");
const specs = read("docs/spec/*.md");

it("finds the rules and the tests at all", () => {
  expect(rulesIn(specs).size).toBeGreaterThan(50);
  expect(rulesIn(["- **[AB1]** One.\n- **[AB2]** Two, see [AB1]."])).toEqual(new Set(["AB1", "AB2"]));
  expect(rulesQuotedIn([`it("[AB1] [AB3] does", () => {})`])).toEqual(new Set(["AB1", "AB3"]));
});

it("each rule of docs/spec has a test whose title quotes it", () => {
  expect(missingIn(rulesQuotedIn(tests), rulesIn(specs))).toEqual([]);
});

it("each rule that a test quotes is in docs/spec", () => {
  expect(missingIn(rulesIn(specs), rulesQuotedIn(tests))).toEqual([]);
});
