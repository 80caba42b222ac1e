// The card that takes an answer's place when someone needs help now. No citation, no follow-up, no vote.
import { el } from "./dom.js";
import { english } from "./quoting.js";

/** Outcomes shown as a card, each with its icon. */
export const CARDS = { emergency: "!", urgent: "◷", crisis: "☎" };

const NUMBER = /(?<sms>\b(?:text|SMS)\b[^.;,()\d]{0,30}?\bto )?(?<![\w/:.+-])(?<number>\+?(?:\(\+?\d{1,4}\)[ -]?)?\d(?:[ \u00a0-]?\d){2,14})(?![\w/:%]|\.\d|-\w)/gi;
const SENTENCE = /^(.+?[.!?।؟。！？])["”’)]*(?:\s+|(?<=[。！？])|$)/;

export function card(answer, words, chooser) {
  const foreign = answer.notices.flatMap((notice) => notice.english || []);
  const [instruction, rest] = firstSentence(lead(answer));
  const heading = el("h4", { id: `card-${answer.id}` }, withCalls(instruction, words, foreign));
  return el("section", { class: `card ${answer.outcome}`, role: "alert", "aria-labelledby": `card-${answer.id}` },
    el("p", { class: "label" }, el("span", { class: "icon", "aria-hidden": "true" }, CARDS[answer.outcome]), words.say(`page.cards.${answer.outcome}`)),
    heading,
    rest.split(/\n+/).filter((line) => line.trim()).map((line) => el("p", {}, withCalls(line, words, foreign))),
    answer.notices.length ? el("ul", {}, answer.notices.map((notice) => el("li", {}, withCalls(notice.text, words, notice.english)))) : null,
    chooser);
}

/** What the answer says between what to do if something is happening now and its other notices, which have boxes of their own. */
export function lead(answer) {
  const above = [...answer.notices].reverse().reduce((text, notice) => (text.endsWith(notice.text) ? text.slice(0, -notice.text.length).trimEnd() : text), answer.text);
  return answer.notices.reduce((text, notice) => (text.startsWith(notice.text) ? text.slice(notice.text.length).trimStart() : text), above);
}

/** The first sentence of `text`, and the rest. */
export function firstSentence(text) {
  const [line, ...below] = text.trim().split("\n");
  const found = line.match(SENTENCE);
  if (!found) return [line, below.join("\n").trim()];
  return [found[0].trim(), [line.slice(found[0].length).trim(), ...below].filter(Boolean).join("\n")];
}

/** `text` with its phone numbers as links that call, or open a message where it says to text; `foreign` words of it are English. */
export function withCalls(text, words, foreign = []) {
  const cut = (pieces, word) => pieces.flatMap((piece) => (foreign.includes(piece) ? piece : piece.split(word).flatMap((part, at) => (at ? [word, part] : part))));
  return foreign.reduce(cut, [text]).flatMap((piece) => (foreign.includes(piece) ? english(words.language, calls(piece, words)) : calls(piece, words)));
}

function calls(text, words) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(NUMBER)) {
    const { number, sms } = found.groups;
    const start = found.index + (sms || "").length;
    parts.push(text.slice(at, start), call(number, Boolean(sms), words));
    at = start + number.length;
  }
  return [...parts, text.slice(at)];
}

function call(number, isMessage, words) {
  const target = (number.startsWith("+") ? "+" : "") + number.replace(/\D/g, "");
  const label = words.say(isMessage ? "page.message" : "page.call", { number });
  return el("a", { class: "call", href: `${isMessage ? "sms" : "tel"}:${target}`, "aria-label": label, dir: "ltr" }, number);
}
