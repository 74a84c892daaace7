import { describe, expect, it } from "vitest";
import { BackendConfigError, parseBackendConfig } from "./backend-config.ts";

describe("parseBackendConfig", () => {
  it("answers the first backend", () => {
    expect(parseBackendConfig('{"backends": [{"kind": "browser"}, {"kind": "http", "url": "./"}]}')).toEqual({ kind: "browser" });
    expect(parseBackendConfig('{"backends": [{"kind": "http", "url": "./", "playground": true, "later": 1}]}')).toEqual({
      kind: "http",
      url: "./",
      playground: true,
    });
  });

  it.each(["", "[]", '{"backends": []}', '{"backends": [{"kind": "ftp"}]}', '{"backends": [{"kind": "http"}]}'])(
    "refuses %j and says what is right",
    (text) => {
      expect(() => parseBackendConfig(text)).toThrow(BackendConfigError);
      expect(() => parseBackendConfig(text)).toThrow('{"backends": [{"kind": "browser"}]}');
    },
  );
});
