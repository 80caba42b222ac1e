// Says when the connection is lost and when it is back. Asks /healthz only while something waits for it.
import { Refused } from "../widget/api.js";

const PROBE_MS = 3000; // a guess: soon enough to be believed, seldom enough for a phone
const GONE = [502, 503, 504]; // what a proxy answers in place of a service that is down

/** Whether the server was not reached, or not to the end; what it refused is something else. */
export const isLost = (error) => !(error instanceof Refused) || GONE.includes(error.status);

const pause = (ms) => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
});

async function health() {
  try {
    const reply = await fetch("healthz", { cache: "no-store" });
    return reply.ok ? (await reply.json()).started || "" : "";
  } catch {
    return "";
  }
}

export class Link {
  constructor() {
    this.state = "";
    this.waiting = null;
    this.started = "";
    health().then((started) => { this.started ||= started; });
    addEventListener("offline", () => this.back());
  }

  get line() {
    return document.querySelector("#link .link");
  }

  /** Says what the line has in stock under that name; nothing without one. */
  say(name = "") {
    this.state = name;
    const line = this.line;
    if (line) line.textContent = line.dataset[name] || "";
  }

  /** HTML that the page was given to say why an answer is not whole. */
  ending(name) {
    return this.line.dataset[`${name}Html`];
  }

  /** Resolves when the server can be reached again; says meanwhile that it cannot. */
  back() {
    this.waiting ||= this.#found().finally(() => { this.waiting = null; });
    return this.waiting;
  }

  /** What `work` gives, however often the connection is lost on the way. */
  async through(work) {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isLost(error)) throw error;
      }
      await this.back();
    }
  }

  async #found() {
    let found = "";
    for (;;) {
      found = navigator.onLine ? await health() : "";
      if (found) break;
      this.say(navigator.onLine ? "lost" : "offline");
      await pause(PROBE_MS);
    }
    this.say(this.started && found !== this.started ? "restarted" : "back");
    this.started = found;
  }
}
