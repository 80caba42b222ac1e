// One turn as it is seen: the question, what has arrived of the reply, then the whole answer with its passages.
import { answerBody, LOOKED_UP, provisional, waysOn } from "./answer.js";
import { card, CARDS, withCalls } from "./card.js";
import { el } from "./dom.js";
import { passages } from "./passages.js";

const SHOWN_CHARS = 400;

export class TurnView {
  /** `chat` is the element that holds this view; it is asked to do what a visitor wants. */
  constructor(turn, chat) {
    Object.assign(this, { turn, chat, cameFrom: new Map() });
    this.heading = el("h3", { class: "question", tabindex: -1 });
    this.reply = el("div", { class: "reply" });
    this.element = el("article", { class: "turn" }, this.heading, this.reply);
    this.update();
  }

  /** The words of the language that the answer is in; before there is one, those of the panel. */
  get words() {
    return this.turn.words || this.chat.words;
  }

  /** Shows the turn as it stands now. */
  update() {
    const { turn, words } = this;
    const asked = (turn.answer?.question || turn.question).trim() || words.say("page.no_words");
    const question = asked.length > SHOWN_CHARS ? `${asked.slice(0, SHOWN_CHARS).trimEnd()}…` : asked;
    Object.assign(this.element, { lang: words.language, dir: words.dir });
    this.element.setAttribute("aria-busy", String(turn.state === "open"));
    this.heading.replaceChildren(el("span", { class: "unseen" }, `${words.say("page.you_asked")} `), el("span", { dir: "auto" }, question));
    this.reply.replaceChildren(...(turn.state === "whole" ? this.#whole() : [this.#sofar()]));
  }

  /** Fetches nothing and moves nothing: only the rows below the answer are drawn anew, focus kept where it was. */
  updateBelow(rows) {
    const old = this.reply.querySelector(".below");
    const before = this.chat.shadowRoot.activeElement;
    const focused = old?.contains(before) ? before.dataset.focus || "keep" : "";
    const { selectionStart, selectionEnd } = before || {};
    if (old && rows) old.replaceWith(rows);
    if (!focused) return;
    const now = rows.querySelector(`[data-focus="${focused}"]`) || rows.querySelector("[data-focus]");
    now?.focus({ preventScroll: true });
    if (focused === "comment") now?.setSelectionRange?.(selectionStart, selectionEnd);
  }

  #sofar() {
    const { turn, words } = this;
    if (turn.state === "open") {
      const line = turn.isSlow ? el("p", { class: "progress" }, progress(turn, words)) : null;
      const notices = turn.notices.map((notice) => el("div", { class: `notice ${notice.kind}` }, el("p", {}, withCalls(notice.text, words, notice.english))));
      return el("div", { class: "answer" }, notices, turn.statements.map(provisional), line);
    }
    const ways = waysOn(words, { again: () => this.chat.again(), edit: () => this.chat.edit() });
    return el("div", { class: "answer" }, el("p", { class: "progress" }, ending(turn, words)), el("div", { class: "quiet" }, ways));
  }

  #whole() {
    const { answer } = this.turn;
    const { words, chat } = this;
    if (answer.outcome in CARDS) return [card(answer, words, chat.chooser(answer.id, words))];
    const on = {
      marker: (n, marker) => this.open(n, marker),
      back: (n) => this.back(n),
      ask: (question) => chat.ask(question),
      again: () => chat.again(),
      edit: () => chat.edit(),
      sheet: () => chat.sheet(),
      copy: (pressed, text) => chat.copy(pressed, text),
      shown: (citation) => chat.inPost(citation),
    };
    const below = LOOKED_UP.includes(answer.outcome) ? chat.below(this) : null;
    const panel = passages(answer, words, chat.api.base, on);
    panel?.addEventListener("toggle", () => this.#markCurrent(), true);
    return [answerBody(answer, words, on, below), ...(panel ? [panel] : [])];
  }

  /** Opens the passage of a marker and goes to it. */
  open(n, marker) {
    const passage = this.#passage(n);
    if (!passage) return;
    this.cameFrom.set(n, marker);
    passage.open = true;
    this.#markCurrent();
    passage.querySelector("summary").focus({ preventScroll: true });
    this.chat.reveal(passage);
  }

  /** Back to the marker that a passage was opened from, or its first. */
  back(n) {
    const marker = this.cameFrom.get(n) || [...this.reply.querySelectorAll(".marker")].find((one) => one.textContent === `[${n}]` && one.offsetParent);
    marker?.focus({ preventScroll: true });
    if (marker) this.chat.reveal(marker, "center");
  }

  #passage(n) {
    return this.reply.querySelector(`.passage[data-n="${Number(n)}"]`);
  }

  #markCurrent() {
    for (const [n, marker] of this.cameFrom) marker.classList.toggle("is-current", Boolean(this.#passage(n)?.open));
  }
}

/** A calm line that names the step. */
export function progress(turn, words) {
  return ["write", "compose"].includes(turn.step) ? words.say(`page.steps.${turn.step}`) : words.say("page.reading");
}

/** Why there is no answer, in words. A question that came too often must not hold up an emergency. */
export function ending(turn, words) {
  if (turn.state === "stopped") return words.say("page.stopped");
  if (turn.state === "refused") return words.say("page.link.not_sent");
  if (turn.state === "lost") return words.say("widget.lost");
  return `${words.say("page.errors.limited", { seconds: turn.waitS })} ${words.say("care.unsure", { emergency: words.say("care.elsewhere") })}`;
}
