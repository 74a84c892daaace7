import type { TabItem } from "../../ui/tabs.tsx";

/** The tabs of the vertex drawer. Their ids are those in the addresses of Flink's WebUI. */
export const VERTEX_TABS = [
  { id: "detail", label: "Detail" },
  { id: "subtasks", label: "Subtasks" },
  { id: "taskmanagers", label: "TaskManagers" },
  { id: "watermarks", label: "Watermarks" },
  { id: "accumulators", label: "Accumulators" },
  { id: "backpressure", label: "Backpressure" },
  { id: "metrics", label: "Metrics" },
] as const satisfies readonly TabItem<string>[];

export type VertexTab = (typeof VERTEX_TABS)[number]["id"];

/** The tab of an id in an address; undefined for any other text. */
export function vertexTabOf(text: string | null | undefined): VertexTab | undefined {
  return VERTEX_TABS.find(({ id }) => id === text)?.id;
}
