// Starts the widget: fetches its words and style, then puts one chat into the page.
import { Api } from "./api.js";
import { RestwellChat } from "./chat.js";
import { Words } from "./words.js";

/**
 * @param settings the script tag's `data-` attributes, and `base`, the address the script came from:
 *   `language`, `country` (two letters each), `post` (a CSS selector of the article in this page),
 *   `embedded` (fill the page instead of showing a button).
 */
export async function start(settings) {
  if (document.querySelector("restwell-chat")) return;
  const api = new Api(settings.base);
  const [words, style] = await Promise.all([
    api.words(settings.language),
    api.style(new URL("style.css", import.meta.url)),
    whenReady(),
  ]);
  if (!customElements.get("restwell-chat")) customElements.define("restwell-chat", RestwellChat);
  const chat = document.createElement("restwell-chat");
  chat.begin({ api, words: new Words(words), style, settings });
  document.body.append(chat);
}

function whenReady() {
  if (document.readyState !== "loading") return null;
  return new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
}
