// npm run bench: Drey's performance on this machine, as tables and as bench/results.json.
//
//   npm run bench lists the parts and runs them all
//   npm run bench -- --list only lists them
//   npm run bench -- core node some of them
//   npm run bench -- --parallelism 1 only that parallelism (node, chromium)
//   npm run bench -- --megabytes 1 only that much state (savepoint, stop-start)
//   npm run bench -- --minutes 2 a shorter soak
//
// A figure that misses its target is printed as MISSED. The exit code is 1 only if a part could not
// be measured.
import { main } from "../tools/command.mjs";
import { parseBenchArguments } from "./arguments.ts";
import { aimLine, type Part } from "./part.ts";
import { PARTS } from "./parts.ts";
import { describeMachine, loadNow, saveResults } from "./results-file.ts";
import { tableLines } from "./table.ts";

await main(async (args) => {
  const { isList, parts, settings } = parseBenchArguments(args, PARTS);
  console.log(tableLines(parts.map(({ name, description }) => ({ part: name, measures: description }))).join("\n"));
  if (isList) return 0;

  console.log(`\n${describeMachine()}`);
  const broken: string[] = [];
  for (const part of parts) {
    try {
      await measure(part);
    } catch (error) {
      broken.push(part.name);
      console.error(`${part.name} could not be measured:`, error);
    }
  }
  if (broken.length > 0) console.error(`Not measured: ${broken.join(", ")}.`);
  return broken.length > 0 ? 1 : 0;

  async function measure(part: Part): Promise<void> {
    const loadBefore = loadNow();
    console.log(`\n${part.name}: ${part.description} (load ${loadBefore.toFixed(1)})`);
    const report = await part.run(settings);
    if (report.table.length > 0) console.log(tableLines(report.table).join("\n"));
    for (const line of [...(report.notes ?? []), ...(report.aims ?? []).map(aimLine)]) console.log(line);
    console.log(`Written to ${await saveResults(part.name, report, loadBefore)}`);
  }
});
