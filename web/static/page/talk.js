// One conversation, held in this page and nowhere else: its number, its questions, how it stands; and what is asked of the server for it.
import { events, Lost, posted } from "../widget/api.js";
import { randomId } from "../widget/dom.js";
import { isLost } from "./link.js";

const HISTORY_CHARS = 12_000; // of earlier questions that are sent along, the latest
const HISTORY = 50;
const SILENT_MS = 40_000; // the server is heard every 15 s; what is silent for longer is gone

const moment = () => new Promise((resolve) => { setTimeout(resolve); });

export class Talk {
  /** `place()` says where the visitor is and what they read; `onOpen(number)` is called when a turn begins and when it ends. */
  constructor(log, link, place, onOpen) {
    Object.assign(this, { log, link, place, onOpen, id: randomId(), questions: [], kept: {}, inOrder: Promise.resolve() });
    this.open = new Map(); // numbers of the turns on their way
  }

  /** Whether this very question is being answered: a second press is no second question. */
  isAsked(question) {
    return [...this.open.keys()].some((number) => this.questions[number - 1] === question);
  }

  /** Asks, beside whatever else is on its way; whether the question came to stand in the conversation, which `onShown(number)` follows. */
  async ask(question, onShown) {
    const number = this.questions.push(question);
    await this.#answered(number, onShown);
    return this.log.turn(number) !== null;
  }

  /** The last question once more, in place of its answer, also of one that is on its way. */
  again(onShown) {
    if (this.questions.length) this.#answered(this.questions.length, onShown);
  }

  stop() {
    for (const abort of this.open.values()) abort.abort("stopped");
  }

  /** Nothing more of it is shown. */
  leave() {
    for (const abort of this.open.values()) abort.abort("left");
    this.open.clear();
  }

  /** Yes or no to having it kept, by somebody who read the words of that version. */
  choose(keep, version) {
    return this.#below("choose", { keep, version });
  }

  vote(given) {
    return this.#below("vote", given);
  }

  /** The rows below answers in the language of now. */
  retell() {
    return this.log.answers.length ? this.#below("rows", {}) : null;
  }

  // One press after the other, each with what the one before it brought; none is lost with the connection.
  #below(path, given) {
    this.log.waits(true);
    const mine = this.inOrder = this.inOrder.then(async () => {
      const told = await this.link.through(async () => {
        const body = { ...this.#standing(), answers: this.log.answers, ...given };
        return (await posted(`page/${path}`, body)).json();
      });
      this.kept = told.kept;
      this.log.rows(told.rows);
    }).catch(() => this.link.say("notDone")).finally(() => {
      if (this.inOrder === mine) this.log.waits(false);
    });
    return mine;
  }

  async #answered(number, onShown) {
    this.open.get(number)?.abort("left");
    const abort = new AbortController();
    const watch = silence(abort);
    this.open.set(number, abort);
    this.onOpen(number);
    try {
      await this.#followed(number, abort, watch, onShown);
      this.link.say();
    } catch (error) {
      this.#broken(number, abort.signal, error);
    }
    watch.over();
    if (this.open.get(number) === abort) this.open.delete(number);
    this.onOpen(number);
  }

  async #followed(number, abort, watch, onShown) {
    const asks = !this.log.isAsking(number) && [...this.open.keys()].every((other) => other >= number);
    const question = this.questions[number - 1];
    const body = { ...this.#standing(), question, history: this.#history(number), turn: number, asks };
    const reply = await posted("page/ask", body, abort.signal);
    for await (const { name, data } of events(reply.body, watch.heard)) {
      if (abort.signal.aborted) throw new Lost();
      if (name === "line") this.log.line(number, data.html);
      if (name === "answer") return this.#whole(number, data, abort.signal);
      if (name === "turn") {
        this.log.begin(number, data.html);
        onShown(number);
      }
    }
    throw new Lost();
  }

  async #whole(number, { html, pieces, answer, unsaved }, signal) {
    if (html) this.log.begin(number, html);
    for (let count = 1; count <= pieces.length; count++) {
      this.log.grow(number, pieces.slice(0, count), count === 1);
      await moment();
      if (signal.aborted) throw new Lost();
    }
    this.log.end(number);
    if (!answer) return;
    const before = this.kept.unsaved;
    this.kept = { ...this.kept, unsaved: unsaved ? answer : "" };
    if (before) this.retell(); // it says that it is not stored, and now it is, or the later one is not
  }

  // What is shown of it stays, with why there is no more. What is not shown yet was never asked.
  #broken(number, { aborted, reason }, error) {
    if (aborted && reason === "left") return;
    const isStopped = aborted && reason === "stopped";
    const turn = this.log.turn(number);
    if (!turn && number === this.questions.length) this.questions.pop();
    if (turn?.getAttribute("aria-busy") === "true") this.log.end(number, this.link.ending(isStopped ? "stopped" : "cut"));
    if (isStopped) return;
    if (isLost(error)) this.link.back();
    else this.link.say("notSent");
  }

  #standing() {
    return { conversation: this.id, kept: this.kept, place: this.place() };
  }

  #history(number) {
    let room = HISTORY_CHARS;
    const before = this.questions.slice(0, number - 1).reverse();
    return before.filter((question) => (room -= question.length) >= 0).reverse().slice(-HISTORY);
  }
}

// A connection can die without a word.
function silence(abort) {
  let timer = 0;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort("silent"), SILENT_MS);
  };
  heard();
  return { heard, over: () => clearTimeout(timer) };
}
