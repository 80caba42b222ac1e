// The conversation as it is seen: puts what the server sends in its place, and leaves everything else as it stands.

import { Announcer } from "../widget/announcer.js";
import { sentences } from "./spoken.js";

const FIRST = 1; // of a turn's parts, after the heading with its question

/** The elements of some HTML of our own server, which has escaped what came from outside. */
function made(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

const BECAME = ".said, .state, .trouble"; // what became of a press

export class Log {
  constructor() {
    this.announcer = new Announcer();
    document.body.append(this.announcer.element);
  }

  get element() {
    return document.querySelector("#log .log");
  }

  get turns() {
    return [...this.element.querySelectorAll(".turn")];
  }

  turn(number) {
    return document.getElementById(`t-${number}`);
  }

  /** Ids of the answers that have a row below them. */
  get answers() {
    return [...this.element.querySelectorAll(".opinion")].map((row) => row.dataset.row);
  }

  /** Whether another turn than `number` carries the question if the conversation may be kept. */
  isAsking(number) {
    return this.turns.some((turn) => turn.id !== `t-${number}` && turn.querySelector(".keep"));
  }

  clear() {
    this.element.replaceChildren();
  }

  /** A turn that begins: at the end, or in place of the one with its number. */
  begin(number, html) {
    this.announcer.begin();
    const [turn] = made(html).children;
    const before = this.turn(number);
    if (before) before.replaceWith(turn);
    else this.element.append(turn);
    return turn;
  }

  /** What is shown until there is an answer. */
  line(number, html) {
    const turn = this.turn(number);
    empty(turn);
    turn.append(made(html));
    this.announcer.say(...sentences(turn));
  }

  /** The first pieces of an answer, of which those that were there before stay untouched. */
  grow(number, pieces, isFirst) {
    const turn = this.turn(number);
    if (isFirst) empty(turn);
    grow(turn, made(pieces.join("")), FIRST);
    this.announcer.say(...sentences(turn));
  }

  /** No more will come; `html` says why where it is not whole, and what arrived stays. */
  end(number, html = "") {
    const turn = this.turn(number);
    turn.querySelector(":scope > .progress")?.remove();
    turn.append(made(html));
    turn.setAttribute("aria-busy", "false");
    this.announcer.say(...sentences(turn));
  }

  /** Whether a press on a row below answers is on its way; the style shows it once that takes long. */
  waits(isWaiting) {
    this.element.toggleAttribute("data-waits", isWaiting);
  }

  /** The rows below answers, and the one that says whether the conversation is kept, where they have changed. */
  rows(rows) {
    for (const old of this.element.querySelectorAll("[data-row]")) {
      const fresh = made(rows[old.dataset.row] || "").firstElementChild;
      if (!fresh || fresh.outerHTML === old.outerHTML) continue;
      const isHere = old.contains(document.activeElement);
      if (old.matches(".opinion")) merge(old, fresh);
      else old.replaceWith(fresh);
      const now = this.element.querySelector(`[data-row="${CSS.escape(fresh.dataset.row)}"]`);
      this.announcer.say(...[...now.querySelectorAll(BECAME)].flatMap(sentences));
      if (isHere && document.activeElement === document.body) (fresh.isConnected ? fresh : old.querySelector("button")).focus({ preventScroll: true });
    }
  }
}

function empty(turn) {
  for (const node of [...turn.childNodes].slice(FIRST)) node.remove();
}

// Both come from the same HTML, of which `whole` has more: they differ after what is in `old`, in the last of each level.
function grow(old, whole, skip = 0) {
  const count = old.childNodes.length - skip;
  if (count > 0) grow(old.lastChild, whole.childNodes[count - 1]);
  for (const node of [...whole.childNodes].slice(count)) old.append(node);
}

// `old` becomes like `fresh` and keeps its elements: what is pressed, focused or written in goes on.
function merge(old, fresh) {
  if (old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
  } else if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
  } else {
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const parts = [...fresh.childNodes];
    for (const gone of [...old.childNodes].slice(parts.length)) gone.remove();
    parts.forEach((part, at) => (old.childNodes[at] ? merge(old.childNodes[at], part) : old.append(part)));
  }
}
