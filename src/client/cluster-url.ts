/** An address that was typed, judged: where a REST API may begin, or what is wrong with it in words. */
export type ClusterUrl = { readonly url: string } | { readonly problem: string };

/**
 * Reads what someone typed or pasted as the address of a cluster. Without a scheme it is taken for http; what follows the `#` of
 * Flink's WebUI is left out. The url ends with a slash.
 */
export function parseClusterUrl(text: string): ClusterUrl {
  const typed = text.trim();
  if (typed === "") return { problem: "Type the address of a JobManager's REST API, such as http://localhost:8081." };
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`);
  if (url === null) return { problem: "This is no address." };
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return { problem: `A cluster is reached over http or https, not ${url.protocol.replace(/:$/, "")}.` };
  }
  if (url.username !== "" || url.password !== "") {
    return {
      problem:
        "A name and password do not belong into an address: they would stand in this page's own, and browsers do not send them from there.",
    };
  }
  if (url.search !== "") return { problem: "The address of a REST API has no part after a question mark." };
  return { url: url.origin + url.pathname.replace(/index\.html$/, "").replace(/\/*$/, "/") };
}

/**
 * Why this page cannot ask `url` at all, in words; undefined if it may try. Browsers stop a page that came by https from asking over
 * http ("mixed content"), except on the same machine.
 */
export function mixedContentProblem(url: string, pageUrl: string): string | undefined {
  const target = new URL(url);
  if (new URL(pageUrl).protocol !== "https:" || target.protocol !== "http:" || isLoopback(target.hostname)) return undefined;
  return `This page came by https, and browsers do not let such a page ask ${target.origin} over http (mixed content). Open Drey by http, put the cluster behind https, or let Drey's own server stand before it.`;
}

/** What browsers take for this machine without asking the network. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
