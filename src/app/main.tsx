import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ensureExists } from "../base/assert.ts";

createRoot(ensureExists(document.getElementById("root"), "the element #root")).render(
  <StrictMode>
    <main>
      <h1>Drey</h1>
    </main>
  </StrictMode>,
);
