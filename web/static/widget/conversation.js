// One conversation in memory: its number, its turns, and how a question becomes an answer. Knows no element.
import { Lost, Refused } from "./api.js";
import { randomId } from "./dom.js";

/** Characters of earlier messages sent along; the server takes 64 KB, and a character may need four bytes of it. */
const HISTORY_CHARS = 12_000;

export class Conversation {
  constructor(api) {
    this.api = api;
    this.id = randomId();
    this.turns = [];
    this.abort = null;
  }

  get isBusy() {
    return this.abort !== null;
  }

  /** A new turn for a question, not yet asked. */
  begin(question) {
    const turn = new Turn(question);
    this.turns.push(turn);
    return turn;
  }

  stop() {
    this.abort?.abort("stopped");
  }

  /** The connection is known to be gone; no answer will come. */
  lose() {
    this.abort?.abort("lost");
  }

  /** The last question with other words: it is given back, and its turn is gone. */
  takeBack() {
    return this.turns.pop()?.question || "";
  }

  /**
   * Asks the turn's question; `onChange(turn)` follows what arrives. The turn's state says how it ended, and its words
   * are those that `wordsOf(language)` gives for the language of the answer.
   */
  async answer(turn, { country, language }, wordsOf, onChange) {
    const abort = new AbortController();
    this.abort = abort;
    const body = { question: turn.question, history: this.#history(turn), conversation: this.id };
    if (country) body.country = country;
    if (language) body.language = language;
    try {
      turn.answer = await this.api.ask(body, abort.signal, (name, data) => {
        turn.take(name, data);
        onChange(turn);
      });
      turn.words = await wordsOf(turn.answer.language).catch(() => null);
      turn.state = "whole";
    } catch (error) {
      turn.state = ending(error, abort.signal);
      turn.waitS = error.waitS || 0;
    }
    this.abort = null;
    onChange(turn);
  }

  #history(turn) {
    const before = this.turns.slice(0, this.turns.indexOf(turn)).map((one) => one.question);
    let room = HISTORY_CHARS;
    const fitting = before.reverse().filter((question) => (room -= question.length) >= 0);
    return fitting.reverse().slice(-200);
  }
}

class Turn {
  constructor(question) {
    this.question = question;
    this.state = "open"; // open, whole, stopped, lost, limited or refused
    this.isSlow = false;
    this.notices = [];
    this.statements = [];
    this.answer = null;
    this.step = "";
    this.words = null; // of the language of the answer
  }

  take(name, data) {
    if (name === "step") this.step = data.name;
    if (name === "notice") this.notices.push(data.notice);
    if (name === "statement") this.statements.push(data.statement);
  }
}

function ending(error, signal) {
  if (signal.aborted) return signal.reason === "stopped" ? "stopped" : "lost";
  if (error instanceof Refused) return error.status === 429 ? "limited" : "refused";
  return error instanceof Lost || error instanceof TypeError ? "lost" : "refused";
}
