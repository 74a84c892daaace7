// Budgets for what a browser must fetch, gzipped, and once as it is: a JobManager that serves Drey compresses nothing. DREY_BUILD names the build; "npm run check" makes a fresh one.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const build = process.env.DREY_BUILD ?? "dist";

/** What the main thread runs before the overview can be seen: the entry and the page behind the first route. */
const firstLoad = ["index.html", "src/pages/overview-page.tsx"];

/** The same for the page of a job, without the graph, which loads while the layout is computed. */
const jobPage = ["index.html", "src/pages/job-page.tsx"];

/** Everything else is fetched when it is needed, each file within the first budget whose pattern fits its name. */
const laterBudgets = [
  { pattern: /network-panel/, limit: "160 kB" },
  { pattern: /worker/i, limit: "80 kB" },
  { pattern: /chart/i, limit: "130 kB" },
  { pattern: /./, limit: "100 kB" },
];

const manifest = JSON.parse(readFileSync(join(build, ".vite", "manifest.json"), "utf8"));

/** Files of a manifest entry and of all that it imports statically. */
function filesOf(key, seen = new Set()) {
  const entry = manifest[key];
  if (entry === undefined) throw new Error(`The build has no ${key}: correct the list of what the first load needs.`);
  if (seen.has(key)) return [];
  seen.add(key);
  return [entry.file, ...(entry.css ?? []), ...(entry.imports ?? []).flatMap((imported) => filesOf(imported, seen))];
}

const first = new Set(firstLoad.flatMap((key) => filesOf(key)));
const assets = readdirSync(join(build, "assets")).map((name) => `assets/${name}`);
const later = assets.filter((file) => /\.(js|css)$/.test(file) && !first.has(file));

const firstPaths = [...first].map((file) => join(build, file));

const jobPagePaths = [...new Set(jobPage.flatMap((key) => filesOf(key)))].map((file) => join(build, file));

const graphPaths = [...new Set([...jobPage, "src/features/job-graph/graph-canvas.tsx"].flatMap((key) => filesOf(key)))].map((file) =>
  join(build, file),
);

export default [
  { name: "first load of the overview", path: firstPaths, limit: "190 kB", gzip: true },
  { name: "the same from a JobManager", path: [join(build, "index.html"), ...firstPaths], limit: "650 kB", gzip: false, brotli: false },
  { name: "first load of the job page", path: jobPagePaths, limit: "272 kB", gzip: true },
  { name: "the same with the graph", path: graphPaths, limit: "346 kB", gzip: true },
  ...later.map((file) => ({
    name: file,
    path: join(build, file),
    limit: laterBudgets.find(({ pattern }) => pattern.test(file)).limit,
    gzip: true,
  })),
];
