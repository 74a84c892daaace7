// Reads a log of any size with bounded memory. Flink cannot send a part of a file, so the end of a
// log is read by reading all of it.
import type { Backend } from "../client/backend.ts";
import { type FlinkProcess, type LogFile, streamLog } from "./process.ts";

/** Larger files are read only on request, and of them only this much is kept, bytes: the end. */
export const LARGE_LOG_BYTES = 20 * 1_048_576;

/** A file, or its end. */
export interface LogText {
  readonly text: string;
  /** The size of the whole file. */
  readonly bytes: number;
  /** The bytes and lines before the text. */
  readonly skippedBytes: number;
  readonly skippedLines: number;
}

/** The file is larger than {@link LARGE_LOG_BYTES}. `bytes` is undefined if only that is known. */
export class LargeLogError extends Error {
  override readonly name = "LargeLogError";
  readonly bytes: number | undefined;

  constructor(bytes: number | undefined) {
    super("The log is large.");
    this.bytes = bytes;
  }
}

/** How to read a log. */
export interface LogReading {
  /** Reads a large file too. */
  readonly isLargeWanted: boolean;
  /** Told how much was read, about ten times per second. */
  readonly onRead: (bytes: number) => void;
  readonly signal: AbortSignal;
}

const TOLD_EVERY_MS = 100;

/** Reads a file. Rejects with {@link LargeLogError} unless a large file is wanted, or as a client's call does. */
export async function readLog(
  backend: Backend,
  process: FlinkProcess,
  file: LogFile,
  { isLargeWanted, onRead, signal }: LogReading,
): Promise<LogText> {
  const tooLarge = new AbortController();
  const check = (bytes: number, knownBytes: number | undefined): void => {
    if (!isLargeWanted && bytes > LARGE_LOG_BYTES) tooLarge.abort(new LargeLogError(knownBytes));
  };
  const tail = new Tail();
  let toldMs = 0;
  const sink = {
    begin: (declaredBytes = 0) => check(declaredBytes, declaredBytes),
    take(piece: Uint8Array) {
      tail.push(piece);
      check(tail.bytes, undefined);
      if (Date.now() - toldMs < TOLD_EVERY_MS) return;
      toldMs = Date.now();
      onRead(tail.bytes);
    },
  };
  onRead(0);
  await streamLog(backend, process, file, sink, AbortSignal.any([signal, tooLarge.signal]));
  return tail.read();
}

const NEWLINE = 10;

/** The last {@link LARGE_LOG_BYTES} of a stream, and how much came before. */
class Tail {
  /** Of the whole stream. */
  bytes = 0;
  readonly #pieces: Uint8Array[] = [];
  #skippedBytes = 0;
  #skippedLines = 0;
  /** Whether the kept part starts with a line. */
  #startsLine = true;

  push(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.bytes += piece.byteLength;
    for (
      let first = this.#pieces[0];
      first !== undefined && this.bytes - this.#skippedBytes - first.byteLength >= LARGE_LOG_BYTES;
      first = this.#pieces[0]
    ) {
      this.#pieces.shift();
      this.#skip(first);
    }
  }

  /** The tail as text, from the start of a line. */
  read(): LogText {
    const kept = new Uint8Array(this.bytes - this.#skippedBytes);
    let offset = 0;
    for (const piece of this.#pieces) {
      kept.set(piece, offset);
      offset += piece.byteLength;
    }
    const lineStart = this.#startsLine ? 0 : kept.indexOf(NEWLINE) + 1;
    this.#skip(kept.subarray(0, lineStart));
    return {
      text: new TextDecoder().decode(kept.subarray(lineStart)),
      bytes: this.bytes,
      skippedBytes: this.#skippedBytes,
      skippedLines: this.#skippedLines,
    };
  }

  #skip(piece: Uint8Array): void {
    this.#skippedBytes += piece.byteLength;
    if (piece.byteLength > 0) this.#startsLine = piece.at(-1) === NEWLINE;
    for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, at + 1)) this.#skippedLines++;
  }
}
