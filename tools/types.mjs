// Type-checks the projects named on the command line ("npm run types -- core engine"), or all of them.
import { main } from "./command.mjs";
import { run } from "./node24.mjs";

const projects = ["core", "rest", "engine", "workers", "app", "node", "test"];

await main(async (chosen) => {
  const failed = [];
  for (const project of chosen.length > 0 ? chosen : projects) {
    if ((await run("tsc", ["-p", `tsconfig.${project}.json`, "--pretty", "false"])) !== 0) failed.push(project);
  }
  if (failed.length > 0) console.error(`types: errors in ${failed.join(", ")}`);
  return failed.length > 0 ? 1 : 0;
});
