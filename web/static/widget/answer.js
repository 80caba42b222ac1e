// An Answer as elements, in reading order: lead, lanes, notices, whom to ask, what next, how it was made.
import { button, el, paragraphs } from "./dom.js";
import { firstSentence, lead, withCalls } from "./card.js";
import { english, quoted, told } from "./quoting.js";
import { capital } from "./words.js";

/** Outcomes for which the sources were read; only these can be copied and voted on. */
export const LOOKED_UP = ["answered", "not_covered"];

const FIRST = ["helpline", "emergency"];
const LAST = ["disagreement", "language", "privacy", "consult"];

/**
 * The answer's body. `on.marker(n, markerElement)`, `on.ask(question)`, `on.again()`, `on.edit()`, `on.sheet()` and
 * `on.copy(button, text)` are called when a visitor wants that; `below` stands before the follow-ups. What lies near a
 * question that is not covered belongs to the answer and comes before both.
 */
export function answerBody(answer, words, on, below = null) {
  const make = new Pieces(answer, words, on);
  const isNear = answer.outcome === "not_covered";
  const middle = answer.notices.map((n) => n.kind).filter((kind) => !FIRST.includes(kind) && !LAST.includes(kind));
  return el("div", { class: `answer ${answer.outcome}` },
    make.notices(...FIRST), make.lead(), make.lanes(), make.notices(...new Set(middle)), make.consult(),
    make.notices("language", "privacy"), isNear ? make.followUps() : null, make.quiet(), below, isNear ? null : make.followUps());
}

/** A statement while the rest is on its way: its words, without markers that could lead nowhere yet. */
export function provisional(statement) {
  const isOwn = statement.lane === "summary";
  return el("p", { class: `arriving ${statement.lane}`, lang: isOwn ? null : "en", dir: isOwn ? "auto" : "ltr" }, statement.text);
}

/** Ask the same once more, or with other words. */
export function waysOn(words, on) {
  return [button(words.say("page.again"), () => on.again(), { class: "again" }), button(words.say("page.edit"), () => on.edit(), { class: "again" })];
}

/** A statement's words as a screen reader should say them. */
export const spoken = (text) => text.replace(/\s*\[\d{1,3}\]/g, "");

class Pieces {
  constructor(answer, words, on) {
    Object.assign(this, { answer, words, on });
    this.cited = new Map(answer.citations.map((citation) => [citation.n, citation]));
  }

  lead() {
    return this.answer.statements.length ? null : el("div", { class: "lead" }, paragraphs(lead(this.answer)));
  }

  /** Statements under their lane's heading; a disagreement stands with our article, or comes last. */
  lanes() {
    const strip = this.notices("disagreement");
    const groups = grouped(this.answer.statements);
    const made = groups.map(({ lane, statements }) =>
      lane === "summary"
        ? statements.map((statement) => el("p", { class: "summary" }, this.direct(statement), " ", this.markers(statement)))
        : el("section", { class: `lane ${lane}` }, el("h4", {}, this.words.say(`headings.${lane}`)),
          el("ul", {}, statements.map((statement) => el("li", {}, this.statement(statement)))), lane === "article" ? strip : null));
    return groups.some(({ lane }) => lane === "article") ? made : [...made, strip];
  }

  /** The direct answer: a quote, or a sentence of our own that may quote a claim. */
  direct(statement) {
    const isQuote = statement.citations.some((n) => this.cited.get(n)?.quote.includes(statement.text));
    return isQuote ? english(this.words.language, quoted(statement.text)) : told(statement.text, this.words.language);
  }

  /** The words, and under them in small the evidence they come from; our article says so in its heading. */
  statement(statement) {
    const limit = this.limitation(statement);
    const before = limit ? [el("span", { class: "limitation", lang: this.words.language, dir: this.words.dir }, this.withMarkers(limit)), " "] : null;
    const said = el("span", { class: "words", lang: "en", dir: "ltr" }, before, quoted(statement.text), " ", this.markers(statement));
    const simpler = this.simpler(statement);
    if (statement.lane === "article" || limit) return [said, simpler];
    const badges = statement.citations.map((n) => this.cited.get(n)).filter(Boolean).slice(0, 2);
    return [said, simpler, badges.map((citation) => el("span", { class: "badge" }, this.evidence(citation)))];
  }

  /** What stands instead when simpler words are wanted: our plain wording, or that there is none. The style sheet shows one. */
  simpler(statement) {
    const own = { lang: this.words.language, dir: this.words.dir };
    if (!statement.plain) return el("span", { class: "no-simpler", ...own }, this.words.say("page.simpler.none"));
    return el("span", { class: "simpler" },
      el("span", { lang: "en", dir: "ltr" }, quoted(statement.plain), " ", this.markers(statement)), " ",
      el("span", { class: "ours", ...own }, this.words.say("page.simpler.ours")));
  }

