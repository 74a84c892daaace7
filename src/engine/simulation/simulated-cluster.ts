import { utcTime } from "../../base/iso-time.ts";
import type { EngineResponse } from "../host.ts";
import { type ClusterOptions, completeOptions } from "../supervisor/cluster-options.ts";
import { MemoryStorage } from "../supervisor/memory-storage.ts";
import { createRequestRouter, type RequestHandler } from "../supervisor/request-router.ts";
import { runMain } from "../supervisor/run-main.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import { randomStream } from "./random-stream.ts";
import type { SimulatedActor } from "./simulated-actor.ts";
import type { SimulatedLinkEnd } from "./simulated-link.ts";
import { Simulation } from "./simulation.ts";

/** Wall clock at the beginning of every simulation, epoch ms: some seconds after a full quarter of a minute. */
export const SIMULATED_EPOCH_MS = utcTime(2026, 11, 21, 12, 0, 4);

/** Start of the first window that the generator fills, epoch ms. */
export const FIRST_WINDOW_MS = utcTime(2026, 11, 21, 12, 0, 0);

/** How long a request may take, simulated ms: longer than the supervisor's own deadline. */
const REQUEST_DEADLINE_MS = 60_000;

/**
 * The whole cluster in the simulation: the real supervisor on the simulated platform, called
 * through the two contracts.
 */
export class SimulatedCluster {
  readonly simulation: Simulation;
  readonly supervisor: Supervisor<SimulatedLinkEnd>;
  readonly #router: RequestHandler;
  readonly #storage: MemoryStorage;

  constructor(seed: number, options: Partial<ClusterOptions>, afterlifeMs = 0) {
    const complete = completeOptions(options);
    const storage = new MemoryStorage(complete.storageBudgetBytes);
    this.#storage = storage;
    this.simulation = new Simulation({ seed, files: storage, runMain, epochMs: SIMULATED_EPOCH_MS, afterlifeMs });
    this.supervisor = new Supervisor<SimulatedLinkEnd>({
      clock: this.simulation.supervisorClock,
      rng: randomStream(seed, "supervisor"),
      setTimer: (delayMs, callback) => this.simulation.setTimer(delayMs, callback),
      storage,
      options: complete,
      connectRuntime: (events) => this.simulation.connectRuntime(events),
    });
    this.#router = createRequestRouter(this.supervisor, "node");
    this.simulation.onDied = (actor) => {
      this.supervisor.kill(actor.container);
    };
  }

  /** Starts the containers. Nothing has happened yet when it returns. */
  boot(): void {
    this.supervisor.boot();
  }

  /** The containers that run, in the supervisor's order. */
  liveActors(): SimulatedActor[] {
    return this.supervisor
      .containers()
      .map(({ name }) => this.simulation.actor(name))
      .filter((actor) => actor !== undefined);
  }

  /** Paths of all checkpoints' files. */
  storedFiles(): readonly string[] {
    return this.#storage.list("");
  }

  /** A stored file; undefined if there is none. */
  storedFile(path: string): Uint8Array | undefined {
    return this.#storage.get(path);
  }

  /** One request of either contract; simulated time advances until it is answered. */
  async request(method: string, url: string, body?: unknown): Promise<EngineResponse> {
    return this.requestText(method, url, body === undefined ? undefined : JSON.stringify(body));
  }

  /** The same with a body that is not JSON. */
  async requestText(method: string, url: string, body: string | undefined): Promise<EngineResponse> {
    const answer = this.#router(body === undefined ? { method, url } : { method, url, body });
    const response = await this.simulation.runUntilSettled(answer, this.simulation.nowMs + REQUEST_DEADLINE_MS);
    if (response === undefined) throw new Error(`${method} ${url} was not answered within ${REQUEST_DEADLINE_MS} ms`);
    return response;
  }

  /** Sends a request and does not wait for the answer. */
  post(method: string, url: string, body: unknown): void {
    void this.#router({ method, url, body: JSON.stringify(body) });
  }

  /** The body of a GET, which must be a 200. */
  async get<T>(url: string): Promise<T> {
    const response = await this.request("GET", url);
    if (response.status !== 200) throw new Error(`GET ${url}: ${response.status} ${response.body}`);
    // The caller names the contract's type of this path.
    return JSON.parse(response.body) as T;
  }
}
