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

  /** Say each sentence that was not said since `begin`: a text, or `{ text, lang, dir, isHeading }`. A heading is said with
      what it stands over, and not for what was said already: the same reply may come again with its headings in its own language. */
  say(...sentences) {
    let heading = null;
    for (const given of sentences) {
      const sentence = given.text === undefined ? { text: given.trim() } : given;
      if (!sentence.text) continue;
      const isNew = !this.said.has(sentence.text);
      if (isNew && !sentence.isHeading) for (const each of [heading, sentence]) if (each) this.#add(each);
      heading = isNew && sentence.isHeading ? sentence : null;
    }
  }

  #add({ text, lang, dir }) {
    this.said.add(text);
    this.element.append(el("p", { lang, dir }, text));
  }
}
