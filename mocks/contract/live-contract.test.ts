import { whyNoLiveCluster } from "../../cluster/live-cluster.ts";
import { holdTheContract } from "./contract-suite.ts";
import { liveFlink } from "./live-backend.ts";

/** Two clusters through all situations take longer than a test run should: who wants them says so. */
const whyNot = process.env.DREY_LIVE_CONTRACT === "1" ? whyNoLiveCluster() : "it takes minutes; DREY_LIVE_CONTRACT=1 runs it";

holdTheContract([
  { name: "Flink 1.20, live", start: () => liveFlink("1.20"), whyNot },
  { name: "Flink 2.3, live", start: () => liveFlink("2.3"), whyNot },
]);
