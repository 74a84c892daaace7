import type { FlinkClient } from "./flink-client.ts";
import { HttpStatusError } from "./http-status-error.ts";

/** What a backend can do beyond Flink's REST API. Controls exist on the screen only for what is here. */
export interface Capabilities {
  /** Whether it answers contract 2 at all: containers, topics, the generator. */
  readonly hasPlayground: boolean;
  /** Services whose containers can be killed and started. */
  readonly restartable: readonly string[];
  readonly scalable: readonly string[];
  /** Kinds of faults that can be injected. */
  readonly faults: readonly string[];
  readonly canReset: boolean;
}

/** A Flink cluster alone. */
export const NO_CAPABILITIES: Capabilities = { hasPlayground: false, restartable: [], scalable: [], faults: [], canReset: false };

/** Asks a backend what it can do. Where nobody knows contract 2 the answer is 404, and that means: nothing of it. */
export async function askCapabilities(client: FlinkClient, signal?: AbortSignal): Promise<Capabilities> {
  try {
    const { restartable, scalable, faults, reset } = await client.call("playground", {}, {}, { signal });
    return { hasPlayground: true, restartable, scalable, faults, canReset: reset };
  } catch (error) {
    if (error instanceof HttpStatusError && error.status === 404) return NO_CAPABILITIES;
    throw error;
  }
}
