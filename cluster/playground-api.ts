// Contract 2 over real processes: the API of the playground panel and the exactly-once proof,
// answered by the supervisor of a live cluster.
import type { EngineRequest, EngineResponse } from "../src/engine/host.ts";
import { containerUnavailable, errorResponse, jsonResponse, routeNotFound } from "../src/engine/responses.ts";
import { answerContainerCall, type ContainerOwner } from "../src/engine/supervisor/container-api.ts";
import { SERVICES } from "../src/engine/supervisor/container-table.ts";
import type { RequestHandler } from "../src/engine/supervisor/request-router.ts";
import type { ResponseBody } from "../src/rest/endpoints.ts";
import { RATE_ERROR } from "../src/rest/generator-rate.ts";
import { matchEndpoint } from "../src/rest/match-endpoint.ts";
import { type Drain, generatorRequestSchema, type StoredSavepoint } from "../src/rest/playground.ts";
import type { ClickGenerator } from "./click-generator.ts";
import type { Containers } from "./containers.ts";
import { TOPICS } from "./kafka-configuration.ts";
import { TopicError, type RecordsRequest, type TopicTool } from "./topic-tool.ts";

/** The parts of the cluster that the API uses. Generator and tool are the current ones. */
export interface PlaygroundParts {
  readonly containers: Containers;
  readonly generator: ClickGenerator;
  readonly topicTool: TopicTool | undefined;
  savepoints(): Promise<readonly StoredSavepoint[]>;
  drains(): Promise<readonly Drain[]>;
  /** Starts to restart everything. */
  reset(): void;
}

const DEFAULT_MAX_RECORDS = 100;
const MAX_RECORDS = 10_000;

/** Answers the paths of contract 2, and 404 to others. Never rejects. */
export function createPlaygroundApi(parts: PlaygroundParts): RequestHandler {
  return async (request) => {
    try {
      return await answer(parts, request);
    } catch (error) {
      if (error instanceof TopicError) return containerUnavailable("kafka", error.message);
      return errorResponse(500, `InternalError: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

async function answer(parts: PlaygroundParts, request: EngineRequest): Promise<EngineResponse> {
  const [path = "", query = ""] = request.url.split("?");
  const match = matchEndpoint(request.method, path);
  switch (match?.id) {
    case "playground":
      return jsonResponse(200, CAPABILITIES);
    case "playgroundTopics":
      return topics(parts);
    case "playgroundRecords":
      return records(parts, match.params.topic, new URLSearchParams(query));
    case "playgroundSavepoints":
      return jsonResponse(200, { savepoints: [...(await parts.savepoints())] } satisfies ResponseBody<"playgroundSavepoints">);
    case "playgroundDrains":
      return jsonResponse(200, { drains: [...(await parts.drains())] } satisfies ResponseBody<"playgroundDrains">);
    case "generator":
    case "patchGenerator":
      return generator(parts, match.id === "patchGenerator" ? request : undefined);
    case "injectFault":
      return errorResponse(400, "BadRequest: faults cannot be injected into a live cluster.");
    default:
      return (await answerContainerCall(ownerOf(parts), match, request.body)) ?? routeNotFound(path);
  }
}

function ownerOf(parts: PlaygroundParts): ContainerOwner {
  const { containers } = parts;
  return { containers: () => containers.list(), command: (command) => containers.command(command), reset: () => parts.reset() };
}

const CAPABILITIES = {
  backend: "flink",
  restartable: [...SERVICES],
  scalable: ["taskmanager"],
  faults: [],
  reset: true,
} satisfies ResponseBody<"playground">;

async function topics({ containers, topicTool }: PlaygroundParts): Promise<EngineResponse> {
  if (topicTool === undefined || !containers.isRunning("kafka")) return containerUnavailable("kafka", "it is not running");
  const found = await topicTool.topics();
  const body = {
    // A topic created by a job has no budget of its own, so it gets that of the output.
    topics: found.map((topic) => ({ ...topic, budgetBytes: (TOPICS.find(({ name }) => name === topic.name) ?? TOPICS[1]).budgetBytes })),
  } satisfies ResponseBody<"playgroundTopics">;
  return jsonResponse(200, body);
}

async function records({ containers, topicTool }: PlaygroundParts, topic: string, query: URLSearchParams): Promise<EngineResponse> {
  const request = readRecordsRequest(topic, query);
  if (typeof request === "string") return errorResponse(400, `IllegalArgumentException: ${request}`);
  if (topicTool === undefined || !containers.isRunning("kafka")) return containerUnavailable("kafka", "it is not running");
  const { partition, offset } = request;
  const missing = await topicTool.missing(topic, partition);
  if (missing === "topic") return errorResponse(404, `UnknownTopicOrPartitionException: topic ${topic} does not exist`);
  if (missing === "partition") return errorResponse(404, `UnknownTopicOrPartitionException: topic ${topic} has no partition ${partition}`);
  const body = (await topicTool.records(request)) satisfies ResponseBody<"playgroundRecords">;
  const { beginOffset, endOffset } = body;
  if (offset < beginOffset || offset > endOffset) {
    const message = `OffsetOutOfRangeException: offset ${offset} of partition ${partition} of topic ${topic} is outside [${beginOffset}, ${endOffset}]`;
    return jsonResponse(416, { errors: [message], beginOffset, endOffset });
  }
  return jsonResponse(200, body);
}

/** The request, or an error message. */
export function readRecordsRequest(topic: string, query: URLSearchParams): RecordsRequest | string {
  const partition = readWhole(query.get("partition"));
  const offset = readWhole(query.get("offset"));
  const max = query.has("max") ? readWhole(query.get("max")) : DEFAULT_MAX_RECORDS;
  const isolation = query.get("isolation") ?? "committed";
  if (partition === undefined) return "partition must be a whole number of 0 or more";
  if (offset === undefined) return "offset must be a whole number of 0 or more";
  if (max === undefined || max < 1 || max > MAX_RECORDS) return `max must be a whole number from 1 to ${MAX_RECORDS}`;
  if (isolation !== "committed" && isolation !== "all") return "isolation must be committed or all";
  return { topic, partition, offset, max, isolation };
}

function generator({ containers, generator: process }: PlaygroundParts, change: EngineRequest | undefined): EngineResponse {
  if (!containers.isRunning("clickevent-generator")) return containerUnavailable("clickevent-generator", "it is not running");
  if (change !== undefined) {
    const body = generatorRequestSchema.safeParse(parseJson(change.body));
    if (!body.success) return errorResponse(400, RATE_ERROR);
    process.changeRate(body.data.recordsPerSecond);
  }
  return jsonResponse(200, process.describe());
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    // Invalid JSON is treated like JSON of another shape.
    return undefined;
  }
}

/** A non-negative integer in decimal digits; undefined otherwise. */
function readWhole(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
