// Talks to the server: words, questions as server-sent events, consent, opinions. No cookie, no storage, no other host.

/** The server refused; `status` says how, `waitS` for how long where it says so. */
export class Refused extends Error {
  constructor(status, waitS = 0) {
    super(`refused with ${status}`);
    this.status = status;
    this.waitS = waitS;
  }
}

/** The connection broke off before the answer was whole. */
export class Lost extends Error {}

export class Api {
  constructor(base) {
    this.base = base;
  }

  address(path) {
    return new URL(path, this.base).href;
  }

  /** The words of a language; without one, of the first that the browser prefers and there are words in. */
  async words(language = "") {
    return (await this.#fetched(`api/widget${language ? `?language=${encodeURIComponent(language)}` : ""}`)).json();
  }

  async style(address) {
    return (await this.#fetched(address.href)).text();
  }

  async consentWords(language) {
    return (await this.#fetched(`api/consent?language=${encodeURIComponent(language)}`, { cache: "no-store" })).json();
  }

  async consent(choice) {
    return (await this.#posted("api/consent", choice)).json();
  }

  async feedback(opinion) {
    return (await this.#posted("api/feedback", opinion)).json();
  }

  /** Asks, calls `onEvent(name, data)` for what comes on the way, and gives the whole Answer. */
  async ask(question, signal, onEvent) {
    const reply = await this.#posted("api/ask/stream", question, signal);
    let answer = null;
    for await (const { name, data } of events(reply.body)) {
      if (name === "answer") answer = data;
      else onEvent(name, data);
    }
    if (!answer) throw new Lost("the stream ended early");
    return answer;
  }

  #posted(path, body, signal) {
    return posted(this.address(path), body, signal);
  }

  #fetched(path, given) {
    return fetched(this.address(path), given);
  }
}

/** Sends JSON; the words in it are in no address. */
export function posted(address, body, signal) {
  const headers = { "Content-Type": "application/json" };
  return fetched(address, { method: "POST", headers, body: JSON.stringify(body), cache: "no-store", signal });
}

export async function fetched(address, given = {}) {
  const reply = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", ...given });
  if (!reply.ok) throw new Refused(reply.status, Number(reply.headers.get("Retry-After")) || 0);
  return reply;
}

/** Server-sent events of a response's body, each with its name and its JSON; `heard()` is called for all that arrives. */
export async function* events(body, heard = () => {}) {
  let rest = "";
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      const blocks = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const event = parsed(block);
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parsed(block) {
  const lines = block.split("\n");
  const field = (name) => lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).replace(/^ /, ""));
  const data = field("data").join("\n");
  return data ? { name: field("event")[0] || "message", data: JSON.parse(data) } : null;
}