  markers(statement) {
    return statement.citations.length ? el("span", { class: "markers" }, statement.citations.map((n) => this.marker(n))) : null;
  }

  /** "Limitation of [1]:" for a statement that is a limitation of a source cited before it; else nothing. */
  limitation(statement) {
    const own = this.answer.citations.find((citation) => statement.citations.includes(citation.n));
    if (!own?.is_limitation) return "";
    const first = this.answer.citations.find((citation) => citation.source_id === own.source_id);
    return this.words.say("headings.limitation", { n: first.n });
  }

  withMarkers(text) {
    return text.split(/\[(\d{1,3})\]/).map((part, at) => (at % 2 ? this.marker(Number(part)) : part));
  }

  marker(n) {
    const citation = this.cited.get(n);
    if (!citation) return `[${n}]`;
    const label = this.words.say("page.marker", { n, badge: this.words.badge(citation) });
    return button(el("span", { "aria-hidden": "true" }, `[${n}]`), (event) => this.on.marker(n, event.currentTarget), { class: "marker", "aria-label": label, title: citation.title });
  }

  evidence(citation) {
    const badge = capital(this.words.badge(citation));
    return citation.population ? [`${badge} · `, english(this.words.language, citation.population)] : badge;
  }

  notices(...kinds) {
    return kinds.flatMap((kind) => this.answer.notices.filter((notice) => notice.kind === kind)).map((notice) => {
      const title = notice.kind === "disagreement" ? "" : this.words.get("page.notice_titles")[notice.kind];
      const text = FIRST.includes(notice.kind) ? withCalls(notice.text, this.words, notice.english) : told(notice.text, this.words.language);
      return el("div", { class: `notice ${notice.kind}` }, el("p", {}, title ? [el("strong", {}, title), " "] : null, text));
    });
  }

  /** Who and about what, then what to bring, then the way to a page that goes along. */
  consult() {
    const notices = this.answer.notices.filter((notice) => notice.kind === "consult");
    if (!notices.length) return null;
    const whom = notices.map((notice) => firstSentence(notice.text)).map(([who, bring]) => [
      el("p", { class: "who" }, who), bring ? el("p", { class: "bring" }, bring) : null]);
    const hint = el("span", { class: "unseen" }, ` (${this.words.say("sheet.open_hint")})`);
    const prepare = el("p", { class: "prepare" }, button([this.words.say("sheet.open"), hint], () => this.on.sheet()));
    return el("section", { class: "consult" }, el("h4", {}, this.words.say("headings.consult")), whom, prepare);
  }

  followUps() {
    if (!this.answer.follow_ups.length) return null;
    const title = this.words.say(this.answer.outcome === "not_covered" ? "headings.nearby" : "page.follow_ups");
    const items = this.answer.follow_ups.map((question) => el("li", {}, button(question, () => this.on.ask(question), { lang: "en", dir: "ltr" })));
    return el("section", { class: "follow-ups" }, el("h4", {}, title), el("ul", {}, items));
  }

  quiet() {
    if (!LOOKED_UP.includes(this.answer.outcome)) return el("div", { class: "quiet" }, waysOn(this.words, this.on));
    const copy = button(this.words.say("page.copy"), (event) => this.on.copy(event.currentTarget, this.answer.text));
    return el("div", { class: "quiet" }, copy, waysOn(this.words, this.on), this.made());
  }

  made() {
    const { versions, withheld, timings_ms: timings } = this.answer;
    const values = { ...versions, withheld, total: timings.total === undefined ? undefined : Math.round(timings.total) };
    if (versions.composer) {
      const composer = versions.composer.split(":")[0];
      values.composer = this.words.get("page.composers")[composer] || composer;
    }
    const fallbacks = this.words.get("page.fallbacks");
    if (versions.fallback) values.fallback = fallbacks[versions.fallback] || fallbacks.other;
    const lines = Object.keys(this.words.get("page.made_lines")).filter((key) => values[key] !== undefined);
    return el("details", { class: "made" }, el("summary", {}, this.words.say("page.made")),
      el("ul", {}, lines.map((key) => el("li", {}, this.words.say(`page.made_lines.${key}`, { value: values[key] }))),
        el("li", {}, this.words.say("page.receipt", { value: this.answer.id }))));
  }
}

function grouped(statements) {
  const groups = [];
  for (const statement of statements) {
    const last = groups.at(-1);
    if (last?.lane === statement.lane) last.statements.push(statement);
    else groups.push({ lane: statement.lane, statements: [statement] });
  }
  return groups;
}
