// TCP ports for processes that have to be told theirs.
import { createServer, type Server } from "node:net";
import { host } from "../tools/port.mjs";

/** That many different ports which nobody listens on now. Somebody else may be faster: who uses one says so when it cannot be had. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a TCP server without a port");
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function listenAnywhere(): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, host, () => done(server));
  });
}
