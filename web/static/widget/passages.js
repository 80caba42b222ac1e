// The passages of one answer: each quote marked where it stands, where it comes from, and the ways out and back.
import { button, el, linkTarget, outward } from "./dom.js";
import { english, filled } from "./quoting.js";
import { capital } from "./words.js";

const ARTICLE = "article";

/**
 * @param on `on.back(n)` leads back to the marker; `on.shown(citation)` gives a function that marks the sentence in
 *   the page around, or nothing when it does not stand there.
 */
export function passages(answer, words, base, on) {
  if (!answer.citations.length) return null;
  return el("section", { class: "passages", "aria-label": words.say("page.passages") },
    el("h4", {}, words.say("page.passages")),
    el("p", { class: "hint" }, words.say("page.passages_hint")),
    answer.citations.map((citation) => passage(citation, `p-${answer.id}`, words, base, on)));
}

function passage(citation, group, words, base, on) {
  const line = (name, text) => (text ? el("p", { class: name }, text) : null);
  const around = (name, key, slot) => (citation[slot] ? line(name, filled(words, key, { [slot]: english(words.language, citation[slot]) })) : null);
  const paragraph = citation.paragraph || citation.quote;
  const isFound = Boolean(citation.quote) && paragraph.includes(citation.quote);
  const published = [...new Set([citation.authors, citation.publication].filter(Boolean).map(undotted))].join(". ");
  const target = linkTarget(citation.url, base);
  const isElsewhere = citation.kind !== ARTICLE && /^https?:/.test(citation.url) && target;
  const isWhole = citation.paragraph.trim() === citation.quote.trim();
  return el("details", { class: "passage", "data-n": citation.n, name: group },
    el("summary", {}, el("span", { class: "n", "aria-hidden": "true" }, String(citation.n)),
      el("span", { class: "about" }, el("span", { class: "title", lang: "en", dir: "ltr" }, citation.title), " ", el("span", { class: "badge" }, capital(words.badge(citation))))),
    el("div", { class: "inside" },
      around("where", "page.stands_in", "heading"),
      el("blockquote", { lang: "en", dir: "ltr", class: isWhole ? "whole" : null }, el("p", {}, marked(paragraph, citation.quote))),
      line("unmarked", !isFound && words.say("page.not_located")),
      line("ours", isElsewhere && words.say("page.ours")),
      around("studied", "page.studied", "population"),
      citation.is_limitation ? null : around("limits", "page.limits", "limitation"),
      published ? el("p", { class: "published", lang: "en", dir: "ltr" }, published) : null,
      el("p", { class: "links" }, sourceLink(citation, target, words, base, on),
        button(words.say("page.copy_citation"), (event) => on.copy(event.currentTarget, reference(citation, target))),
        button(spoken(words.say("page.back", { n: citation.n })), () => on.back(citation.n), { class: "back" }))));
}

/** A number in brackets as a marker shows it; the brackets are not read aloud. */
const spoken = (text) => text.split(/([[\]])/).map((part) => (/^[[\]]$/.test(part) ? el("span", { "aria-hidden": "true" }, part) : part));

const undotted = (part) => part.replace(/\.+$/, "");

/** The citation as one line to copy: the quote, who wrote it, its title, where and when, and its address. */
function reference(citation, target) {
  const named = [citation.authors, citation.title, citation.publication, String(citation.year || "")].filter(Boolean).map(undotted);
  const address = /^https?:/.test(citation.url) ? target : "";
  return `“${citation.quote}” ${[...named, address].filter(Boolean).join(". ")}`;
}

/** `paragraph` with `quote` marked where it stands; nothing is marked when it cannot be found. */
function marked(paragraph, quote) {
  const at = quote ? paragraph.indexOf(quote) : -1;
  if (at < 0) return [paragraph];
  return [paragraph.slice(0, at), el("mark", {}, quote), paragraph.slice(at + quote.length)];
}

function sourceLink(citation, target, words, base, on) {
  const show = citation.kind === ARTICLE ? on.shown(citation) : null;
  if (show) return button(words.say("widget.show_here"), (event) => show(event.currentTarget), { class: "show" });
  if (!target) return null;
  if (citation.kind === ARTICLE) return outward(articlePlace(citation, target, base), words.say("page.open_article"), words);
  return outward(linkTarget(citation.link, base) || target, words.say("page.open_source", { host: new URL(target).hostname.replace(/^www\./, "") }), words);
}

/** Our post at the sentence's own id, and with the text fragment of the quote where there is one. */
function articlePlace(citation, target, base) {
  const [page, fragment = ""] = (linkTarget(citation.link, base) || target).split("#");
  return `${page}#s-${citation.start}${fragment}`;
}
