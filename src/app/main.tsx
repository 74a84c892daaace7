import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { ensureExists } from "../base/assert.ts";
import { connectTo, readBackends } from "../client/create-transport.ts";
import { App } from "./app.tsx";
import { createBackendSwitch } from "./backend-switch.ts";
import { exposeDrey } from "./drey-global.ts";
import { preloadPage } from "./page-code.ts";
import { applyTheme, readTheme } from "./theme.ts";
import "./styles.css";

// Before the first paint: the theme, to avoid a flash, the code of the first page, and the backend, so
// that its workers start while React does.
applyTheme(readTheme());
preloadPage(window.location.hash);
const backendSwitch = createBackendSwitch({ readBackends: () => readBackends(document.baseURI), connect: connectTo });
exposeDrey(backendSwitch);

const root = ensureExists(document.getElementById("root"), "the element #root of index.html");
createRoot(root).render(
  <StrictMode>
    <App backendSwitch={backendSwitch} />
  </StrictMode>,
);
