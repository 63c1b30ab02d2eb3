// What the server is asked, as JSON.

import { language } from "./words.js";

/** The server's answer to `body`; throws an Error with its `code` and `sentence` when it refuses,
 *  and a TypeError when it cannot be reached. */
export async function post(url, body, headers = {}) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": language, ...headers },
    body: JSON.stringify(body),
    credentials: "same-origin",
    cache: "no-store",
  });
  const type = answer.headers.get("Content-Type") ?? "";
  // A proxy's page instead of an answer of ours means that ours is not there just now.
  if (!type.startsWith("application/json")) throw new TypeError("no answer of the line");
  const told = await answer.json();
  if (!answer.ok) {
    const error = new Error(told.error);
    Object.assign(error, { code: told.error, sentence: told.sentence });
    throw error;
  }
  return told;
}
