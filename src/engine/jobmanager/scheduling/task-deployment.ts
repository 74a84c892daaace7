import { ensureExists } from "../../../base/assert.ts";
import type { JobEdge } from "../../graph/job-graph.ts";
import type { InputGateDescriptor, PeerSubtask, ResultPartitionDescriptor, TaskDeployment } from "../../protocol/jobmanager-taskmanager.ts";
import type { RestoredState } from "../../protocol/state.ts";
import type { Execution } from "./execution.ts";
import type { ExecutionGraph, ExecutionJobVertex } from "./execution-graph.ts";

/** Everything a TaskManager needs to run `execution`, whose job's attempts all have slots. Flink: TaskDeploymentDescriptorFactory. */
export function taskDeploymentOf(
  executionGraph: ExecutionGraph,
  execution: Execution,
  dataInlineThresholdBytes: number,
  restore: RestoredState | undefined,
): TaskDeployment {
  const { graph } = executionGraph;
  const { vertex, subtaskIndex } = execution;
  return {
    jobId: graph.jobId,
    jobName: graph.name,
    vertexId: vertex.id,
    vertexName: vertex.name,
    subtaskIndex,
    parallelism: vertex.parallelism,
    maxParallelism: vertex.maxParallelism,
    attemptNumber: execution.attemptNumber,
    attemptId: execution.attemptId,
    allocationId: ensureExists(execution.allocationId, `slot of ${execution.taskNameWithSubtask}`),
    operator: vertex.operator,
    inputs: inputEdges(executionGraph, vertex.id).map((edge, index) => inputGate(executionGraph, edge, index, subtaskIndex)),
    outputs: outputEdges(executionGraph, vertex.id).map((edge, index) => resultPartition(executionGraph, edge, index, subtaskIndex)),
    ...(restore === undefined ? {} : { restore }),
    checkpointingEnabled: graph.checkpoints.intervalMs !== undefined,
    dataInlineThresholdBytes,
    bufferTimeoutMs: graph.bufferTimeoutMs,
    autoWatermarkIntervalMs: graph.autoWatermarkIntervalMs,
  };
}

function inputEdges({ graph }: ExecutionGraph, vertexId: string): readonly JobEdge[] {
  return graph.edges.filter((edge) => edge.targetId === vertexId);
}

function outputEdges({ graph }: ExecutionGraph, vertexId: string): readonly JobEdge[] {
  return graph.edges.filter((edge) => edge.sourceId === vertexId);
}

function inputGate(executionGraph: ExecutionGraph, edge: JobEdge, index: number, subtaskIndex: number): InputGateDescriptor {
  const producers = connectedSubtasks(edge, executionGraph.existingVertex(edge.sourceId), subtaskIndex);
  const partitionIndex = outputEdges(executionGraph, edge.sourceId).indexOf(edge);
  return { index, producerVertexId: edge.sourceId, partitionIndex, shipStrategy: edge.shipStrategy, producers };
}

function resultPartition(executionGraph: ExecutionGraph, edge: JobEdge, index: number, subtaskIndex: number): ResultPartitionDescriptor {
  const consumer = executionGraph.existingVertex(edge.targetId);
  return {
    index,
    consumerVertexId: edge.targetId,
    shipStrategy: edge.shipStrategy,
    consumerMaxParallelism: consumer.vertex.maxParallelism,
    consumerGateIndex: inputEdges(executionGraph, edge.targetId).indexOf(edge),
    consumers: connectedSubtasks(edge, consumer, subtaskIndex),
  };
}

/** FORWARD joins equal indices, every other strategy all with all. */
function connectedSubtasks(edge: JobEdge, other: ExecutionJobVertex, subtaskIndex: number): readonly PeerSubtask[] {
  const subtasks =
    edge.shipStrategy === "FORWARD" ? other.subtasks.filter((subtask) => subtask.subtaskIndex === subtaskIndex) : other.subtasks;
  return subtasks.map(({ current }) => {
    const { container, taskManagerId, dataPort } = ensureExists(current.location, `slot of ${current.taskNameWithSubtask}`);
    return { attemptId: current.attemptId, subtaskIndex: current.subtaskIndex, container, taskManagerId, dataPort };
  });
}
