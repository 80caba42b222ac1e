// The chat page beside Gradio, which draws its frame: which press does what. No storage; the network is `talk.js`'s.
import { fetched } from "../widget/api.js";
import { Link } from "./link.js";
import { Log } from "./log.js";
import { back, copy, follow, forget, open, settled, toggled } from "./reading.js";
import { Talk } from "./talk.js";

const touch = matchMedia("(pointer: coarse)");
const find = (selector) => document.querySelector(selector);
const box = () => find("#question textarea");

const link = new Link();
const log = new Log();
const place = { country: "", language: document.documentElement.lang.slice(0, 2), chosen: false };
let talk = begun();

function begun() {
  return new Talk(log, link, () => ({ ...place }), (number) => {
    find("#stop").disabled = talk.open.size === 0;
    const turn = log.turn(number);
    if (turn?.getAttribute("aria-busy") === "false") settled(turn);
  });
}

// --- The box --------------------------------------------------------------------------------------------------------

// Gradio listens for "input".
function write(text) {
  box().value = text;
  box().dispatchEvent(new Event("input", { bubbles: true }));
}

function focusBox() {
  if (!touch.matches) box().focus({ preventScroll: true });
}

/** Asks. What was typed leaves the box once it stands in the conversation; what could not be sent is in it. */
async function ask(question) {
  if (talk.isAsked(question) || (talk.open.size && !question.trim())) return;
  const mine = talk;
  const isShown = await mine.ask(question, (number) => {
    if (box().value === question) write("");
    follow(log.turn(number));
    if (document.activeElement === document.body) focusBox();
  });
  if (!isShown && mine === talk && !box().value) write(question);
}

function send() {
  ask(box().value);
  if (touch.matches) box().blur();
}

function edit(turn) {
  write(turn.querySelector(".question span[dir]").textContent);
  box().focus();
}

function again() {
  talk.again(() => {
    if (document.activeElement === document.body) focusBox();
  });
}

function stop() {
  talk.stop();
  focusBox();
}

function renew() {
  talk.leave();
  forget();
  log.clear();
  link.say();
  talk = begun();
  find("#stop").disabled = true;
  write("");
  box().focus();
}

// --- Where the visitor is, and what they read -----------------------------------------------------------------------

let spoken = 0;
let words = null;
let isSimpler = false;
let speak = () => {};

function choosePlace(country) {
  place.country = country;
  find("#country").value = country;
}

/** The page in another language; the last question is answered again in it. Of several choices the last one counts. */
async function speakIn(language) {
  const mine = ++spoken;
  Object.assign(place, { language, chosen: true });
  again();
  talk.retell();
  const told = await link.through(async () => (await fetched(`page/parts?lang=${encodeURIComponent(language)}`)).json());
  if (mine !== spoken) return;
  words = told.parts;
  speak();
  Object.assign(document.documentElement, { lang: told.language, dir: told.dir });
  document.title = told.title;
  log.element.setAttribute("aria-label", told.log);
}

// Gradio calls this for the parts that it draws, which come in the order it was given.
const parts = () => words || [];

/** `element` holds the choosers; Gradio draws them anew when `words` is triggered, and calls `watch`'s function then. */
function places([element, watch, trigger, event]) {
  speak = () => trigger(event);
  const chooser = (id) => element.querySelector(`#${id}`);
  let before = "";
  element.addEventListener("focusin", ({ target }) => { before = target.id; });
  watch("value", () => {
    chooser("country").value = place.country;
    chooser("language").value = place.language;
    chooser("simpler").checked = isSimpler;
    if (before && document.activeElement === document.body) chooser(before)?.focus({ preventScroll: true });
    link.say(link.state);
  });
}

for (const part of window.restwell || []) places(part);
window.restwell = { push: places, words: parts };

// --- Presses --------------------------------------------------------------------------------------------------------

/** A comment goes with the vote pressed last, also when that is still on its way. */
function vote({ dataset, parentElement }) {
  const comment = dataset.comment ? document.getElementById(dataset.comment).value : "";
  const send = parentElement.closest(".opinion").querySelector("[data-comment]");
  if (send) send.dataset.helpful = dataset.helpful;
  talk.vote({ answer: dataset.opinion, helpful: dataset.helpful === "yes", comment });
}

const PRESSES = {
  "#send": send,
  "#stop": stop,
  "#new-chat": renew,
  "[data-ask]": (button) => ask(button.dataset.ask),
  "#log [data-again]": again,
  "#log [data-edit]": (button) => edit(button.closest(".turn")),
  "#log [data-copy]": copy,
  "#log [data-keep]": (button) => talk.choose(button.dataset.keep === "yes", button.closest(".keep").dataset.version),
  "#log [data-opinion]": vote,
  "#log a.marker": open,
  "#log a.back": (way) => back(way.closest(".passage")),
};

document.addEventListener("click", (event) => {
  for (const [selector, press] of Object.entries(PRESSES)) {
    const pressed = event.target.closest(selector);
    if (!pressed) continue;
    if (pressed.matches("a")) event.preventDefault();
    press(pressed);
    return;
  }
});

document.addEventListener("keydown", (event) => {
  const isSent = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === box();
  if (isSent) {
    event.preventDefault();
    event.stopPropagation();
    send();
  }
  const passage = event.key === "Escape" && event.target.closest(".passage");
  if (passage) back(passage);
}, true);

document.addEventListener("change", ({ target }) => {
  if (target.matches("#simpler")) isSimpler = target.checked;
  if (target.matches("#country")) choosePlace(target.value);
  if (target.matches("#language")) speakIn(target.value);
  if (target.matches("#log select[data-country]")) {
    choosePlace(target.value);
    again();
  }
});

document.addEventListener("toggle", ({ target }) => {
  if (target.classList?.contains("passage")) toggled(target);
}, true);
