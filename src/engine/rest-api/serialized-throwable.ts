// Java's own form of an error, for Flink's command line client, which cannot read a failure without it. Flink: SerializedThrowable, written by
// ObjectOutputStream (Java Object Serialization Specification, chapter 6). The original exception is null in it, as it is in Flink where an exception
// cannot be serialized; class, message and stack trace stand as texts.

import type { ErrorInfo } from "../protocol/error-info.ts";

/** Stream header, and the descriptions of SerializedThrowable, Exception and Throwable; then Throwable's cause, null. Next comes its message. */
const BEFORE_MESSAGE = fromBase64(
  "rO0ABXNyAClvcmcuYXBhY2hlLmZsaW5rLnV0aWwuU2VyaWFsaXplZFRocm93YWJsZWUWnfUfpxPzAgADTAAZZnVsbFN0cmluZ2lmaWVkU3RhY2tUcmFjZXQA" +
    "EkxqYXZhL2xhbmcvU3RyaW5nO0wAFm9yaWdpbmFsRXJyb3JDbGFzc05hbWVxAH4AAVsAE3NlcmlhbGl6ZWRFeGNlcHRpb250AAJbQnhyABNqYXZhLmxhbmcu" +
    "RXhjZXB0aW9u0P0fPho7HMQCAAB4cgATamF2YS5sYW5nLlRocm93YWJsZdXGNSc5d7jLAwAETAAFY2F1c2V0ABVMamF2YS9sYW5nL1Rocm93YWJsZTtMAA1k" +
    "ZXRhaWxNZXNzYWdlcQB+AAFbAApzdGFja1RyYWNldAAeW0xqYXZhL2xhbmcvU3RhY2tUcmFjZUVsZW1lbnQ7TAAUc3VwcHJlc3NlZEV4Y2VwdGlvbnN0ABBM" +
    "amF2YS91dGlsL0xpc3Q7eHBw",
);

/** No stack trace elements and no suppressed exceptions. Next come the stack trace as text and the class. */
const BEFORE_TRACE = fromBase64(
  "dXIAHltMamF2YS5sYW5nLlN0YWNrVHJhY2VFbGVtZW50OwJGKjw8/SI5AgAAeHAAAAAAc3IAH2phdmEudXRpbC5Db2xsZWN0aW9ucyRFbXB0eUxpc3R6uBe0" +
    "PKee3gIAAHhweA==",
);

const TC_NULL = 0x70;
const TC_STRING = 0x74;
const TC_LONGSTRING = 0x7c;
const MAX_SHORT_BYTES = 0xff_ff;

/** The error as Base64 of a Java object stream. */
export function serializedThrowable({ className, message, stack }: ErrorInfo): string {
  const parts = [
    BEFORE_MESSAGE,
    javaString(`${className}: ${message}`),
    BEFORE_TRACE,
    javaString(stack),
    javaString(className),
    new Uint8Array([TC_NULL]),
  ];
  return toBase64(parts);
}

/** A string of the stream. Java's UTF-8 differs for characters outside the basic plane and for NUL: such a one is a question mark. */
function javaString(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text.replaceAll(/[\u{10000}-\u{10ffff}\0]/gu, "?"));
  const isShort = bytes.length <= MAX_SHORT_BYTES;
  const head = isShort ? 3 : 9;
  const written = new Uint8Array(head + bytes.length);
  const view = new DataView(written.buffer);
  view.setUint8(0, isShort ? TC_STRING : TC_LONGSTRING);
  if (isShort) view.setUint16(1, bytes.length);
  else view.setBigUint64(1, BigInt(bytes.length));
  written.set(bytes, head);
  return written;
}

function toBase64(parts: readonly Uint8Array[]): string {
  let binary = "";
  for (const part of parts) for (const byte of part) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
