// npm start: installs missing dependencies, builds the app and serves it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { root, run } from "./node24.mjs";
import { requireFreePort } from "./port.mjs";
import { informationFor, startOptionsFrom } from "./start-options.mjs";

const command = "npm start --";

await main(async (args) => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const information = informationFor(args, { command, version });
  if (information !== undefined) {
    console.log(information);
    return 0;
  }
  const { port, host } = startOptionsFrom(args, { env: process.env, command });
  // Checked again when the server listens. Checked here because a build takes seconds and would
  // replace the files of another server.
  await requireFreePort(port, host);
  ensureDependencies(root);
  console.log("Building the app …");
  const code = await run("vite", ["build", "--logLevel", "warn"]);
  return code === 0 ? run("server/serve.ts", args) : code;
});
