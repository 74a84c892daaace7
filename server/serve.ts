// npm start: serves the built app and proxies the clusters named in the arguments.
import { main } from "../tools/command.mjs";
import { builtApp } from "./app-server.ts";
import { serve } from "./serve-command.ts";

await main((args) => serve(args, { directory: builtApp, command: "npm start --" }));
