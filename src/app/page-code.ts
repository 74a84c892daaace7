// The code of each page, loaded when the page is opened for the first time.
import type { ComponentType } from "react";

import { addressParts } from "../pages/address-parts.ts";

type LoadPage = () => Promise<{ readonly default: ComponentType }>;

/** How the code of each page is loaded, in the form of React's `lazy`. Rejects if the server does not have it. */
export const PAGE_CODE = {
  overview: async () => ({ default: (await import("../pages/overview-page.tsx")).OverviewPage }),
  jobs: async () => ({ default: (await import("../pages/jobs-page.tsx")).JobsPage }),
  job: async () => ({ default: (await import("../pages/job-page.tsx")).JobPage }),
  applications: async () => ({ default: (await import("../pages/applications-page.tsx")).ApplicationsPage }),
  application: async () => ({ default: (await import("../pages/application-page.tsx")).ApplicationPage }),
  taskManagers: async () => ({ default: (await import("../pages/task-managers-page.tsx")).TaskManagersPage }),
  taskManager: async () => ({ default: (await import("../pages/task-manager-page.tsx")).TaskManagerPage }),
  jobManager: async () => ({ default: (await import("../pages/job-manager-page.tsx")).JobManagerPage }),
  notFound: async () => ({ default: (await import("./not-found-page.tsx")).NotFoundPage }),
  submit: async () => ({ default: (await import("../pages/submit-page.tsx")).SubmitPage }),
} satisfies Record<string, LoadPage>;

/** Loads the code of the page that an address's hash names, before it is known which cluster it shows. */
export function preloadPage(hash: string): void {
  // If that fails, the page itself tries again and reports it.
  for (const load of codeOf(hash)) load().catch(() => undefined);
}

function codeOf(hash: string): readonly (() => Promise<unknown>)[] {
  const { area, id } = placeOf(hash);
  switch (area) {
    case "":
    case "overview":
      return [PAGE_CODE.overview];
    case "job":
      // The page itself loads its graph only when it is rendered.
      return id === undefined ? [PAGE_CODE.jobs] : [PAGE_CODE.job, () => import("../features/job-graph/graph-canvas.tsx")];
    default:
      // Pages that are seldom the first one.
      return [];
  }
}

/** The page that an address's hash names: `job` with an id in `#/job/running/<id>/…`. */
export function placeOf(hash: string): { readonly area: string; readonly id: string | undefined } {
  const [area = "", , id] = addressParts(hash.replace(/^#/, "").replace(/\?.*/, ""));
  return { area, id: id === "" ? undefined : id };
}
