// Which modules the build puts into one file. The bundler makes a file for each set of pages that
// share a module. For a job's page that was 45 files, each with headers of a reply and a dictionary
// of its own. Here they are as few as possible without loading code that a page does not use.
import type { Rolldown } from "vite";

type CodeSplitting = Exclude<Rolldown.OutputOptions["codeSplitting"], boolean | undefined>;
type Group = NonNullable<CodeSplitting["groups"]>[number];
/** What the bundler knows of a module. */
type Modules = Pick<Rolldown.PluginContext, "getModuleInfo">;

/** Pages with lists of jobs: what they share with a job's page is loaded by most visits. */
const LISTS = /\/src\/pages\/(overview|jobs)-page\.tsx$/;
const JOB = /\/src\/pages\/job-page\.tsx$/;
/** What every page, or the overview of a playground, loads after the first drawing. It shares code with a job's page. */
const LATER =
  /\/src\/(pages\/playground-first-steps|features\/job-actions\/unfinished-rescales|app\/tab-alerts|app\/recording|observe\/assess-job)\.tsx?$/;

/** Shared modules by the pages that use them. A module and all that it imports go to the first group that takes it. */
const SHARED: readonly {
  readonly name: string;
  readonly takes: (usesLists: boolean, usesJob: boolean, usesLater: boolean) => boolean;
}[] = [
  { name: "pages", takes: (usesLists, usesJob) => usesLists && usesJob },
  { name: "later", takes: (_, usesJob, usesLater) => usesJob && usesLater },
  { name: "job", takes: (_, usesJob) => usesJob },
  { name: "lists", takes: (usesLists) => usesLists },
];

/** How the app's modules are put into files; for `output.codeSplitting` of the bundler. */
export function codeSplitting(): CodeSplitting {
  const loadersOf = createLoadersOf();
  const shared = SHARED.map(({ name, takes }, index): Group => {
    const nameOf = (id: string, modules: Modules): string | null => {
      const loaders = loadersOf(id, modules);
      if (loaders.length < 2) return null;
      const uses = (page: RegExp): boolean => loaders.some((loader) => page.test(loader));
      return takes(uses(LISTS), uses(JOB), uses(LATER)) ? name : null;
    };
    return { name: nameOf, debugName: name, priority: SHARED.length - index };
  });
  // Everything that the first script imports statically.
  const main: Group = { name: "main", tags: ["$initial"], priority: SHARED.length + 1 };
  return { groups: [main, ...shared] };
}

/** Returns the function that finds the modules loaded by `import()` that a module is loaded with. */
function createLoadersOf(): (id: string, modules: Modules) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (id, modules) => {
    const found = known.get(id) ?? loadersAbove(id, modules);
    known.set(id, found);
    return found;
  };
}

function loadersAbove(id: string, modules: Modules): readonly string[] {
  const seen = new Set([id]);
  // Grows while it is iterated.
  for (const at of seen) for (const importer of modules.getModuleInfo(at)?.importers ?? []) seen.add(importer);
  return [...seen].filter((at) => (modules.getModuleInfo(at)?.dynamicImporters.length ?? 0) > 0);
}
