import { knownAmount } from "../../domain/task-manager.ts";
import { DASH } from "../../domain/units.ts";
import type { ResourceProfile } from "../../rest/taskmanagers.ts";

/** The kinds of memory that a slot is a share of. */
export const RESOURCES = [
  { key: "taskHeapMemory", name: "Task heap" },
  { key: "taskOffHeapMemory", name: "Task off-heap" },
  { key: "managedMemory", name: "Managed" },
  { key: "networkMemory", name: "Network" },
] as const;

export type ResourceName = (typeof RESOURCES)[number]["key"];

/** Bytes, from the MiB of the reply. Absent if unknown. */
export function resourceBytes(resource: ResourceProfile, key: ResourceName): number | undefined {
  const mebibytes = knownAmount(resource[key]);
  return mebibytes === undefined ? undefined : mebibytes * 1024 ** 2;
}

const CORES = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });

/** A slot may have a part of a core: `0.5`. */
export function formatCores(cores: number): string {
  return knownAmount(cores) === undefined ? DASH : CORES.format(cores);
}
