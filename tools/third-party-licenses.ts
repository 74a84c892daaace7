// The third-party code in the built app and its licenses, as a file of the build that the app links
// to.
//
// Vite's own build.license omits workers, style sheets and fonts, which contain most of this app's
// third-party code.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { Plugin, Rolldown } from "vite";
import { z } from "zod";
import { root } from "./node24.mjs";

/** The file's name in the build. Plain text, because any server knows its type. */
export const LICENSES_FILE = "third-party-licenses.txt";

/** A package with content in the build. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** The SPDX expression in its package.json. */
  readonly license: string;
  /** The location of its source code, from its package.json. */
  readonly source: string;
  /** The files with its license and notices, one after the other. */
  readonly text: string;
}

/** Code added by the build tools. It has no path. */
const TOOL_MODULES: readonly (readonly [prefix: string, name: string])[] = [
  ["\0vite/", "vite"],
  ["\0rolldown/", "rolldown"],
];

/**
 * Writes {@link LICENSES_FILE} into the build. `forApp` is for the app's plugins, `forWorkers` for
 * those of each worker, whose modules the app's build does not see. Throws, and fails the build, if
 * a package does not state its license.
 */
export function thirdPartyLicenses(): { readonly forApp: Plugin; readonly forWorkers: () => Plugin } {
  const homes = new Set<string>();
  return {
    forApp: {
      name: "drey-third-party-licenses",
      apply: "build",
      buildStart: () => homes.clear(),
      generateBundle(_options, bundle) {
        for (const home of homesIn(bundle)) homes.add(home);
        this.emitFile({ type: "asset", fileName: LICENSES_FILE, source: licensesText([...homes].map(readPackage)) });
      },
    },
    forWorkers: () => ({
      name: "drey-third-party-licenses-of-worker",
      generateBundle(_options, bundle) {
        for (const home of homesIn(bundle)) homes.add(home);
      },
    }),
  };
}

/** Directories of the packages in a bundle, including its fonts and pictures. */
function homesIn(bundle: Rolldown.OutputBundle): Set<string> {
  const homes = new Set<string>();
  for (const output of Object.values(bundle)) {
    const ids = output.type === "chunk" ? output.moduleIds : output.originalFileNames.map((name) => join(root, name));
    for (const id of ids) {
      addHome(homes, id);
      // A style sheet is one module with all its imports.
      if (id.endsWith(".css") && existsSync(id)) for (const imported of importsOf(id)) addHome(homes, imported);
    }
  }
  return homes;
}

function addHome(homes: Set<string>, id: string): void {
  const tool = TOOL_MODULES.find(([prefix]) => id.startsWith(prefix))?.[1];
  const home = tool === undefined ? homeOf(id) : join(root, "node_modules", tool);
  if (home !== undefined) homes.add(home);
}

/** The directory of a module's package; undefined for a module of this repository. */
function homeOf(id: string): string | undefined {
  const path = id.replace(/^\0/, "").replace(/[?#].*$/s, "");
  const match = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)(?:[\\/]|$)/.exec(path);
  return match?.[1]?.replaceAll("/", sep);
}

/**
 * The style sheets that one imports, directly or indirectly. Throws if a package of one is not
 * installed.
 */
function importsOf(sheet: string): readonly string[] {
  return [...readFileSync(sheet, "utf8").matchAll(/@import\s+(?:url\()?["']([^"']+)["']/g)].flatMap(([, target = ""]) => {
    if (!target.startsWith(".")) return [join(root, "node_modules", target)];
    const file = join(dirname(sheet), target);
    return [file, ...importsOf(file)];
  });
}

const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)/i;
/** The rest of Vite's own file is about packages inside Vite itself. */
const BUNDLED_IN_VITE = /^#+ Licenses of bundled dependencies/m;

/** Packages that state their license in package.json but have no file with its text. */
const WITHOUT_LICENSE_FILE = new Set(["abstract-logging", "is-node-process"]);

/** Throws where the package states no license. */
function readPackage(home: string): ShippedPackage {
  const { name, version, license, repository, homepage } = manifestSchema.parse(
    JSON.parse(readFileSync(join(home, "package.json"), "utf8")),
  );
  const texts = readdirSync(home)
    .filter((file) => LICENSE_FILE.test(file))
    .map((file) => readFileSync(join(home, file), "utf8").split(BUNDLED_IN_VITE)[0]?.trim() ?? "");
  if (texts.length === 0 && WITHOUT_LICENSE_FILE.has(name))
    texts.push(`Its package.json states the license ${license}; it has no file with the text.`);
  if (texts.length === 0) throw new Error(`The package ${name} is shipped, but has no file with its license in ${home}.`);
  return {
    name,
    version,
    license,
    source: sourceOf(repository, homepage) ?? `https://www.npmjs.com/package/${name}`,
    text: texts.join("\n\n"),
  };
}

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  repository: z.union([z.string(), z.object({ url: z.string() })]).optional(),
  homepage: z.string().optional(),
});

/** A web address from npm's format: `git+https://….git`, `github:owner/name`, `owner/name`. */
function sourceOf(repository: string | { readonly url: string } | undefined, homepage: string | undefined): string | undefined {
  if (repository === undefined) return homepage;
  const url = typeof repository === "string" ? repository : repository.url;
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(url)?.[1];
  if (short !== undefined) return `https://github.com/${short}`;
  return url
    .replace(/^git\+/, "")
    .replace(/^(?:git|ssh):\/\/(?:git@)?/, "https://")
    .replace(/\.git$/, "");
}

const RULE = "-".repeat(80);

/** The file's text, by package. Each package is listed as `name version (license)`. */
export function licensesText(packages: readonly ShippedPackage[]): string {
  const sorted = packages.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const head = [
    "Drey is licensed under the Apache License 2.0. It contains code, style sheets and fonts of the packages below,",
    "each under its own license. Where a package offers several, Drey uses it under the first. The address below the",
    "name of a package leads to its source code.",
  ];
  const list = sorted.map((shipped) => titleOf(shipped));
  const texts = sorted.map((shipped) => `${RULE}\n${titleOf(shipped)}\n${shipped.source}\n\n${shipped.text}`);
  return `${[head.join("\n"), list.join("\n"), ...texts].join("\n\n")}\n`;
}

function titleOf({ name, version, license }: ShippedPackage): string {
  return `${name} ${version} (${license})`;
}
