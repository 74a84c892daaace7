// npm test: every test that needs no Java, including those in a real browser. "npm run test:live"
// runs the others.
import { ensureChromium } from "./chromium.mjs";
import { expectNoArguments, main } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { runBrowserTests } from "./e2e.mjs";
import { root, run } from "./node24.mjs";
import { takeInstallFlag } from "./system-packages.mjs";

await main(async (args) => {
  const { mayInstall, rest } = takeInstallFlag(args);
  expectNoArguments(rest, "npm test", "--install");
  ensureDependencies(root);
  // Before everything that takes minutes, because the run cannot succeed without a browser.
  const chromium = await ensureChromium(root, { mayInstall });
  console.log(`Browser tests run in ${chromium}`);

  const units = await run("vitest", ["run", "--project=!live"]);
  const journeys = await runBrowserTests(["--project=engine"], chromium);
  if (units !== 0) console.error("npm test: unit or component tests failed (see above)");
  if (journeys !== 0) console.error("npm test: browser tests failed (see above)");
  return units !== 0 || journeys !== 0 ? 1 : 0;
});
