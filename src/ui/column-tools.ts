// What the heads of a table get after it has rendered, in one file to load.
export { ColumnEdge } from "./column-edge.tsx";
export { ColumnMenu } from "./column-menu.tsx";
