// TCP ports for processes that need fixed ports.
import { createServer } from "node:net";
import { host } from "../tools/port.mjs";

/**
 * Below the ports that systems use for outgoing connections (from 32768). One of those could be
 * free when checked, and taken by a connection when a JVM starts to listen seconds later.
 */
const FIRST = 20_000;
const LAST = 31_999;

/** This many different ports on which no process listens now. */
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
