import { whyNoLiveCluster } from "../../cluster/live-cluster.ts";
import { holdTheContract } from "./contract-suite.ts";
import { liveFlink } from "./live-backend.ts";

const whyNot = whyNoLiveCluster();
/** Each takes more than a minute: one of them is enough for every test run, and who wants both says so. */
const whyNotOld =
  process.env.DREY_LIVE_CONTRACT === "1" ? whyNot : "one live version is enough for every day; DREY_LIVE_CONTRACT=1 runs both";

holdTheContract([
  { name: "Flink 2.3, live", start: () => liveFlink("2.3"), whyNot },
  { name: "Flink 1.20, live", start: () => liveFlink("1.20"), whyNot: whyNotOld },
]);
