import { useNavigate } from "react-router";

import { visibleText } from "../base/visible-text.ts";
import { formatCounted } from "../domain/units.ts";
import { vertexTitle } from "../domain/vertex-name.ts";
import { useOfferCommands } from "../ui/page-commands.ts";
import type { TabItem } from "../ui/tabs.tsx";
import type { JobData } from "./job-data.ts";
import type { JobTab } from "./job-location.ts";

/** The tabs and vertices of the open job, as commands of the palette. Renders nothing. */
export function JobCommands({ data, tabs }: { data: JobData; tabs: readonly TabItem<JobTab>[] }): null {
  const navigate = useNavigate();
  useOfferCommands(() => [
    ...tabs.map(({ id, label, mark }) => ({
      id: `tab ${id}`,
      group: "Tabs of this job",
      label,
      ...(mark === undefined ? {} : { note: mark }),
      run: () => void navigate(data.pathOfTab(id)),
    })),
    ...(data.live?.job.vertices ?? []).map(({ id, name, parallelism }) => ({
      id: `vertex ${id}`,
      group: "Vertices of this job",
      label: vertexTitle(name),
      note: parallelism > 0 ? formatCounted(parallelism, "subtask") : "",
      keywords: visibleText(id),
      run: () => void navigate(data.pathOf(id)),
    })),
  ]);
  return null;
}
