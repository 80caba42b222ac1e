// The chat as an element of its own: a button on the page and the panel it opens. It holds the conversation in memory only.
import { Announcer } from "./announcer.js";
import { LOOKED_UP, spoken } from "./answer.js";
import { CARDS, lead } from "./card.js";
import { Conversation } from "./conversation.js";
import { el } from "./dom.js";
import { below, Keeping } from "./keeping.js";
import { choices, composer, countryChoice, firstScreen, header, launcher } from "./panel.js";
import * as post from "./post.js";
import { openSheet } from "./sheet.js";
import { ending, progress, TurnView } from "./turn.js";
import { Words } from "./words.js";

const QUIET_MS = 300; // nothing is shown while an answer takes no longer
const NARROW = matchMedia("(max-width: 480px)");
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const TOUCH = matchMedia("(pointer: coarse)");

export class RestwellChat extends HTMLElement {
  /** Takes what `start` has fetched. The element builds itself once it is in the page. */
  begin({ api, words, style, settings }) {
    Object.assign(this, { api, words, settings });
    this.isEmbedded = "embedded" in settings;
    this.country = words.countries.includes(settings.country?.toUpperCase()) ? settings.country.toUpperCase() : "";
    this.isChosen = false; // whether the visitor chose the language; an English panel that nobody chose leaves it to the message
    this.isSimpler = false; // whether our plain wordings are shown where there are some
    this.announcer = new Announcer();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styleSheet(style)];
    this.dialog = el("dialog", { "aria-labelledby": "title", "aria-describedby": "standing" });
    this.launcher = launcher(() => this.open());
    this.frame = el("div", { class: this.isEmbedded ? "frame embedded" : "frame" }, this.isEmbedded ? null : this.launcher, this.dialog);
    root.append(this.frame);
    this.#listen();
    this.#forget();
    this.#build();
  }

  connectedCallback() {
    this.style.setProperty("--rw-rem", getComputedStyle(this.frame).fontSize);
    if (this.isEmbedded) this.dialog.open = true; // quietly: `show` would take the focus from the page around
  }

  // --- the panel ----------------------------------------------------------------------------------------------------

  /** Opens the panel: over the whole page on a phone, beside its text elsewhere. */
  open() {
    if (!this.dialog.open) {
      if (NARROW.matches) this.dialog.showModal();
      else this.dialog.show();
    }
    this.launcher.hidden = true;
    const goal = this.returnTo?.isConnected ? this.returnTo : TOUCH.matches ? this.dialog : this.composer.box;
    this.#leavePost();
    goal.focus();
  }

  close() {
    if (this.isEmbedded) return;
    this.dialog.close();
    this.launcher.hidden = false;
    this.launcher.focus();
  }

  /** Builds all that has words in it, in the language of now. The turns are drawn anew from what they hold. */
  #build() {
    const { words } = this;
    const typed = this.composer?.box.value || "";
    Object.assign(this.frame, { lang: words.language, dir: words.dir });
    if (!this.isEmbedded) this.#label(words.say("widget.open"));
    this.composer = composer(words, this);
    this.composer.box.value = typed;
    this.first = firstScreen(words, this);
    this.status = el("p", { class: "status", role: "status" }, navigator.onLine ? null : words.say("page.link.offline"));
    this.views = this.conversation.turns.map((turn) => new TurnView(turn, this));
    this.log = el("div", { class: "log", role: "region", "aria-label": words.say("page.log") }, this.views.map((view) => view.element));
    this.choose = choices(words, this);
    this.scroller = el("div", { class: "scroll" }, this.choose, this.first, this.log);
    this.panel = el("div", { class: "panel" }, header(words, this), this.scroller, this.announcer.element, this.status, this.composer.form);
    this.dialog.replaceChildren(this.panel);
    this.#showState();
  }

  #label(text) {
    this.launcher.querySelector(".label").textContent = text;
  }

  #showState() {
    const isBusy = this.conversation.isBusy;
    this.first.hidden = this.conversation.turns.length > 0;
    this.composer.stop.hidden = !isBusy;
    this.composer.send.hidden = isBusy;
  }

  #listen() {
    this.dialog.addEventListener("keydown", (event) => this.#onKey(event));
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    addEventListener("offline", () => {
      this.status.textContent = this.words.say("page.link.offline");
      this.conversation.lose();
    });
    addEventListener("online", () => { this.status.textContent = this.words.say("page.link.back"); });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.returnTo || document.activeElement !== this.markedBlock) return;
      event.preventDefault(); // or the same key would close what it opens
      this.open();
    });
  }

  /** Escape leads from a passage to its marker, and from anywhere else out of the panel. */
  #onKey(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    const passage = event.target.closest(".passage");
    const view = passage && this.views.find((one) => one.element.contains(passage));
    if (view) view.back(Number(passage.dataset.n));
    else this.close();
  }

  /** Scrolls within the panel only, never the page around it. */
  reveal(element, place = "start") {
    const scroller = getComputedStyle(this.scroller).overflowY === "visible" ? this.panel : this.scroller;
    const inner = element.getBoundingClientRect();
    const outer = scroller.getBoundingClientRect();
    const room = place === "center" ? (outer.height - inner.height) / 2 : element.matches(".turn") ? 0 : 8;
    scroller.scrollTo({ top: scroller.scrollTop + inner.top - outer.top - room, behavior: CALM.matches ? "auto" : "smooth" });
  }

  // --- asking -------------------------------------------------------------------------------------------------------

  async ask(question, isFocusing = true) {
    if (this.conversation.isBusy) return;
    if (!question.trim()) return void this.composer.box.focus();
    const view = new TurnView(this.conversation.begin(question), this);
    this.views.push(view);
    this.log.append(view.element);
    this.first.hidden = true;
    if (this.composer.box.value === question) this.composer.box.value = "";
    if (isFocusing) this.composer.box.focus({ preventScroll: true });
    if (isFocusing && TOUCH.matches) this.composer.box.blur();
    await this.#answer(view);
  }

  async again(isFocusing = true) {
    const question = this.#takeBack();
    if (this.composer.box.value === question) this.composer.box.value = "";
    if (question) await this.ask(question, isFocusing);
  }

  /** The last question back in the box, to be put in other words; its answer is gone. */
  edit() {
    const question = this.#takeBack();
    if (question) this.composer.box.value = question;
    this.#showState();
    this.composer.box.focus();
  }

  #takeBack() {
    if (this.conversation.isBusy) return "";
    this.views.pop()?.element.remove();
    return this.conversation.takeBack();
  }

  stop() {
    this.conversation.stop();
  }

  newChat() {
    this.conversation.stop();
    this.#forget();
    this.composer.box.value = "";
    this.#build();
    this.composer.box.focus();
  }

  #forget() {
    this.conversation = new Conversation(this.api);
    this.keeping = new Keeping(this.api, this.conversation.id);
    this.views = [];
    this.announcer.begin();
    this.#leavePost();
  }

  async #answer(view) {
    const { conversation } = this;
    const { turn } = view;
    const slow = setTimeout(() => {
      turn.isSlow = true;
      view.update();
      this.announcer.say(progress(turn, this.words));
    }, QUIET_MS);
    this.announcer.begin();
    this.reveal(view.element);
    const language = this.isChosen || this.words.language !== "en" ? this.words.language : "";
    const asked = conversation.answer(turn, { country: this.country, language }, (wanted) => this.#wordsOf(wanted), () => {
      view.update();
      if (conversation === this.conversation) this.announcer.say(...this.#sentences(turn));
    });
    this.#showState();
    await asked;
    clearTimeout(slow);
    if (conversation !== this.conversation) return;
    if (["lost", "limited", "refused"].includes(turn.state) && !this.composer.box.value) this.composer.box.value = turn.question;
    this.#showState();
    if (LOOKED_UP.includes(turn.answer?.outcome)) await this.#prepareBelow();
  }

  /** What a screen reader is told of a turn so far, in order. A card is an alert and speaks for itself. */
  #sentences(turn) {
    const { answer } = turn;
    if (turn.state === "open") return [...turn.notices.map((notice) => notice.text), ...this.#statements(turn.statements)];
    if (turn.state !== "whole") return [ending(turn, this.words)];
    if (answer.outcome in CARDS) return [];
    const words = turn.words || this.words;
    const said = answer.statements.length ? this.#statements(answer.statements, words) : [lead(answer)];
    const count = answer.citations.length;
    return [...said, ...answer.notices.map((notice) => notice.text), count ? words.say("widget.whole_answer", { count }) : ""];
  }

  #statements(statements, words = this.words) {
    return statements.flatMap(({ lane, text, plain }) => [
      lane === "summary" ? "" : { text: `${words.say(`headings.${lane}`)}:`, isHeading: true }, spoken((this.isSimpler && plain) || text)]);
  }

  async #wordsOf(language) {
    return language === this.words.language ? this.words : new Words(await this.api.words(language));
  }

  // --- what stands below an answer ----------------------------------------------------------------------------------

  /** The rows below an answer; the first answer carries the question whether the conversation may be kept. */
  below(view) {
    if (!this.words.asksConsent) return null;
    const first = this.conversation.turns.find((turn) => LOOKED_UP.includes(turn.answer?.outcome));
    const { answer } = view.turn;
    return below(this.keeping, answer.id, view.words, view.turn === first, {
      vote: async (isHelpful, comment) => {
        await this.keeping.vote(answer.id, isHelpful, comment);
        view.updateBelow(this.below(view));
      },
      choose: async (isGiven) => {
        await this.keeping.choose(isGiven, this.country);
        this.#redrawBelow();
      },
    });
  }

  #redrawBelow() {
    for (const view of this.views) if (LOOKED_UP.includes(view.turn.answer?.outcome)) view.updateBelow(this.below(view));
  }

  async #prepareBelow() {
    if (!this.words.asksConsent || this.keeping.consent !== "open") return;
    await this.keeping.prepare(this.words.language);
    this.#redrawBelow();
  }

  /** The whole conversation as a page to take along, in a new tab. */
  sheet() {
    const answers = this.conversation.turns.map((turn) => turn.answer).filter(Boolean);
    const { words, country, dialog } = this;
    openSheet(answers, { address: this.api.address("sheet"), language: words.language, country, place: dialog });
  }

  async copy(pressed, text) {
    await navigator.clipboard.writeText(text).catch(() => this.#copyOldWay(text));
    const before = pressed.textContent;
    pressed.textContent = this.words.say("page.copied");
    setTimeout(() => { pressed.textContent = before; }, 2000);
    pressed.focus();
  }

  #copyOldWay(text) {
    const area = el("textarea", { class: "unseen" });
    area.value = text;
    this.dialog.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  // --- choices ------------------------------------------------------------------------------------------------------

  async setLanguage(code) {
    const words = await this.api.words(code).catch(() => null);
    if (!words) return;
    this.words = new Words(words);
    this.isChosen = true;
    this.#build();
    this.choose.open = true;
    this.choose.querySelector("#language").focus();
    if (this.conversation.turns.length) await this.again(false);
  }

  /** Helplines follow the country, so a reply that showed some is asked for again. */
  setCountry(code) {
    this.country = code;
    if (this.conversation.turns.at(-1)?.answer?.outcome in CARDS) this.again();
  }

  /** Shows our plain wordings in place of the findings, in every answer; the style sheet does it. */
  setSimpler(isWanted) {
    this.isSimpler = isWanted;
    this.frame.classList.toggle("is-simpler", isWanted);
  }

  chooser(id, words) {
    return countryChoice(`where-${id}`, words.say("page.card_country"), words, this);
  }

  // --- the page around ----------------------------------------------------------------------------------------------

  /** A function that marks the cited sentence in the page around; nothing when it does not stand there exactly once. */
  inPost(citation) {
    if (this.isEmbedded) return null;
    if (!post.found(this.#postRoot(), citation.quote, citation.paragraph)) return null;
    return (pressed) => {
      const range = post.found(this.#postRoot(), citation.quote, citation.paragraph);
      if (range) this.#showInPost(range, pressed);
    };
  }

  #postRoot() {
    try {
      return document.querySelector(this.settings.post || "article, main") || document.body;
    } catch {
      return document.body;
    }
  }

  /** Marks the range, goes there, and keeps the way back: Escape, or the button, which now says so. */
  #showInPost(range, pressed) {
    this.markedBlock = post.block(range);
    if (NARROW.matches || isOver(this.dialog, this.markedBlock)) this.dialog.close();
    this.launcher.hidden = this.dialog.open;
    this.returnTo = pressed;
    this.#label(this.words.say("widget.back"));
    if (this.markedBlock.tabIndex < 0) this.markedBlock.setAttribute("tabindex", "-1");
    this.markedBlock.focus({ preventScroll: true });
    post.mark(range, CALM.matches);
    this.announcer.say(this.words.say("widget.shown_here"));
  }

  #leavePost() {
    if (!this.returnTo) return;
    this.returnTo = null;
    this.markedBlock = null;
    this.#label(this.words.say("widget.open"));
    post.unmark();
  }
}

/** Whether the panel covers a part of the column that a block stands in. */
function isOver(panel, block) {
  const [one, other] = [panel, block].map((element) => element.getBoundingClientRect());
  return one.left < other.right && other.left < one.right;
}

/** The style with its measures in the reader's own type size, whatever the page around makes of `rem`. */
function styleSheet(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text.replaceAll(":root", ":host").replace(/(?<![\w#.])(-?\d*\.?\d+)rem\b/g, "calc($1 * var(--rw-rem))"));
  return sheet;
}
