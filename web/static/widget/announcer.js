// Says things to screen readers one sentence after another. What is seen is not live, so nothing is said twice.
import { el } from "./dom.js";

export class Announcer {
  constructor() {
    this.element = el("div", { class: "unseen", role: "log", "aria-live": "polite", "aria-relevant": "additions" });
    this.said = new Set();
  }

  /** Begin anew: what was said before may be said again. */
  begin() {
    this.said.clear();
    this.element.replaceChildren();
  }

  /** Say each sentence that was not said since `begin`. */
  say(...sentences) {
    for (const sentence of sentences.map((given) => given.trim()).filter((given) => given && !this.said.has(given))) {
      this.said.add(sentence);
      this.element.append(el("p", {}, sentence));
    }
  }
}
