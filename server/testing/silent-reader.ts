// A client that sends a request and never reads the reply, so that backpressure reaches the sender.
import { connect, type Socket } from "node:net";

/**
 * Sends a GET for `target` to a port of this machine, and never reads the reply. The caller
 * destroys the socket.
 */
export function askWithoutReading(port: number, target: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(`GET ${target} HTTP/1.1\r\nhost: localhost:${String(port)}\r\n\r\n`, () => resolve(socket));
    });
    socket.pause();
    socket.on("error", reject);
  });
}
