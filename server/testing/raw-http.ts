// A minimal HTTP client that sends the given bytes, because other clients normalize a path.
import { connect } from "node:net";

/** The reply on a connection. */
export interface RawReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends these bytes to a port of this machine and reads until the other side closes. */
export function sendRaw(port: number, text: string): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(parseReply(Buffer.concat(chunks).toString("latin1"))));
  });
}

/** A GET with exactly that request target. */
export function getRaw(port: number, target: string, headers: Readonly<Record<string, string>> = {}): Promise<RawReply> {
  const lines = Object.entries({ host: `localhost:${String(port)}`, connection: "close", ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return sendRaw(port, `GET ${target} HTTP/1.1\r\n${lines.join("")}\r\n`);
}

function parseReply(text: string): RawReply {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { status: Number(first.split(" ")[1]), headers, body: rest.join("\r\n\r\n") };
}
