import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./node24.mjs";

// docs/webui-parity.md lists the features of Flink's WebUI. The titles of tests quote their ids.

/** Features of Flink's WebUI of 2.3. */
const FEATURES = 204;
/** More in one title would not say what the test holds. */
const MAX_IDS_IN_TITLE = 3;

type Row = { id: string; inDrey: string; where: string; tests: readonly string[] };

function rowsOf(page: string): Row[] {
  return [...page.matchAll(/^\| (F\d+) \|(.*)\|$/gm)].map(([, id = "", rest = ""]) => {
    const [, inDrey = "", where = "", tests = ""] = rest.split(" | ").map((cell) => cell.trim());
    return { id, inDrey, where, tests: tests === "–" ? [] : tests.split(", ") };
  });
}

/** Ids of each title in a test file that quotes any. */
function quotedIn(text: string): string[][] {
  return text
    .split("\n")
    .map((line) => [...line.matchAll(/\[(F\d+)\]/g)].map(([, id = ""]) => id))
    .filter((ids) => ids.length > 0);
}

const rows = rowsOf(readFileSync(join(root, "docs/webui-parity.md"), "utf8"));
const testFiles = globSync("{src,server,e2e,contract,cluster}/**/*.{test,spec}.{ts,tsx}", { cwd: root });
const quotes = new Map(testFiles.map((file) => [file, quotedIn(readFileSync(join(root, file), "utf8"))]));

it("reads rows and titles at all", () => {
  expect(rowsOf("| F7 | A, B | yes | app/rail.tsx | src/a.test.ts, e2e/b.spec.ts |\n| F8 | C | no | – | – |")).toEqual([
    { id: "F7", inDrey: "yes", where: "app/rail.tsx", tests: ["src/a.test.ts", "e2e/b.spec.ts"] },
    { id: "F8", inDrey: "no", where: "–", tests: [] },
  ]);
  expect(quotedIn('test("[F7] [F12] shows", x);\nconst a = b[F1];\n')).toEqual([["F7", "F12"], ["F1"]]);
});

it("each feature is in the page once", () => {
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: FEATURES }, (_, index) => `F${index + 1}`));
});

it("each row says whether the feature is in Drey, and where", () => {
  for (const { id, inDrey, where } of rows) {
    expect(["yes", "more", "partly", "no"], id).toContain(inDrey);
    if (inDrey !== "no") expect(where, id).not.toBe("–");
  }
});

it("a feature's row names the test files whose titles quote its id, and no others", () => {
  const named = rows.map(({ id, tests }) => [id, tests.toSorted()]);
  const quoting = rows.map(({ id }) => [
    id,
    testFiles.filter((file) => quotes.get(file)?.some((ids) => ids.includes(id)) === true).toSorted(),
  ]);
  expect(named).toEqual(quoting);
});

it("a title quotes at most three ids", () => {
  for (const [file, titles] of quotes) {
    for (const ids of titles) expect(ids.length, `${file}: ${ids.join(" ")}`).toBeLessThanOrEqual(MAX_IDS_IN_TITLE);
  }
});
