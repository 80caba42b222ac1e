// Consent and opinions of one conversation: what was decided, and the rows below an answer. Nothing is kept without a yes.
import { button, el } from "./dom.js";

const MAX_COMMENT = 1000;

export class Keeping {
  constructor(api, conversation) {
    Object.assign(this, { api, conversation });
    this.consent = "open"; // open, given, declined or withdrawn
    this.trouble = "";
    this.asked = null;
    this.isChoosing = false;
    this.opinions = new Map();
    this.drafts = new Map(); // comments that are being written, by answer: the rows are drawn anew while somebody writes
    this.pressed = new Map(); // the last vote on an answer, also while it is on its way
    this.sending = Promise.resolve();
  }

  /** The words to ask with, in a language; nothing is asked while they cannot be had. */
  async prepare(language) {
    if (this.asked?.language === language) return;
    this.asked = await this.api.consentWords(language).catch(() => null);
  }

  async choose(isGiven, country) {
    if (this.isChoosing) return;
    this.isChoosing = true;
    await this.#chosen(isGiven, country);
    this.isChoosing = false;
  }

  async #chosen(isGiven, country) {
    const choice = { conversation: this.conversation, given: isGiven };
    if (isGiven) Object.assign(choice, { version: this.asked.version }, country ? { country } : {});
    try {
      await this.api.consent(choice);
      if (this.consent === "given") this.opinions.clear();
      this.consent = isGiven ? "given" : this.consent === "given" ? "withdrawn" : "declined";
      this.trouble = "";
    } catch (error) {
      this.trouble = isGiven ? "failed" : "not_deleted";
      if (error.status === 409 && await this.#hasChanged()) this.trouble = "changed";
    }
  }

  /** A vote, or a comment on the one pressed last, after those before it. Without consent the first vote on an answer stands. */
  vote(answerId, helpful, comment = "") {
    this.pressed.set(answerId, helpful);
    this.sending = this.sending.then(() => this.#voted(answerId, helpful, comment));
    return this.sending;
  }

  async #voted(answerId, helpful, comment) {
    const before = this.opinions.get(answerId);
    if (before?.isSent && this.consent !== "given") {
      this.pressed.set(answerId, before.helpful);
      return;
    }
    const opinion = { conversation: this.conversation, answer_id: answerId, helpful };
    if (comment && this.consent === "given") opinion.comment = comment;
    try {
      const { feedback } = await this.api.feedback(opinion);
      this.opinions.set(answerId, { helpful, isSent: true, said: opinion.comment && feedback === "kept" ? "sent" : feedback });
      if (comment) this.drafts.delete(answerId);
    } catch (error) {
      const said = error.status === 404 ? "unknown" : "failed";
      this.opinions.set(answerId, { ...before, said });
    }
  }

  /** Fetches the words of now; whether they are others than those that were read. */
  async #hasChanged() {
    const { language, version } = this.asked;
    this.asked = null;
    await this.prepare(language);
    return this.asked !== null && this.asked.version !== version;
  }
}

/** The rows below one answer; `on.vote(helpful, comment)` and `on.choose(isGiven)` are called when pressed. */
export function below(keeping, answerId, words, isAsking, on) {
  return el("div", { class: "below" }, helpful(keeping, answerId, words, on), isAsking ? keep(keeping, words, on) : null);
}

function helpful(keeping, answerId, words, on) {
  const opinion = keeping.opinions.get(answerId) || {};
  const thumb = (value, key) => button(words.say(`page.feedback.${key}`), () => on.vote(value), {
    "aria-pressed": String(opinion.helpful === value), "data-focus": key });
  const question = words.say("page.feedback.question");
  return [
    el("div", { class: "helpful", role: "group", "aria-label": question }, el("span", {}, question), thumb(true, "helpful"), thumb(false, "not_helpful")),
    opinion.said ? el("p", { class: "said", role: "status" }, words.say(`page.feedback.${opinion.said}`, { limit: MAX_COMMENT })) : null,
    keeping.consent === "given" && opinion.isSent && opinion.said !== "sent" ? comment(keeping, answerId, words, on) : null,
  ];
}

function comment(keeping, answerId, words, on) {
  const id = `comment-${answerId}`;
  const box = el("textarea", { id, rows: 2, maxlength: MAX_COMMENT, dir: "auto", "data-focus": "comment",
    oninput: () => keeping.drafts.set(answerId, box.value) }, keeping.drafts.get(answerId));
  return el("div", { class: "comment" }, el("label", { for: id }, words.say("page.feedback.comment")), box,
    button(words.say("page.feedback.send"), () => on.vote(keeping.pressed.get(answerId), box.value.trim())));
}

function keep(keeping, words, on) {
  const say = (key) => words.say(`page.consent.${key}`, { days: keeping.asked?.retention_days });
  const trouble = keeping.trouble ? el("p", { class: "trouble", role: "status" }, say(keeping.trouble)) : null;
  if (keeping.consent === "open" && !keeping.asked) return null;
  return el("section", { class: "keep", tabindex: -1, "aria-label": say("title"), "data-focus": "keep" },
    keeping.consent === "open" ? question(keeping.asked, trouble, on) : standing(keeping, say, trouble, on));
}

function question(asked, trouble, on) {
  return [el("p", {}, el("strong", {}, asked.ask)), asked.details.map((line) => el("p", {}, line)), trouble,
    el("div", { class: "choices" }, button(asked.agree, () => on.choose(true)), button(asked.decline, () => on.choose(false)))];
}

function standing(keeping, say, trouble, on) {
  return [el("p", { class: "state", role: "status" }, say(keeping.consent)), trouble,
    keeping.consent === "given" ? el("div", { class: "choices" }, button(say("withdraw"), () => on.choose(false))) : null];
}
