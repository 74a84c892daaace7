// TCP ports for processes that have to be told theirs.
import { createServer } from "node:net";
import { host } from "../tools/port.mjs";

/**
 * Below the ports that systems give to outgoing connections (from 32768 on, or higher): one of those may be free when it is looked for and taken
 * by a connection when a JVM, seconds later, comes to listen on it.
 */
const FIRST = 20_000;
const LAST = 31_999;

/** That many different ports on which no process listens now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = FIRST + Math.floor(Math.random() * (LAST + 1 - FIRST));
    if (!ports.has(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(false));
    probe.listen(port, host, () => probe.close(() => done(true)));
  });
}
