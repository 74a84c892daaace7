import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./node24.mjs";
import { proseFindings } from "./prose-findings.ts";

/** The number of findings that prose-allowlist.json allows. It may only decrease. */
const MOST_ALLOWED = 3;

it("finds each wording with its line", () => {
  const text = 'const title = "The Task Managers";\n// Nobody reads it anew, and that is no error.\n';
  expect(proseFindings(text).map(({ line, text: words }) => `${String(line)} ${words}`)).toEqual([
    "1 Task Managers",
    "2 anew",
    "2 Nobody",
    "2 is no",
  ]);
});

it("leaves good wordings alone", () => {
  expect(proseFindings("There is no job. The job is no longer running. TaskManagers stop. It stands for a task.")).toEqual([]);
});

it("allows no more than before", () => {
  const allowed = JSON.parse(readFileSync(join(root, "tools", "prose-allowlist.json"), "utf8")) as Record<string, number>;
  expect(Object.values(allowed).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(MOST_ALLOWED);
});
