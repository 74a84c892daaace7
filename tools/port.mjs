// The TCP port of a server: its argument, and a check that it is free. Runs on Node 20 without
// dependencies.
import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { UsageError, UserError } from "./command.mjs";

export const defaultPort = 8081;

/** Servers listen on the loopback address by default, so they are not visible on the network. */
export const host = "127.0.0.1";

/** Parses `--port N` (0 means any free port). Throws UsageError. */
export function portFrom(args) {
  let text;
  try {
    text = parseArgs({ args, options: { port: { type: "string" } } }).values.port;
  } catch (error) {
    throw new UsageError(`${error.message}\nUsage: npm start -- --port 8082`);
  }
  return text === undefined ? defaultPort : portOf(text);
}

/** Parses a port number, given by `source`. Throws UsageError. */
export function portOf(text, source = "--port") {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new UsageError(`${source} takes a number from 0 to 65535, not "${text}".`);
  }
  return port;
}

/** The UserError for a failed listen(), with the port in its message. */
export function listenError(port, error, address = host) {
  if (error.code === "EADDRINUSE") {
    return new UserError(
      `Port ${port} is in use: another program listens on ${address}:${port}. Stop it, or choose another port with --port.`,
    );
  }
  if (error.code === "EACCES") return new UserError(`You are not allowed to listen on port ${port}. Choose a port above 1023 with --port.`);
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return new UserError(`Cannot listen on ${address}: this machine does not have that address. Choose another with --host.`);
  }
  return error;
}

/** Throws the error of {@link listenError} if `port` is not free now. */
export function requireFreePort(port, address = host) {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", (error) => fail(listenError(port, error, address)));
    probe.listen(port, address, () => probe.close(() => done()));
  });
}
