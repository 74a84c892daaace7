// A built app for tests of servers: a page with a policy, an asset, and a secret outside the
// folder.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The directory, and a function that removes it. */
export interface BuiltApp {
  readonly directory: string;
  remove(): void;
}

export function buildTinyApp(): BuiltApp {
  const folder = mkdtempSync(join(tmpdir(), "drey-app-"));
  const directory = join(folder, "dist");
  mkdirSync(join(directory, "assets"), { recursive: true });
  writeFileSync(
    join(directory, "index.html"),
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'" /><title>Drey</title>`,
  );
  writeFileSync(join(directory, "drey.json"), `{"backends":[{"kind":"browser"}]}`);
  writeFileSync(join(directory, "assets", "app-1a2b.js"), "export {}");
  writeFileSync(join(folder, "secret.txt"), "hidden words");
  return { directory, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
