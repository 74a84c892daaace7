// Copies a message within one thread as postMessage does: the receiver gets copies, and transferred buffers are detached from the sender.
// Stricter than the platform's structured clone: a class instance, which would arrive without its methods, is an error.

/** A copy of plain data. Buffers in `transfer` are detached from the sender, all others copied. Throws TypeError on what cannot travel. */
export function cloneMessage<T>(message: T, transfer: readonly ArrayBuffer[] = []): T {
  if (new Set(transfer).size < transfer.length) throw new TypeError("a transfer list contains a buffer twice");
  for (const buffer of transfer) if (buffer.detached) throw new TypeError("a buffer in a transfer list is already detached");
  const copy = cloneValue(message, new Map());
  for (const buffer of transfer) buffer.transfer();
  // The same shape, copied field by field.
  return copy as T;
}

function cloneValue(value: unknown, buffers: Map<ArrayBuffer, ArrayBuffer>): unknown {
  if (typeof value === "function" || typeof value === "symbol") throw new TypeError(`a ${typeof value} cannot be sent`);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => cloneValue(item, buffers));
  if (ArrayBuffer.isView(value)) return cloneView(value, buffers);
  if (value instanceof ArrayBuffer) return cloneBuffer(value, buffers);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`an instance of ${value.constructor.name} cannot be sent`);
  }
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) copy[key] = cloneValue(item, buffers);
  return copy;
}

function cloneView(view: ArrayBufferView, buffers: Map<ArrayBuffer, ArrayBuffer>): ArrayBufferView {
  const { byteOffset, byteLength } = view;
  if (!(view.buffer instanceof ArrayBuffer)) throw new TypeError("shared memory cannot be sent");
  const buffer = cloneBuffer(view.buffer, buffers);
  if (view instanceof Uint8Array) return new Uint8Array(buffer, byteOffset, byteLength);
  if (view instanceof Uint16Array) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  if (view instanceof Uint32Array) return new Uint32Array(buffer, byteOffset, byteLength / 4);
  if (view instanceof Float64Array) return new Float64Array(buffer, byteOffset, byteLength / 8);
  throw new TypeError(`a ${view.constructor.name} is not expected in a message`);
}

/** Views of one buffer share one copy of it. */
function cloneBuffer(buffer: ArrayBuffer, buffers: Map<ArrayBuffer, ArrayBuffer>): ArrayBuffer {
  if (buffer.detached) throw new TypeError("a detached buffer cannot be sent");
  let copy = buffers.get(buffer);
  if (copy === undefined) {
    copy = buffer.slice(0);
    buffers.set(buffer, copy);
  }
  return copy;
}
