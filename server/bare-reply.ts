// Replies that are sent before Fastify's hooks run: to invalid HTTP, invalid addresses and
// unsupported expectations. They have the same protecting headers as all other replies. They
// contain nothing of Drey's app, so their policy allows nothing.
import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

const HEADERS: Readonly<Record<string, string>> = {
  "content-type": "application/json; charset=UTF-8",
  "content-security-policy": "default-src 'none';frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** Ends `response` with an error in Flink's format. */
export function endBare(response: ServerResponse, status: number, sentence: string): void {
  const body = JSON.stringify({ errors: [sentence] });
  response.writeHead(status, { ...HEADERS, connection: "close", "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** The same on a connection with an unreadable request, followed by closing it. */
export function endConnection(socket: Duplex, status: number, sentence: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({ errors: [sentence] });
  const headers = { ...HEADERS, connection: "close", "content-length": String(Buffer.byteLength(body)) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${body}`);
}
