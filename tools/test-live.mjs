// npm run test:live: the tests that run Apache Flink itself, on Java, as processes on this machine.
import { ensureChromium } from "./chromium.mjs";
import { expectNoArguments, main } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { runBrowserTests } from "./e2e.mjs";
import { ensureJava } from "./java.mjs";
import { root, run } from "./node24.mjs";
import { takeInstallFlag } from "./system-packages.mjs";

await main(async (args) => {
  const { mayInstall, rest } = takeInstallFlag(args);
  expectNoArguments(rest, "npm run test:live", "--install");
  ensureDependencies(root);
  ensureJava({ mayInstall });
  const chromium = await ensureChromium(root, { mayInstall });
  console.log(`Browser tests run in ${chromium}`);

  const units = await run("vitest", ["run", "--project=live"]);
  const journeys = await runBrowserTests(["--project=live"], chromium);
  if (units !== 0) console.error("npm run test:live: tests outside the browser failed (see above)");
  if (journeys !== 0) console.error("npm run test:live: browser tests failed (see above)");
  return units !== 0 || journeys !== 0 ? 1 : 0;
});
