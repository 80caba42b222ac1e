// Words of the sources inside our own: marked as English where the rest is not, amounts easy to find. No word is changed.
import { el } from "./dom.js";

const NUMBER = String.raw`\d[\d.,]*(?<![.,])`;
const UNIT = String.raw`(?:(?:mg|mcg|[µμ]g|g|kg|ng\/m[Ll]|[µμ]g\/[Ld]L?|mmol(?:\/L)?|mEq|IU|m[Ll]|dL|L|hours?|minutes?|days?|weeks?|months?|years?|nights?)(?![A-Za-z])|%|percent(?![A-Za-z]))`;
const PER = String.raw`(?:\s?\/\s?(?:day|d|kg|L|mL|dL)(?![A-Za-z])|\s(?:a|per|each)\s(?:day|night|week|month|year|kg)(?![A-Za-z]))?`;
const AMOUNT = new RegExp(String.raw`((?<![\w.,])${NUMBER}(?:\s?(?:-|–|to|and)\s?${NUMBER})?[\s\u00a0-]?${UNIT}${PER})`);
const CLAIM = /([“„«])([^“”„«»]+)([”“»])/;

/** A sentence of the sources, each amount with its unit in a span of its own. */
export const quoted = (text) => text.split(AMOUNT).map((part, at) => (at % 2 ? el("span", { class: "amount" }, part) : part));

/** `parts` as English, left to right, where the words around them are in another language. */
export const english = (language, ...parts) => (language === "en" ? parts : el("span", { lang: "en", dir: "ltr" }, parts));

/** A sentence of our own; a claim that it quotes is English. */
export function told(text, language) {
  return text.split(CLAIM).map((part, at) => (at % 4 === 2 ? english(language, part) : part));
}

/** The sentence at a key with elements in its {braces}. */
export function filled(words, key, slots) {
  return words.say(key).split(/\{(\w+)\}/).map((part, at) => (at % 2 ? slots[part] : part));
}
