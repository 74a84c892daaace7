// `/playground/topics*`: which topics exist and what they contain. Shapes: contract 2.

import { matchEndpoint } from "../../rest/match-endpoint.ts";
import type { ResponseBody } from "../../rest/endpoints.ts";
import type { TopicRecord } from "../../rest/playground.ts";
import type { EngineRequest, EngineResponse } from "../host.ts";
import type { Broker } from "./broker.ts";
import type { PartitionLog } from "./partition-log.ts";
import { errorResponse, jsonResponse, routeNotFound } from "../responses.ts";
import { renderRecord } from "./record-json.ts";

const DEFAULT_MAX_RECORDS = 100;
const MAX_RECORDS = 10_000;

/** Answers one request, errors as Flink's: 400, 404 or 416. */
export function answerTopicsRequest(broker: Broker, request: EngineRequest): EngineResponse {
  const [path = "", query = ""] = request.url.split("?");
  const match = matchEndpoint(request.method, path);
  switch (match?.id) {
    case "playgroundTopics":
      return jsonResponse(200, describeTopics(broker));
    case "playgroundRecords":
      return answerRecords(broker, match.params.topic, new URLSearchParams(query));
    default:
      return routeNotFound(path);
  }
}

function describeTopics(broker: Broker): ResponseBody<"playgroundTopics"> {
  return {
    topics: broker.topics().map((topic) => ({
      name: topic.config.name,
      partitions: topic.ranges(),
      bytes: topic.bytes,
      budgetBytes: topic.config.budgetBytes,
    })),
  };
}

function answerRecords(broker: Broker, name: string, query: URLSearchParams): EngineResponse {
  const topic = broker.topic(name);
  if (topic === undefined) return errorResponse(404, `UnknownTopicOrPartitionException: topic ${name} does not exist`);

  const partition = readWhole(query.get("partition"));
  const offset = readWhole(query.get("offset"));
  const max = query.has("max") ? readWhole(query.get("max")) : DEFAULT_MAX_RECORDS;
  const isolation = query.get("isolation") ?? "committed";
  if (partition === undefined) return errorResponse(400, "IllegalArgumentException: partition must be a whole number of 0 or more");
  if (offset === undefined) return errorResponse(400, "IllegalArgumentException: offset must be a whole number of 0 or more");
  if (max === undefined || max < 1 || max > MAX_RECORDS)
    return errorResponse(400, `IllegalArgumentException: max must be a whole number from 1 to ${MAX_RECORDS}`);
  // Nothing is written in transactions yet, so both see the same.
  if (isolation !== "committed" && isolation !== "all")
    return errorResponse(400, "IllegalArgumentException: isolation must be committed or all");

  const log = topic.partition(partition);
  if (log === undefined) return errorResponse(404, `UnknownTopicOrPartitionException: topic ${name} has no partition ${partition}`);
  const { beginOffset, endOffset } = log;
  if (offset < beginOffset || offset > endOffset) {
    const message = `OffsetOutOfRangeException: offset ${offset} of partition ${partition} of topic ${name} is outside [${beginOffset}, ${endOffset}]`;
    return jsonResponse(416, { errors: [message], beginOffset, endOffset });
  }
  return jsonResponse(200, {
    records: readRecords(log, partition, offset, max),
    beginOffset,
    endOffset,
  } satisfies ResponseBody<"playgroundRecords">);
}

function readRecords(log: PartitionLog, partition: number, offset: number, max: number): TopicRecord[] {
  const records: TopicRecord[] = [];
  const end = Math.min(log.endOffset, offset + max);
  for (let next = offset; next < end;) {
    const batch = log.read(next, end - next, Number.MAX_SAFE_INTEGER);
    for (let row = 0; row < batch.length; row++) {
      const { timestampMs, value } = renderRecord(batch, row, (id) => log.keyOf(id));
      records.push({ partition, offset: next + row, timestamp: timestampMs, value });
    }
    next += batch.length;
  }
  return records;
}

/** A whole number of 0 or more, in digits; undefined otherwise. */
function readWhole(text: string | null): number | undefined {
  if (text === null || !/^\d{1,15}$/.test(text)) return undefined;
  return Number(text);
}
