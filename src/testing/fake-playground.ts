import type { Transport } from "../client/transport.ts";
import type { Container, Generator, Playground, Topic } from "../rest/playground.ts";

/** Contract 2 with state, for tests of components: containers go and come as asked, and what is asked is noted. */
export class FakePlayground {
  playground: Playground = { backend: "browser", restartable: ["taskmanager"], scalable: ["taskmanager"], faults: ["throw"], reset: true };
  containers: Container[] = [
    container("jobmanager", null),
    container("taskmanager-1", "tm1"),
    container("kafka", null),
    container("clickevent-generator", null),
  ];
  topics: Topic[] = [
    { name: "input", partitions: [{ partition: 0, beginOffset: 0, endOffset: 400 }], bytes: 2048, budgetBytes: 64 * 1024 * 1024 },
    { name: "output", partitions: [{ partition: 0, beginOffset: 0, endOffset: 0 }], bytes: 0, budgetBytes: 8 * 1024 * 1024 },
  ];
  generator: Generator = { recordsPerSecond: 400, sent: 400, waiting: false };
  /** Records by topic, all in partition 0. */
  records: Record<string, string[]> = {};
  /** The timestamp of a topic's record, epoch ms. */
  timestampOf: (topic: string, offset: number) => number = (_topic, offset) => offset;
  /** Method, path and body of all that was asked but GETs. */
  readonly asked: string[] = [];
  /** Answers instead, if it answers. */
  refuse: (path: string) => Response | undefined = () => undefined;

  /** Over another backend, which answers contract 1. */
  over(cluster: Transport): Transport {
    return async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      if (!pathname.startsWith("/playground")) return cluster(request);
      if (request.method !== "GET") this.asked.push([request.method, pathname, await request.text()].filter(Boolean).join(" "));
      return this.refuse(pathname) ?? this.#answer(request.method, pathname, searchParams);
    };
  }

  /** Sets one container's facts. */
  set(name: string, facts: Partial<Container>): void {
    this.containers = this.containers.map((one) => (one.name === name ? { ...one, ...facts } : one));
  }

  #answer(method: string, path: string, query: URLSearchParams): Response {
    const action = /^\/playground\/containers\/([^/]+)\/(kill|start)$/.exec(path);
    if (action !== null) {
      const isStart = action[2] === "start";
      this.set(action[1] ?? "", isStart ? { state: "running", exitCode: null, startedAt: 2, taskManagerId: "tm1" } : DOWN);
      return Response.json({}, { status: 202 });
    }
    const records = /^\/playground\/topics\/([^/]+)\/records$/.exec(path);
    if (records !== null) return this.#records(records[1] ?? "", Number(query.get("offset")), Number(query.get("max")));
    if (method === "PATCH") return Response.json(this.generator);
    switch (path) {
      case "/playground":
        return Response.json(this.playground);
      case "/playground/containers":
        return Response.json({ containers: this.containers });
      case "/playground/topics":
        return Response.json({ topics: this.topics });
      case "/playground/generator":
        return Response.json(this.generator);
      default:
        return Response.json({}, { status: 202 });
    }
  }

  #records(topic: string, offset: number, max: number): Response {
    const values = this.records[topic] ?? [];
    const records = values
      .slice(offset, offset + max)
      .map((value, index) => ({ partition: 0, offset: offset + index, timestamp: this.timestampOf(topic, offset + index), value }));
    return Response.json({ records, beginOffset: 0, endOffset: values.length });
  }
}

const DOWN: Partial<Container> = { state: "exited", exitCode: 137, startedAt: null, taskManagerId: null };

function container(name: string, taskManagerId: string | null): Container {
  return {
    name,
    service: name.replace(/-\d+$/, ""),
    state: "running",
    exitCode: null,
    command: name,
    ports: [],
    startedAt: 1,
    taskManagerId,
  };
}
