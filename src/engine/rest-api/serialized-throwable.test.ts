import { expect, it } from "vitest";
import { serializedThrowable } from "./serialized-throwable.ts";

/** What Java 17 wrote of `new SerializedThrowable(new T.Bad("DETAIL"))`, an exception that cannot be serialized and has no stack. */
const BY_JAVA =
  "rO0ABXNyAClvcmcuYXBhY2hlLmZsaW5rLnV0aWwuU2VyaWFsaXplZFRocm93YWJsZWUWnfUfpxPzAgADTAAZZnVsbFN0cmluZ2lmaWVkU3RhY2tUcmFjZXQA" +
  "EkxqYXZhL2xhbmcvU3RyaW5nO0wAFm9yaWdpbmFsRXJyb3JDbGFzc05hbWVxAH4AAVsAE3NlcmlhbGl6ZWRFeGNlcHRpb250AAJbQnhyABNqYXZhLmxhbmcu" +
  "RXhjZXB0aW9u0P0fPho7HMQCAAB4cgATamF2YS5sYW5nLlRocm93YWJsZdXGNSc5d7jLAwAETAAFY2F1c2V0ABVMamF2YS9sYW5nL1Rocm93YWJsZTtMAA1k" +
  "ZXRhaWxNZXNzYWdlcQB+AAFbAApzdGFja1RyYWNldAAeW0xqYXZhL2xhbmcvU3RhY2tUcmFjZUVsZW1lbnQ7TAAUc3VwcHJlc3NlZEV4Y2VwdGlvbnN0ABBM" +
  "amF2YS91dGlsL0xpc3Q7eHBwdAANVCRCYWQ6IERFVEFJTHVyAB5bTGphdmEubGFuZy5TdGFja1RyYWNlRWxlbWVudDsCRio8PP0iOQIAAHhwAAAAAHNyAB9q" +
  "YXZhLnV0aWwuQ29sbGVjdGlvbnMkRW1wdHlMaXN0ergXtDynnt4CAAB4cHh0AA5UJEJhZDogREVUQUlMCnQABVQkQmFkcA==";

it("writes what Java writes", () => {
  expect(serializedThrowable({ className: "T$Bad", message: "DETAIL", stack: "T$Bad: DETAIL\n" })).toBe(BY_JAVA);
});

it("writes long texts with their long length, and no character that Java would read otherwise", () => {
  const stack = "x".repeat(70_000);
  const long = atob(serializedThrowable({ className: "C", message: "\u{1f43f}\0", stack }));
  expect(long).toContain(`\x7c\0\0\0\0\0\x01\x11\x70${stack}`);
  expect(long).toContain("t\0\x05C: ??");
});
