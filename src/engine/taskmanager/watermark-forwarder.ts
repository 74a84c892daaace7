import type { WatermarkOutput } from "../../core/operator.ts";
import type { TaskContext } from "./task-context.ts";

/** Where the valve of an operator leads that does nothing with time: on to the output. */
export function watermarkForwarder({ metrics, output }: TaskContext): WatermarkOutput {
  return {
    emitWatermark: (watermarkMs) => {
      metrics.currentInputWatermark = watermarkMs;
      output.emitWatermark(watermarkMs);
    },
    emitWatermarkStatus: (status) => output.emitWatermarkStatus(status),
  };
}
