/** Parses a typed address of a REST API, or says why it is invalid. */
export type ClusterUrl = { readonly url: string } | { readonly problem: string };

/**
 * Parses a typed or pasted address of a cluster. The scheme defaults to http, and the part after
 * the `#` of Flink's WebUI is dropped. The url ends with a slash.
 */
export function parseClusterUrl(text: string): ClusterUrl {
  const typed = text.trim();
  if (typed === "") return { problem: "Enter the address of a JobManager's REST API, such as http://localhost:8081." };
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`);
  if (url === null) return { problem: "This is not a valid address." };
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return { problem: `The address must start with http or https, not ${url.protocol.replace(/:$/, "")}.` };
  }
  if (url.username !== "" || url.password !== "") {
    return {
      problem: "Remove the user name and password. They would be visible in this page's address, and browsers do not send them.",
    };
  }
  if (url.search !== "") return { problem: "Remove the part after the question mark." };
  return { url: url.origin + url.pathname.replace(/index\.html$/, "").replace(/\/*$/, "/") };
}

/**
 * Why this page cannot call `url` at all; undefined if it can try. Browsers block requests over
 * http from pages loaded over https (mixed content), except to the same machine.
 */
export function mixedContentProblem(url: string, pageUrl: string): string | undefined {
  const target = new URL(url);
  if (new URL(pageUrl).protocol !== "https:" || target.protocol !== "http:" || isLoopback(target.hostname)) return undefined;
  return `This page was loaded over https, so the browser blocks requests to ${target.origin} over http (mixed content). Open Drey over http, serve the cluster over https, or use Drey's server as a proxy (npm start -- --cluster URL).`;
}

/** Host names that browsers resolve to this machine without the network. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
