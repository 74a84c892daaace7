// The directory of everything that a live cluster downloads or writes. Nothing of it is in the
// repository.
import { homedir } from "node:os";
import { join } from "node:path";

/** `$DREY_CACHE`, or `$XDG_CACHE_HOME/drey`, or `~/.cache/drey`. May not exist yet. */
export function cacheDirectory(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const { DREY_CACHE: own, XDG_CACHE_HOME: xdg } = env;
  if (own !== undefined && own !== "") return own;
  return join(xdg !== undefined && xdg !== "" ? xdg : join(homedir(), ".cache"), "drey");
}
