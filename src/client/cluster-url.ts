/** An address that was typed, judged: where a REST API may begin, or what is wrong with it in words. */
export type ClusterUrl = { readonly url: string } | { readonly problem: string };

/**
 * Reads what someone typed or pasted as the address of a cluster. Without a scheme it is taken for http; what follows the `#` of
 * Flink's WebUI is left out. The url ends with a slash.
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
 * Why this page cannot ask `url` at all, in words; undefined if it may try. Browsers stop a page that came by https from asking over
 * http ("mixed content"), except on the same machine.
 */
export function mixedContentProblem(url: string, pageUrl: string): string | undefined {
  const target = new URL(url);
  if (new URL(pageUrl).protocol !== "https:" || target.protocol !== "http:" || isLoopback(target.hostname)) return undefined;
  return `This page was loaded over https, so the browser blocks requests to ${target.origin} over http (mixed content). Open Drey over http, serve the cluster over https, or use Drey's server as a proxy (npm start -- --cluster URL).`;
}

/** What browsers take for this machine without asking the network. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
