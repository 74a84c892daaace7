import { registerRestContractTests } from "./contract-suite.ts";
import { liveFlink } from "./live-backend.ts";

registerRestContractTests([
  { name: "Flink 2.3, live", start: () => liveFlink("2.3") },
  { name: "Flink 1.20, live", start: () => liveFlink("1.20") },
]);
