// Says things to screen readers one sentence after another. What is seen is not live, so nothing is said twice.
import { el } from "./dom.js";

export class Announcer {
  constructor() {
    this.element = el("div", { class: "unseen announcer", "aria-live": "polite", "aria-relevant": "additions" });
    this.said = new Set();
  }

  /** Begin anew: what was said before may be said again. */
  begin() {
    this.said.clear();
    this.element.replaceChildren();
  }

  /** Say each sentence that was not said since `begin`: a text, or `{ text, lang, dir }`. */
  say(...sentences) {
    for (const given of sentences) {
      const { text, lang, dir } = given.text === undefined ? { text: given.trim() } : given;
      if (!text || this.said.has(text)) continue;
      this.said.add(text);
      this.element.append(el("p", { lang, dir }, text));
    }
  }
}
