// npm run simulate: the exactly-once suite with the seeds in the arguments.
import { simulate } from "../src/engine/simulation/cli.ts";
import { main } from "./command.mjs";

await main((args) => simulate(args, { print: (line) => console.log(line), nowMs: () => performance.now() }));
