// The command of the package: the same server as that of npm start, with the app beside it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { main } from "../tools/command.mjs";
import { informationFor } from "../tools/start-options.mjs";
import { serve } from "./serve-command.ts";

// Both addresses are those in the package, where this file is dist-package/drey.mjs.
const directory = fileURLToPath(new URL("./app/", import.meta.url));
const manifest = new URL("../package.json", import.meta.url);

await main((args) => {
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const information = informationFor(args, { command: "drey", version });
  if (information === undefined) return serve(args, { directory, command: "drey" });
  console.log(information);
  return 0;
});
