// The fixed parts of the panel: header, first screen, choices and the box to write in. Built anew for each language.
import { button, el, outward } from "./dom.js";

const ICON = "M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z";

/** The button that stands on the page. */
export function launcher(onclick) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICON);
  svg.append(path);
  return el("button", { type: "button", class: "launcher", "aria-haspopup": "dialog", onclick }, svg, el("span", { class: "label" }));
}

export function header(words, chat) {
  return el("header", {},
    el("div", { class: "bar" }, el("h2", { id: "title" }, words.say("page.title")),
      el("div", { class: "tools" }, button(words.say("page.new_chat"), () => chat.newChat(), { class: "new" }),
        chat.isEmbedded ? null : button("×", () => chat.close(), { class: "close", "aria-label": words.say("widget.close"), title: words.say("widget.close") }))),
    el("p", { class: "standing", id: "standing" }, el("strong", {}, words.say("page.assistant")), " ", words.say("not_advice")));
}

/** What is seen before the first question: what this is, who wrote it, how it fails, and questions to begin with. */
export function firstScreen(words, chat) {
  const lines = [...words.get("page.how.lines").slice(0, -1), words.say("widget.private")];
  return el("section", { class: "first" },
    el("p", { class: "tagline" }, words.say("page.tagline")),
    words.written ? el("p", { class: "written" }, words.written) : null,
    el("details", { class: "how" }, el("summary", {}, words.say("page.how.title")), el("ul", {}, lines.map((line) => el("li", {}, line)))),
    el("h3", {}, words.say("page.starters")),
    el("div", { class: "groups" }, starters(words, chat)));
}

function starters(words, chat) {
  const questions = words.get("starters");
  return words.get("page.starter_groups").map((title, at) => el("div", {}, el("h4", {}, title),
    el("ul", {}, questions.slice(at * 2, at * 2 + 2).map((question) => el("li", {}, button(question, () => chat.ask(question)))))));
}

/** Language, country, and the way to the full page: closed until somebody wants them, and there at any time. */
export function choices(words, chat) {
  const languages = words.languages.map(({ code, name }) => el("option", { value: code, lang: code, selected: code === words.language }, name));
  return el("details", { class: "how choose" }, el("summary", {}, words.say("widget.choices")), el("div", { class: "choices" },
    el("p", {}, el("label", { for: "language" }, words.say("page.language")),
      el("select", { id: "language", onchange: (event) => chat.setLanguage(event.target.value) }, languages)),
    countryChoice("country", `${words.say("page.country")} ${words.say("page.country_hint")}`, words, chat),
    el("p", { class: "switch" }, el("label", {},
      el("input", { type: "checkbox", id: "simpler", checked: chat.isSimpler, onchange: (event) => chat.setSimpler(event.target.checked) }),
      " ", words.say("page.simpler.switch"))),
    chat.isEmbedded ? null : el("p", {}, outward(chat.api.address("./"), words.say("widget.whole"), words))));
}

/** A native chooser: it works by keyboard, on a phone and with a screen reader. */
export function countryChoice(id, label, words, chat) {
  const options = [{ code: "", name: words.say("page.country_unset") }, ...words.countryNames()];
  return el("p", { class: "chooser" }, el("label", { for: id }, label),
    el("select", { id, onchange: (event) => chat.setCountry(event.target.value) },
      options.map(({ code, name }) => el("option", { value: code, selected: code === chat.country }, name))));
}

/** The box to write in, with its buttons; `stop` is there only while an answer is on its way. */
export function composer(words, chat) {
  const box = el("textarea", { id: "question", rows: 1, dir: "auto", placeholder: words.say("page.placeholder"), enterkeyhint: "send" });
  const send = el("button", { type: "submit", class: "send" }, words.say("page.send"));
  const stop = button(words.say("page.stop"), () => chat.stop(), { class: "stop", hidden: true });
  const form = el("form", { class: "composer" }, el("label", { for: "question" }, words.say("page.input")), el("div", { class: "row" }, box, send, stop));
  const asked = () => chat.ask(box.value);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    asked();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    asked();
  });
  return { form, box, send, stop };
}
