// npm run prose: finds the wordings of prose-patterns.ts in text on the screen, comments and docs.
// prose-allowlist.json has the number of findings that each file may still have. These numbers may
// only decrease, and "--update" lowers them to the current findings.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main, UsageError } from "./command.mjs";
import { root } from "./node24.mjs";
import { type ProseFinding, proseFindings } from "./prose-findings.ts";

const ALLOWLIST = join(root, "tools", "prose-allowlist.json");
/** The patterns themselves, recordings and generated files. */
const EXCLUDED = /^(?:tools\/prose|mocks\/fixtures\/|contract\/fixtures\/|docs\/.*\.json)/;

await main((args) => {
  if (args.some((arg) => arg !== "--update")) throw new UsageError("npm run prose takes no arguments except --update");
  const isUpdate = args.includes("--update");
  const allowed = JSON.parse(readFileSync(ALLOWLIST, "utf8")) as Record<string, number>;
  const found = new Map<string, readonly ProseFinding[]>();
  for (const file of filesToRead()) {
    const findings = proseFindings(readFileSync(join(root, file), "utf8"));
    if (findings.length > 0) found.set(file, findings);
  }
  if (isUpdate) {
    const lowered = [...found].flatMap(([file, findings]): [string, number][] => {
      const count = Math.min(findings.length, allowed[file] ?? 0);
      return count === 0 ? [] : [[file, count]];
    });
    writeFileSync(ALLOWLIST, `${JSON.stringify(Object.fromEntries(lowered), undefined, 2)}\n`);
    return 0;
  }

  let isRed = false;
  for (const [file, findings] of found) {
    const limit = allowed[file] ?? 0;
    if (findings.length <= limit) continue;
    isRed = true;
    console.error(`${file} has ${String(findings.length)} wordings to avoid, and ${String(limit)} are allowed:`);
    for (const { line, text, instead } of findings) console.error(`  ${file}:${String(line)} "${text}" → ${instead}`);
  }
  for (const [file, limit] of Object.entries(allowed)) {
    const count = found.get(file)?.length ?? 0;
    if (count >= limit) continue;
    isRed = true;
    console.error(
      `${file} has ${String(count)} wordings to avoid, fewer than the ${String(limit)} allowed. Run "npm run prose -- --update".`,
    );
  }
  return isRed ? 1 : 0;
});

function filesToRead(): readonly string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  return listed.split("\n").filter((file) => /\.(?:tsx?|mjs|md|css|html)$/.test(file) && !EXCLUDED.test(file));
}
