import { whyNoLiveCluster } from "../../cluster/live-cluster.ts";
import { holdTheContract } from "./contract-suite.ts";
import { liveFlink } from "./live-backend.ts";

const whyNot = whyNoLiveCluster();

holdTheContract([
  { name: "Flink 1.20, live", start: () => liveFlink("1.20"), whyNot },
  { name: "Flink 2.3, live", start: () => liveFlink("2.3"), whyNot },
]);
