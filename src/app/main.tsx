import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { ensureExists } from "../base/assert.ts";
import { chooseBackend } from "../client/create-transport.ts";
import { App } from "./app.tsx";
import { exposeDrey } from "./drey-global.ts";
import { applyTheme, readTheme } from "./theme.ts";
import "./styles.css";

// Before the first paint: the theme, so that nothing flashes, and the backend, so that its workers start while React does.
applyTheme(readTheme());
const choosing = chooseBackend(document.baseURI);
exposeDrey(choosing);

const root = ensureExists(document.getElementById("root"), "the element #root of index.html");
createRoot(root).render(
  <StrictMode>
    <App choosing={choosing} />
  </StrictMode>,
);
