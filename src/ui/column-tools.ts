import { ColumnEdge } from "./column-edge.tsx";
import { ColumnMenu } from "./column-menu.tsx";

/** What the heads of a table get after it has rendered, in one file to load. */
export const COLUMN_TOOLS = { ColumnEdge, ColumnMenu } as const;
