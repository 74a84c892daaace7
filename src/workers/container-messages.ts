// The conversation between the supervisor and one incarnation of a container, over a channel of its own.
//
//   supervisor                                container
//      │── init ────────────────────────────────▶│  first; what follows waits until its code is loaded
//      │◀──────────────── connect (port) ────────│  opens a link; the supervisor hands the port on as
//      │── link (port) ─────────────────────────▶│    `link` to the target, or answers peers-lost
//      │── peers-lost ──────────────────────────▶│
//      │◀──────────────────────── link-closed ───│
//      │── request ─────────────────────────────▶│
//      │◀─────────────────────────── response ───│
//      │◀──────────────────── storage-request ───│
//      │── storage-reply ───────────────────────▶│
//      │── shutdown ────────────────────────────▶│
//      │◀──────────────────────────── stopped ───│
//      │◀──────────────────────────── crashed ───│  an uncaught error

import type { EngineRequest, EngineResponse, LinkKind } from "../engine/host.ts";
import type { ContainerMain } from "../engine/supervisor/container-main.ts";
import type { LinkId } from "../engine/supervisor/container-runtime.ts";
import type { RawPort } from "./raw-port.ts";

/** Supervisor → container. */
export type ToContainer =
  | { readonly type: "init"; readonly incarnation: number; readonly container: string; readonly main: ContainerMain }
  | {
      readonly type: "link";
      readonly linkId: LinkId;
      readonly peer: string;
      readonly kind: LinkKind;
      readonly protocol: string;
      readonly port: RawPort;
    }
  /** See ContainerRuntime.losePeers. */
  | { readonly type: "peers-lost"; readonly linkIds: readonly LinkId[] }
  | { readonly type: "request"; readonly requestId: number; readonly request: EngineRequest }
  | { readonly type: "storage-reply"; readonly requestId: number; readonly reply: StorageReply }
  | { readonly type: "shutdown" };

/** Container → supervisor. */
export type FromContainer =
  | {
      readonly type: "connect";
      readonly linkId: LinkId;
      readonly target: string;
      readonly kind: LinkKind;
      readonly protocol: string;
      readonly port: RawPort;
    }
  | { readonly type: "link-closed"; readonly linkId: LinkId }
  | { readonly type: "response"; readonly requestId: number; readonly response: EngineResponse }
  | { readonly type: "storage-request"; readonly requestId: number; readonly operation: StorageOperation }
  | { readonly type: "stopped" }
  | { readonly type: "crashed"; readonly reason: string };

/** A call of the host's Storage, as it crosses threads. */
export type StorageOperation =
  | { readonly type: "put"; readonly path: string; readonly bytes: Uint8Array }
  | { readonly type: "get"; readonly path: string }
  | { readonly type: "list"; readonly prefix: string }
  | { readonly type: "delete"; readonly prefix: string }
  | { readonly type: "discard"; readonly directory: string };

/** Its outcome. `failed` becomes a StorageError again. */
export type StorageReply =
  | { readonly type: "done" }
  | { readonly type: "file"; readonly bytes: Uint8Array | undefined }
  | { readonly type: "paths"; readonly paths: readonly string[] }
  | { readonly type: "failed"; readonly message: string };
