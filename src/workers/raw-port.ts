// The only file that touches a raw MessagePort and its MessageEvent, in browsers and under Node alike. Native `close` events are never
// used: Node fires them behind what is queued and Chromium not at all. Who is gone is the supervisor's word alone.

/** What browsers' and Node's MessagePort have in common, as far as we use it. It is what can be transferred. */
export interface RawPort {
  /** `transfer`: ArrayBuffers and ports; each platform has its own name for their union. */
  postMessage(message: unknown, transfer: readonly object[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  start(): void;
  close(): void;
}

/** An end of a channel between two threads that speak plain data: `In` arrives, `Out` is sent. */
export interface Port<In, Out> {
  /**
   * Sends a message. The buffers and ports in `transfer` belong to the receiver afterwards. Drops
   * the message after `close`.
   */
  post(message: Out, transfer?: readonly (ArrayBuffer | RawPort)[]): void;
  /** Sets the one handler and begins to deliver, in order, also what came before. */
  onMessage(handler: (message: In) => void): void;
  /** Nothing arrives after this returned. */
  close(): void;
}

const NOTHING: readonly ArrayBuffer[] = [];

/**
 * Wraps a raw port. The messages come from our own code of the same build, so their type is not
 * checked here. The code that switches on their tags checks those.
 */
export function openPort<In, Out>(raw: RawPort): Port<In, Out> {
  let isClosed = false;
  return {
    post(message, transfer = NOTHING) {
      if (!isClosed) raw.postMessage(message, transfer);
    },
    onMessage(handler) {
      raw.addEventListener("message", (event) => {
        // Messages that were taken from the queue before `close` would still be delivered.
        if (!isClosed) handler(event.data as In);
      });
      raw.start();
    },
    close() {
      isClosed = true;
      raw.close();
    },
  };
}
