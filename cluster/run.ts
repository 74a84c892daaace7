// npm run cluster: builds the app, starts a real cluster of Apache Flink on this machine and serves
// both on one port.
import { once } from "node:events";
import { builtApp } from "../server/app-server.ts";
import { main, UserError } from "../tools/command.mjs";
import { run } from "../tools/node24.mjs";
import { requireFreePort } from "../tools/port.mjs";
import { clusterArguments } from "./cluster-arguments.ts";
import { startLiveCluster, whyNoLiveCluster } from "./live-cluster.ts";
import { portHolder } from "./port-holder.ts";
import { runsUnderWay } from "./run-directory.ts";
import { StartError } from "./start-error.ts";

await main(async (args) => {
  const { port, ...options } = clusterArguments(args);
  const problem = whyNoLiveCluster();
  if (problem !== undefined) throw new UserError(`A live cluster cannot be started: ${problem}.`);
  await requireFreePort(port).catch((error: unknown) => {
    throw error instanceof UserError ? new UserError(`${error.message}${holderOf(port)}`) : error;
  });
  console.log("Building the app …");
  const code = await run("vite", ["build", "--logLevel", "warn"]);
  if (code !== 0) throw new UserError("The app could not be built.", code);

  const interrupted = new AbortController();
  // Not once, because npm's shell forwards a Ctrl-C that the terminal has already sent, and the
  // second signal must not abort the stop.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupted.abort());
  const stopped = once(interrupted.signal, "abort");
  try {
    const log = (line: string): void => console.log(line);
    const cluster = await startLiveCluster({ ...options, port, app: builtApp, log, signal: interrupted.signal });
    console.log(`Drey and Flink ${cluster.version} are at ${cluster.baseUrl.replace("127.0.0.1", "localhost")} (Ctrl+C stops them)`);
    await stopped;
    await cluster.stop();
  } catch (error) {
    if (error instanceof StartError) throw new UserError(error.message);
    if (!interrupted.signal.aborted) throw error;
  }
  console.log("Stopped.");
  return 0;
});

/** The process that has that port, as a sentence. */
function holderOf(port: number): string {
  const holder = portHolder(port);
  if (holder === undefined) return "";
  const isCluster = runsUnderWay().some(({ list }) => list.supervisor.pid === holder.pid);
  return ` It is used by ${isCluster ? "another Drey cluster, " : ""}process ${holder.pid}: ${holder.command}`;
}
