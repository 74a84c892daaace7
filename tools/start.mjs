// npm start: installs what is missing, builds the app and serves it.
import { main } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { root, run } from "./node24.mjs";
import { portFrom, requireFreePort } from "./port.mjs";

await main(async (args) => {
  const port = portFrom(args);
  // Asked again when the server listens; asked here because a build takes seconds and would replace what the other one serves.
  await requireFreePort(port);
  ensureDependencies(root);
  console.log("Building the app …");
  const code = await run("vite", ["build", "--logLevel", "warn"]);
  return code === 0 ? run("server/serve.ts", ["--port", String(port)]) : code;
});
