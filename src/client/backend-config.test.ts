import { describe, expect, it } from "vitest";
import { BackendConfigError, parseBackendConfig } from "./backend-config.ts";

const AT = new URL("http://drey:8080/ui/drey.json");
const BROWSER = { kind: "browser", id: "browser", label: "Browser engine" };

describe("parseBackendConfig", () => {
  it("returns all rows in the file's order, with addresses relative to the file", () => {
    const text = `{"backends": [
      {"kind": "http", "id": "prod", "url": "./clusters/prod", "label": "Production", "readOnly": true},
      {"kind": "browser"},
      {"kind": "http", "url": "../", "label": "Here", "playground": true, "later": 1}
    ]}`;
    expect(parseBackendConfig(text, AT)).toEqual([
      {
        kind: "http",
        id: "prod",
        label: "Production",
        baseUrl: "http://drey:8080/ui/clusters/prod/",
        hasPlayground: false,
        isReadOnly: true,
        isDirect: false,
      },
      BROWSER,
      { kind: "http", id: "Here", label: "Here", baseUrl: "http://drey:8080/", hasPlayground: true, isReadOnly: false, isDirect: false },
    ]);
  });

  it("recognizes an address of another origin, which needs CORS", () => {
    const [row] = parseBackendConfig('{"backends": [{"kind": "http", "url": "http://flink:8081"}]}', AT);
    expect(row).toMatchObject({ id: "http://flink:8081", label: "flink:8081", baseUrl: "http://flink:8081/", isDirect: true });
  });

  it("always includes the playground, last if the file does not name it", () => {
    expect(parseBackendConfig('{"backends": [{"kind": "http", "url": "./"}]}', AT).at(-1)).toEqual(BROWSER);
    expect(parseBackendConfig('{"backends": [{"kind": "browser"}]}', AT)).toEqual([BROWSER]);
  });

  it.each(["", "[]", '{"backends": []}', '{"backends": [{"kind": "ftp"}]}', '{"backends": [{"kind": "http"}]}'])(
    "rejects %j with an example",
    (text) => {
      expect(() => parseBackendConfig(text, AT)).toThrow(BackendConfigError);
      expect(() => parseBackendConfig(text, AT)).toThrow('{"backends": [{"kind": "browser"}]}');
    },
  );

  it("rejects two rows with the same id, and addresses other than http", () => {
    const twice = '{"backends": [{"kind": "http", "id": "a", "url": "./x"}, {"kind": "http", "id": "a", "url": "./y"}]}';
    expect(() => parseBackendConfig(twice, AT)).toThrow('two backends with the id "a"');
    expect(() => parseBackendConfig('{"backends": [{"kind": "http", "url": "file:///etc/"}]}', AT)).toThrow("not an http or https address");
  });
});
