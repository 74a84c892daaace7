import { describe, expect, it } from "vitest";
import { EventStream, type Event } from "../../../core/testing/events.ts";
import type { StreamElement } from "../../protocol/taskmanager-taskmanager.ts";
import { INITIAL_BATCH_RECORDS, MAX_QUEUED_BATCHES } from "./flow-control.ts";
import { Subpartition, type SubpartitionView } from "./subpartition.ts";

function describeElement(element: StreamElement): string {
  switch (element.type) {
    case "batch":
      return `batch of ${element.batch.length}`;
    case "barrier":
      return `barrier ${element.barrier.checkpointId}`;
    case "watermark":
      return `watermark ${element.timestamp}`;
    default:
      return element.type;
  }
}

class RecordingView implements SubpartitionView {
  readonly delivered: string[] = [];
  readonly sequences: number[] = [];
  readonly backlogs: number[] = [];
  isReleased = false;

  deliver(element: StreamElement, sequence: number, backlog: number): void {
    this.delivered.push(describeElement(element));
    this.sequences.push(sequence);
    this.backlogs.push(backlog);
  }

  released(): void {
    this.isReleased = true;
  }
}

const stream = new EventStream();
function batchOf(length: number) {
  return stream.batch(...Array.from({ length }, (_, row): Event => ["/help", row]));
}

const barrier = (checkpointId: number) =>
  ({ type: "barrier", barrier: { checkpointId, triggerTimestamp: 0, snapshotType: "checkpoint", directory: "/d" } }) as const;

const full = INITIAL_BATCH_RECORDS;

function setUp() {
  const view = new RecordingView();
  let unflushed = 0;
  const subpartition = new Subpartition({ onDelivered: () => undefined, onUnflushed: () => unflushed++ });
  return { view, subpartition, unflushed: () => unflushed };
}

describe("Subpartition", () => {
  it("[FC1] sends a batch only for a credit, events without", () => {
    const { view, subpartition } = setUp();
    subpartition.attach(view, 1);
    subpartition.addEvent({ type: "watermark", timestamp: 1 });
    subpartition.addBatch(batchOf(full));
    subpartition.addBatch(batchOf(full));
    expect(view.delivered).toEqual(["watermark 1", `batch of ${full}`]);
    subpartition.addCredit(1, full);
    expect(view.delivered).toHaveLength(3);
    expect(view.sequences).toEqual([0, 1, 2]);
  });

  it("[FC1] sends one batch for every credit, however long the channel lives", () => {
    const { view, subpartition } = setUp();
    subpartition.attach(view, 0);
    for (let batch = 0; batch < 500; batch++) {
      subpartition.addBatch(batchOf(full));
      expect(view.delivered).toHaveLength(batch);
      subpartition.addCredit(1, full);
      expect(view.delivered).toHaveLength(batch + 1);
    }
  });

  it("[FC1] reports how many batches wait for credit", () => {
    const { view, subpartition } = setUp();
    for (let batch = 0; batch < 3; batch++) subpartition.addBatch(batchOf(full));
    subpartition.attach(view, 2);
    expect(view.backlogs).toEqual([2, 1]);
  });

  it("[CP1] keeps a barrier behind the rows before it, finished batch or not, and before those after it", () => {
    const { view, subpartition } = setUp();
    subpartition.attach(view, 3);
    subpartition.addBatch(batchOf(5));
    subpartition.addEvent(barrier(1));
    subpartition.addBatch(batchOf(7));
    subpartition.addEvent(barrier(2));
    expect(view.delivered).toEqual(["batch of 5", "barrier 1", "batch of 7", "barrier 2"]);
  });

  it("[CP1] makes a barrier wait for the credit of the batch before it", () => {
    const { view, subpartition } = setUp();
    subpartition.attach(view, 0);
    subpartition.addBatch(batchOf(full));
    subpartition.addEvent(barrier(1));
    expect(view.delivered).toEqual([]);
    subpartition.addCredit(1, full);
    expect(view.delivered).toEqual([`batch of ${full}`, "barrier 1"]);
  });

  it("[FC2] accepts four batches, then no more", () => {
    const { subpartition } = setUp();
    for (let batch = 0; batch < MAX_QUEUED_BATCHES; batch++) {
      expect(subpartition.availableRecords).toBe((MAX_QUEUED_BATCHES - batch) * full);
      subpartition.addBatch(batchOf(full));
    }
    expect(subpartition.availableRecords).toBe(0);
  });

  it("[FC3] collects rows until they fill a batch", () => {
    const { view, subpartition, unflushed } = setUp();
    subpartition.attach(view, 4);
    for (let rows = 0; rows < full; rows += 8) subpartition.addBatch(batchOf(8));
    expect(view.delivered).toEqual([]);
    expect(unflushed()).toBeGreaterThan(0);
    subpartition.addBatch(batchOf(8));
    expect(view.delivered).toEqual([`batch of ${full}`]);
  });

  it("[FC3] sends an unfinished batch on a flush, and continues to fill it while there is no credit", () => {
    const { view, subpartition } = setUp();
    subpartition.attach(view, 1);
    subpartition.addBatch(batchOf(3));
    subpartition.flush();
    expect(view.delivered).toEqual(["batch of 3"]);
    subpartition.addBatch(batchOf(4));
    subpartition.flush();
    subpartition.addBatch(batchOf(5));
    subpartition.addCredit(1, full);
    expect(view.delivered).toEqual(["batch of 3", "batch of 9"]);
  });

  it("[FC4] cuts batches to the size that the consumer asks for", () => {
    const { view, subpartition } = setUp();
    subpartition.attach(view, 9);
    subpartition.addCredit(0, 10);
    subpartition.addBatch(batchOf(25));
    expect(view.delivered).toEqual(["batch of 10", "batch of 10", "batch of 5"]);
  });

  it("[FC6] passes a batch of exactly the right size unchanged", () => {
    const batches: unknown[] = [];
    const { subpartition } = setUp();
    subpartition.attach(
      { deliver: (element) => batches.push(element.type === "batch" ? element.batch : element), released: () => undefined },
      1,
    );
    const batch = batchOf(full);
    subpartition.addBatch(batch);
    expect(batches[0]).toBe(batch);
  });

  it("[FC10] keeps only the newest of the watermarks that wait", () => {
    const { view, subpartition } = setUp();
    subpartition.addBatch(batchOf(full));
    for (const timestamp of [1, 2, 3]) subpartition.addEvent({ type: "watermark", timestamp });
    subpartition.addEvent(barrier(1));
    subpartition.addEvent({ type: "watermark", timestamp: 4 });
    subpartition.attach(view, 1);
    expect(view.delivered).toEqual([`batch of ${full}`, "watermark 3", "barrier 1", "watermark 4"]);
  });

  it("drops what waits and tells the consumer when its task ends early", () => {
    const { view, subpartition } = setUp();
    subpartition.attach(view, 0);
    subpartition.addBatch(batchOf(full));
    subpartition.release();
    expect(view.isReleased).toBe(true);
    expect(subpartition.isDrained).toBe(true);
    expect(view.delivered).toEqual([]);
  });
});
