// The JAR that makes a JobManager serve Drey. In Flink's lib/, its folder web/ is found before the
// one in flink-dist.
import { zipSync, type Zippable } from "fflate";
import { COMPRESSED } from "./precompressed.ts";

/** A file of the built app: its path with forward slashes, and its bytes. */
export interface AppFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * The configuration of that page: the JobManager that serves it is the cluster, and the playground
 * is available too.
 */
const DREY_JSON = { backends: [{ kind: "http", id: "flink", url: "./", label: "Flink" }, { kind: "browser" }] };

/** ZIP has no earlier date. A constant date makes the same JAR from the same app. */
const ANY_TIME = "1980-01-01T00:00:00";

/**
 * The files that a JobManager serves: the app without files that only builds need, with its own
 * `drey.json`. Throws if the app has no index.html.
 */
export function dropInFiles(app: readonly AppFile[]): readonly AppFile[] {
  if (!app.some(({ path }) => path === "index.html")) throw new Error("The app that is to go into the JAR has no index.html.");
  // A service worker would remain at the JobManager's address after Drey was removed. Flink serves no compressed files.
  const isServed = (path: string): boolean =>
    !path.startsWith(".") && path !== "drey.json" && path !== "mockServiceWorker.js" && !path.endsWith(COMPRESSED);
  const served = app.filter(({ path }) => isServed(path));
  return [...served, { path: "drey.json", bytes: encode(`${JSON.stringify(DREY_JSON)}\n`) }];
}

/**
 * The JAR with these files in `web/`. Every folder has its own entry, because Flink requests `web`
 * itself and serves only its content.
 */
export function packJar(files: readonly AppFile[], version: string): Uint8Array {
  const manifest = `Manifest-Version: 1.0\r\nImplementation-Title: Drey\r\nImplementation-Version: ${version}\r\n\r\n`;
  const entries: Zippable = { "META-INF/": new Uint8Array(), "META-INF/MANIFEST.MF": encode(manifest) };
  for (const { path, bytes } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const parts = `web/${path}`.split("/");
    for (let depth = 1; depth < parts.length; depth++) entries[`${parts.slice(0, depth).join("/")}/`] = new Uint8Array();
    entries[`web/${path}`] = bytes;
  }
  return zipSync(entries, { level: 9, mtime: ANY_TIME });
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
