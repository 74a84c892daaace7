import { expect, type Page, test } from "@playwright/test";
import { createFlinkClient, type FlinkClient } from "../../src/client/flink-client.ts";
import { HttpStatusError } from "../../src/client/http-status-error.ts";
import { requestBody, requestTarget } from "../../src/client/transport.ts";
import type {} from "../../src/app/drey-global.ts";

/** A successful reply of either contract. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Calls the page's backend as in the console: `drey.request(new Request(target))`. */
export async function ask(page: Page, method: string, target: string, body?: string): Promise<Answer> {
  return page.evaluate(
    async (asked) => {
      const init: RequestInit = asked.body === undefined ? { method: asked.method } : { method: asked.method, body: asked.body };
      const response = await window.drey.request(new Request(asked.target, init));
      return {
        status: response.status,
        contentType: response.headers.get("content-type") ?? "",
        text: await response.text(),
      };
    },
    { method, target, body },
  );
}

/**
 * The dashboard's own client over this transport. Every reply is checked with its schema in the
 * test's process.
 */
export function clusterOf(page: Page): FlinkClient {
  return createFlinkClient(async (request) => {
    const { status, contentType, text } = await ask(page, request.method, requestTarget(request), await requestBody(request));
    return new Response(text, { status, headers: { "content-type": contentType } });
  });
}

/** Longer than any wait of a journey, ms. Only against a hang. */
export function hangMs(): number {
  return test.info().project.timeout / 3;
}

/** See {@link waitForFact}. */
export interface WaitOptions {
  readonly timeoutMs?: number;
}

/**
 * Polls the cluster until `predicate` returns a value other than false or undefined, and returns
 * it. An error reply (for a job that a reset has deleted, for example) counts as not yet. Fails
 * with `description` and the cluster's last reply.
 */
export async function waitForFact<Fact>(
  page: Page,
  description: string,
  predicate: (cluster: FlinkClient) => Promise<Fact | false | undefined>,
  { timeoutMs = hangMs() }: WaitOptions = {},
): Promise<Fact> {
  const cluster = clusterOf(page);
  let fact: Fact | false | undefined;
  let lastError = "";
  try {
    await expect
      .poll(
        async () => {
          try {
            fact = await predicate(cluster);
            return fact !== false && fact !== undefined;
          } catch (error) {
            if (!(error instanceof HttpStatusError)) throw error;
            lastError = error.message;
            return false;
          }
        },
        { message: description, timeout: timeoutMs, intervals: [100] },
      )
      .toBe(true);
  } catch (error) {
    throw new Error(`${description}: not within ${String(timeoutMs)} ms. ${lastError}\n${await lastWords(page)}`, { cause: error });
  }
  if (fact === false || fact === undefined) throw new Error(description);
  return fact;
}

/** The cluster's state for the message of a failed wait. */
async function lastWords(page: Page): Promise<string> {
  try {
    const words = [];
    for (const target of ["/jobs/overview", "/taskmanagers", "/playground/containers"]) {
      const { status, text } = await ask(page, "GET", target);
      words.push(`${target}: ${String(status)} ${text.slice(0, 1200)}`);
    }
    return words.join("\n");
  } catch (error) {
    // The page is closed.
    return `the cluster does not answer: ${String(error)}`;
  }
}
