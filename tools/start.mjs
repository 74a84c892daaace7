// npm start: installs missing dependencies, builds the app and serves it.
import { main } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { root, run } from "./node24.mjs";
import { requireFreePort } from "./port.mjs";
import { startOptionsFrom } from "./start-options.mjs";

await main(async (args) => {
  const { port, host } = startOptionsFrom(args);
  // Checked again when the server listens. Checked here because a build takes seconds and would
  // replace the files of another server.
  await requireFreePort(port, host);
  ensureDependencies(root);
  console.log("Building the app …");
  const code = await run("vite", ["build", "--logLevel", "warn"]);
  return code === 0 ? run("server/serve.ts", args) : code;
});
