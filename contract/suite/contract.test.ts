import { holdTheContract } from "./contract-suite.ts";
import { engineInProcess, engineOverHttp } from "./engine-backends.ts";

holdTheContract([
  { name: "the engine in this process", start: engineInProcess },
  { name: "the engine over HTTP", start: engineOverHttp },
]);
