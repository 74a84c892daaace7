// npm run styles: keeps the CSS that is written by hand small, and each class name in one folder (docs/decisions/0012-styling.md).
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expectNoArguments, main } from "./command.mjs";
import { root } from "./node24.mjs";
import { MAX_LINES, styleFigures, styleFindings } from "./style-findings.ts";

await main((args) => {
  expectNoArguments(args, "npm run styles");
  const sheets = globSync("src/**/*.css", { cwd: root })
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
  const { lines, folders } = styleFigures(sheets);
  console.log(`CSS written by hand: ${String(lines)} lines of at most ${String(MAX_LINES)}, ${String(folders.size)} class names`);
  const findings = styleFindings(sheets, MAX_LINES);
  for (const finding of findings) console.error(finding);
  return findings.length === 0 ? 0 : 1;
});
