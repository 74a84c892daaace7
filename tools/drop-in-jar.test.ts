import { unzipSync } from "fflate";
import { expect, it } from "vitest";
import { type AppFile, dropInFiles, packJar } from "./drop-in-jar.ts";

function file(path: string, text: string): AppFile {
  return { path, bytes: new TextEncoder().encode(text) };
}

const app = [
  file("index.html", "<title>Drey</title>"),
  file("drey.json", `{"backends":[{"kind":"browser"}]}`),
  file("assets/app-1a2b.js", "export {}"),
  file("assets/app-1a2b.js.br", "compressed"),
  file(".vite/manifest.json", "{}"),
];

it("has the app in web/, with an entry for each folder before its content", () => {
  const entries = unzipSync(packJar(dropInFiles(app), "1.2.3"));
  expect(Object.keys(entries)).toEqual([
    "META-INF/",
    "META-INF/MANIFEST.MF",
    "web/",
    "web/assets/",
    "web/assets/app-1a2b.js",
    "web/drey.json",
    "web/index.html",
  ]);
  const text = (path: string) => new TextDecoder().decode(entries[path]);
  expect(text("web/index.html")).toBe("<title>Drey</title>");
  expect(text("META-INF/MANIFEST.MF")).toContain("Implementation-Version: 1.2.3\r\n");
});

it("names the JobManager that serves it first, and then the playground", () => {
  const config = dropInFiles(app).find(({ path }) => path === "drey.json");
  expect(JSON.parse(new TextDecoder().decode(config?.bytes))).toMatchObject({
    backends: [{ kind: "http", url: "./" }, { kind: "browser" }],
  });
});

it("is the same JAR for the same app, in any order of its files", () => {
  expect(packJar(app, "1")).toEqual(packJar(app.toReversed(), "1"));
});

it("rejects a directory without an app", () => {
  expect(() => dropInFiles([file("app.js", "")])).toThrow("no index.html");
});
