// A simulation of a few small programs without the rest of the cluster: what the host itself promises, tested on it.

import { createDeferred, type Deferred } from "../../../base/deferred.ts";
import type { EngineRequest, EngineResponse, Host } from "../../host.ts";
import type { ContainerMain } from "../../supervisor/container-main.ts";
import { createLinkTable } from "../../supervisor/link-table.ts";
import { MemoryStorage } from "../../supervisor/memory-storage.ts";
import type { Incarnation } from "../../supervisor/container-runtime.ts";
import { Simulation } from "../simulation.ts";

/** Programs by container, and the supervisor's part of a kill: losePeers for every survivor, then terminate. */
export class ToyCluster {
  readonly simulation: Simulation;
  readonly files = new MemoryStorage(1_000_000);
  readonly #links = createLinkTable();
  readonly #live = new Map<string, Incarnation>();
  readonly #answers = new Map<number, Deferred<EngineResponse>>();
  /** Programs by container. */
  readonly programs: Record<string, (host: Host) => void>;
  #incarnations = 0;
  #requests = 0;
  /** Leaves out losePeers: what a kill would be without the supervisor's table. */
  forgetsLinks = false;

  constructor(seed: number, programs: Readonly<Record<string, (host: Host) => void>>, afterlifeMs = 0) {
    this.programs = { ...programs };
    this.simulation = new Simulation({
      seed,
      files: this.files,
      epochMs: 1_700_000_000_000,
      afterlifeMs,
      runMain: (host) => this.programs[host.container]?.(host),
    });
    this.simulation.connectRuntime({
      onConnect: (opener, { linkId, target, kind, protocol, end }) => {
        const incarnation = this.#live.get(target);
        const peer = [...this.#live].find(([, live]) => live === opener)?.[0];
        if (peer === undefined) return;
        if (incarnation === undefined) {
          this.simulation.losePeers(opener, [linkId]);
          return;
        }
        this.#links.add(linkId, opener, incarnation);
        this.simulation.deliverLink(incarnation, { linkId, peer, kind, protocol, end });
      },
      onLinkClosed: (incarnation, linkId) => this.#links.close(linkId, incarnation),
      onResponse: (_, requestId, response) => this.#answers.get(requestId)?.resolve(response),
      onStopped: () => undefined,
      onCrashed: () => undefined,
    });
  }

  start(container: string): void {
    const incarnation = ++this.#incarnations;
    this.#live.set(container, incarnation);
    // The program is chosen by the container's name; no real one runs.
    this.simulation.spawn(incarnation, container, { type: "kafka", args: { topics: [] } } satisfies ContainerMain);
  }

  request(container: string, request: EngineRequest): Promise<EngineResponse> {
    const requestId = this.#requests++;
    const answer = createDeferred<EngineResponse>();
    this.#answers.set(requestId, answer);
    const incarnation = this.#live.get(container);
    if (incarnation !== undefined) this.simulation.request(incarnation, requestId, request);
    return answer.promise;
  }

  kill(container: string): void {
    const dead = this.#live.get(container);
    if (dead === undefined) return;
    this.#live.delete(container);
    for (const [survivor, linkIds] of this.#links.removeAllOf(dead, "killed")) {
      if (!this.forgetsLinks) this.simulation.losePeers(survivor, linkIds);
    }
    this.simulation.terminate(dead);
  }
}
