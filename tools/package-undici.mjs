// What the package bundles of undici. Its entry point also loads fetch, WebSocket and the response
// decompressor, which need Node 22. The connection pool itself runs on Node 20.
import request from "undici/lib/api/api-request.js";
import errors from "undici/lib/core/errors.js";
import Dispatcher from "undici/lib/dispatcher/dispatcher.js";
import Pool from "undici/lib/dispatcher/pool.js";

// As undici's entry point does.
Dispatcher.prototype.request = request;

export { errors, Pool };
