import { isNotFound } from "../client/http-status-error.ts";

/** A reply, or undefined if the cluster answers 404. Rejects like the reply for other failures. */
export async function known<Reply>(reply: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
