// The JARs a job can be started from. Nothing of their content is kept, for there is no JVM to run it: what can be started is the one program that
// comes with the cluster, Click Event Count, and its JAR is listed from the start. Flink: JarUploadHandler, JarListHandler, JarDeleteHandler.

import type { Clock, Rng } from "../../host.ts";
import type { JarStoreView, StoredJar } from "../jobmanager-view.ts";
import { randomHexId } from "../random-id.ts";

/** Main class of the bundled JAR, as the Operations Playground has it. */
export const CLICK_EVENT_COUNT_CLASS = "org.apache.flink.playgrounds.ops.clickcount.ClickEventCount";

const BUNDLED_JAR = "ClickCountJob.jar";

/** By id. */
export class JarStore implements JarStoreView {
  /** As Flink's web server makes one for each start. */
  readonly directory: string;
  readonly #clock: Clock;
  readonly #rng: Rng;
  readonly #jars = new Map<string, StoredJar>();

  constructor(clock: Clock, rng: Rng) {
    this.#clock = clock;
    this.#rng = rng;
    this.directory = `/tmp/flink-web-${this.#uuid()}/flink-web-upload`;
    this.#add(BUNDLED_JAR, CLICK_EVENT_COUNT_CLASS);
  }

  /** Newest first. */
  get all(): readonly StoredJar[] {
    return [...this.#jars.values()].toReversed();
  }

  find(id: string): StoredJar | undefined {
    return this.#jars.get(id);
  }

  /** Takes in a JAR of that file name. */
  upload(name: string): StoredJar {
    return this.#add(name, undefined);
  }

  /** False if there is none of that id. */
  delete(id: string): boolean {
    return this.#jars.delete(id);
  }

  #add(name: string, entryClass: string | undefined): StoredJar {
    const jar = { id: `${this.#uuid()}_${name}`, name, uploaded: this.#clock.now(), entryClass };
    this.#jars.set(jar.id, jar);
    return jar;
  }

  #uuid(): string {
    return randomHexId(this.#rng).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
}
