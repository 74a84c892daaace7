// The container `kafka`: topics for anyone who opens a link, and their contents for people (playground API).

import type { Host } from "../host.ts";
import { BROKER_PROTOCOL } from "../protocol/broker.ts";
import { Broker } from "./broker.ts";
import { serveConnection } from "./connection.ts";
import { answerTopicsRequest } from "./topics-api.ts";
import type { TopicConfig } from "./topic.ts";

/** What `kafka` is started with. */
export interface KafkaArgs {
  readonly topics: readonly TopicConfig[];
}

/** Runs the broker on `host`. Its records live as long as the container does. */
export function startKafka(host: Host, args: KafkaArgs): void {
  const incarnation = Math.floor(host.rng.next() * 2 ** 48).toString(16);
  const broker = new Broker(args.topics, incarnation);
  host.onLink(BROKER_PROTOCOL, (link) => serveConnection(host, broker, link));
  host.onRequest((request) => Promise.resolve(answerTopicsRequest(broker, request)));
}
