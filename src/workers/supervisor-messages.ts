// The conversation between the page and its supervisor worker. Requests do not travel here: each client has a port of its own
// (src/wire/client-wire.ts), which `client` hands over.

import type { ClusterFailure } from "../base/cluster-failure.ts";
import type { ClusterOptions } from "../engine/supervisor/cluster-options.ts";
import type { RawPort } from "./raw-port.ts";

/** Page → supervisor. */
export type ToSupervisor =
  /** First, once. What is not said is as the default cluster has it. */
  | { readonly type: "boot"; readonly options: Partial<ClusterOptions> }
  /** A port on which requests of both contracts come. */
  | { readonly type: "client"; readonly port: RawPort }
  /** Everything ends. */
  | { readonly type: "stop" };

/** Supervisor → page. */
export type FromSupervisor =
  /** The cluster cannot continue and must be replaced by a new one. */
  { readonly type: "failed"; readonly failure: ClusterFailure };
