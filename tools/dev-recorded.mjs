// npm run dev:recorded -- <recording>: Vite's development server with the app over a recorded cluster.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { main, UsageError } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { root, run } from "./node24.mjs";

const fixtures = join(root, "mocks", "fixtures");
const NEWEST = "flink-2.3.0";

/**
 * The recording for `name`: `05-recovered` means one of the newest Flink. Throws UsageError with
 * all names if there is none.
 */
function recordingOf(name) {
  const full = [name, `${NEWEST}/${name}`].find((each) => existsSync(join(fixtures, `${each}.json`)));
  if (full !== undefined) return full;
  const names = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
    .filter((file) => /^flink-.*\.json$/.test(file))
    .map((file) => file.slice(0, -".json".length))
    .toSorted();
  throw new UsageError(`There is no recording "${name}". Recordings:\n${names.map((each) => `  ${each}`).join("\n")}`);
}

await main(async ([name, ...more]) => {
  if (name === undefined || more.length > 0) {
    throw new UsageError("Usage: npm run dev:recorded -- <recording>, for example 05-recovered or flink-1.20.5/13-failing");
  }
  ensureDependencies(root);
  const recording = recordingOf(name);
  console.log(`Showing ${recording}. Open the address below with ?cluster=${recording}. The cluster picker lists the other recordings.`);
  return run("vite", ["--mode", "recorded", "--open", `/?cluster=${recording}`]);
});
