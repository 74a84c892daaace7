// The entry point of threads with two kinds of actors instead of a cluster, to test what links do
// when one of them ends. TaskManagers open links to `kafka` and send numbered messages with a
// limited window, and `kafka` records them. It answers every request with its notes.
import { workerData } from "node:worker_threads";
import { type Host, type Link, UnreachableError } from "../../src/engine/host.ts";
import { defineProtocol } from "../../src/engine/protocol/protocol.ts";
import { describeError } from "../../src/workers/port-host.ts";
import { serveContainer } from "../../src/workers/container-thread.ts";
import type { RawPort } from "../../src/workers/raw-port.ts";
import { createNodeThread } from "../engine-thread.ts";

/** The notes of `kafka` about one link. */
export interface LinkNotes {
  readonly peer: string;
  readonly kind: string;
  /**
   * The number of messages so far. They are numbered from 0, and only messages in sequence count.
   */
  received: number;
  outOfSequence: number;
  lastWord: string | undefined;
  closed: string | undefined;
  receivedAfterClosed: number;
  isOpen: boolean;
  /** The error of a send now. */
  sendError: string | undefined;
}

/** The message of a TaskManager. */
type Numbered = { readonly number: number } | { readonly word: string };

/** A protocol that no container speaks. */
const LETTERS = defineProtocol<never, never>("letters");

const NUMBERS = defineProtocol<Numbered, string>("numbers");

function takeNotes(host: Host): void {
  const notes: LinkNotes[] = [];
  const links: Link<Numbered, string>[] = [];
  host.onLink(NUMBERS, (link) => {
    const note: LinkNotes = {
      peer: link.peer,
      kind: link.kind,
      received: 0,
      outOfSequence: 0,
      lastWord: undefined,
      closed: undefined,
      receivedAfterClosed: 0,
      isOpen: true,
      sendError: undefined,
    };
    notes.push(note);
    links.push(link);
    link.onMessage((message) => {
      if (!link.isOpen) note.receivedAfterClosed++;
      if ("word" in message) note.lastWord = message.word;
      else if (message.number === note.received) note.received++;
      else note.outOfSequence++;
      link.send("got it");
    });
    link.onClosed((cause) => {
      note.closed = note.closed === undefined ? cause : `${note.closed} and ${cause}`;
    });
  });
  host.onRequest(() => {
    for (const [index, link] of links.entries()) {
      const note = notes[index];
      if (note === undefined) continue;
      note.isOpen = link.isOpen;
      note.sendError = undefined;
      try {
        link.send("are you there?");
      } catch (error) {
        note.sendError = error instanceof UnreachableError ? error.message : describeError(error);
      }
    }
    return Promise.resolve({ status: 200, contentType: "application/json", body: JSON.stringify(notes) });
  });
}

const WINDOW = 100;

function sendNumbers(host: Host): void {
  const links: Link<string, Numbered>[] = [];
  for (const kind of ["data", "rpc"] as const) {
    const link = host.connect("kafka", kind, NUMBERS);
    links.push(link);
    let number = 0;
    const sendNext = () => link.send({ number: number++ });
    // The request of `kafka` for its notes is answered this way too. One message more or less in
    // flight does not matter.
    link.onMessage(sendNext);
    for (let i = 0; i < WINDOW; i++) sendNext();
  }
  host.onShutdown(() => {
    for (const link of links) link.send({ word: "goodbye" });
  });
  if (host.container === "taskmanager-4") host.connect("kafka", "data", LETTERS).onMessage(() => undefined);
  if (host.container === "taskmanager-3") {
    host.setTimer(50, () => {
      throw new TypeError("taskmanager-3 fails on purpose");
    });
  }
}

/** Connects to an actor that does not exist, and records the result. */
function callNobody(host: Host): void {
  const data = host.connect("taskmanager-99", "data", NUMBERS);
  const rpc = host.connect("taskmanager-99", "rpc", NUMBERS);
  let reset: string | undefined;
  data.onClosed((cause) => {
    reset = cause;
  });
  host.onRequest(() => {
    let thrown: string | undefined;
    try {
      rpc.send({ word: "hello?" });
    } catch (error) {
      thrown = error instanceof UnreachableError ? error.message : describeError(error);
    }
    return Promise.resolve({ status: 200, contentType: "application/json", body: JSON.stringify({ reset, thrown }) });
  });
}

async function useStorage(host: Host): Promise<void> {
  await host.storage.put("/a/1", new Uint8Array([1, 2, 3]));
  const refusal = await host.storage.put("/a/2", new Uint8Array(100)).then(
    () => "stored",
    (error: unknown) => (error instanceof Error ? error.name : "no error"),
  );
  const file = await host.storage.get("/a/1");
  const before = await host.storage.list("/a");
  await host.storage.delete("/a");
  const after = await host.storage.list("/a");
  const body = JSON.stringify({ refusal, file: file === undefined ? null : [...file], before, after });
  host.onRequest(() => Promise.resolve({ status: 200, contentType: "application/json", body }));
}

serveContainer(workerData.control as RawPort, createNodeThread(), (host) => {
  if (host.container === "kafka") takeNotes(host);
  else if (host.container === "jobmanager") callNobody(host);
  else if (host.container === "clickevent-generator") void useStorage(host);
  else sendNumbers(host);
});
