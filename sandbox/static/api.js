/** The control face of the sandbox: everything that this page may ask for. */

export class Refused extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

export const state = () => call("GET", "state");

/** Both directions of one conversation from `after` on; waits for news up to `wait` seconds. */
export const history = (id, after, wait, signal) =>
  call("GET", `history/${encodeURIComponent(id)}?after=${after}&wait=${wait}`, undefined, signal);

export const send = (message) => call("POST", "messages", message);

export const tap = (press) => call("POST", "taps", press);

export const moveClock = (step) => call("POST", "clock", step);

export const faults = () => call("GET", "faults");

export const arm = (fault) => call("POST", "faults", fault);

export const calls = (after) => call("GET", `calls?after=${after}`);

/** The name that a file was sent under; a message of the app carries none. */
export async function mediaName(mediaId) {
  const stop = new AbortController();
  const { headers } = await fetch(mediaAddress(mediaId), { signal: stop.signal });
  stop.abort(); // the name is in the head, the file itself is not wanted yet
  const [, name] = /filename\*=UTF-8''([^;]+)/.exec(headers.get("Content-Disposition") ?? "") ?? [];
  return name && decodeURIComponent(name);
}

export const mediaAddress = (mediaId) => `/sandbox/media/${encodeURIComponent(mediaId)}`;

async function call(method, path, body, signal) {
  const request = { method, signal, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  const response = await fetch(`/sandbox/${path}`, request).catch(unreachable);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer.error ?? `HTTP ${response.status}`);
  return answer;
}

/** The browser's own words for a dead line are in English. */
function unreachable(problem) {
  throw problem.name === "AbortError" ? problem : new Error("连不上沙箱");
}
