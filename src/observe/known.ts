import { isNotFound } from "../client/http-status-error.ts";

/** A reply, or undefined where the cluster knows of no such thing. Rejects as the reply does where it fails otherwise. */
export async function known<Reply>(reply: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
