// What the page does in the browser beside Gradio: markers and back, copy, following the conversation. No network, no storage.
(() => {
  "use strict";
  const wide = matchMedia("(min-width: 1024px)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const touch = matchMedia("(pointer: coarse)");
  const behavior = () => (calm.matches ? "auto" : "smooth");
  const byId = (id) => document.getElementById(id);
  const input = () => document.querySelector("#question textarea");

  // Gradio rewrites attributes when the conversation grows, so what is open and where it came from is kept here.
  const opened = new Set();
  const cameFrom = new Map();
  const greeted = new Set();
  let turns = 0;
  let current = "";
  let left = null;
  let shown = [];

  function markCurrent() {
    for (const old of document.querySelectorAll("#log .is-current")) old.classList.remove("is-current");
    const passage = byId(current);
    if (!passage) return;
    passage.classList.add("is-current");
    byId(cameFrom.get(current))?.classList.add("is-current");
  }

  function open(marker) {
    const passage = byId(marker.hash.slice(1));
    if (!passage) return;
    cameFrom.set(passage.id, marker.id);
    current = passage.id;
    passage.open = true;
    opened.add(passage.id);
    markCurrent();
    passage.querySelector("summary").focus({ preventScroll: true });
    passage.scrollIntoView({ block: wide.matches ? "nearest" : "start", behavior: behavior() });
  }

  function back(passage) {
    const marker = byId(cameFrom.get(passage.id)) || document.querySelector(`#log a.marker[href="#${passage.id}"]`);
    if (!marker) return;
    marker.focus({ preventScroll: true });
    marker.scrollIntoView({ block: "center", behavior: behavior() });
  }

  async function copy(button) {
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  }

  // After a restart the service sends only what is new: what was shown before stays, above it, without its votes.
  function restore(element) {
    const first = element.querySelector(".turn")?.id.slice(2);
    const before = element.parentElement.querySelector(".earlier");
    if (!first || first === "1") { if (!element.querySelector(".below")) before?.remove(); return; }
    if (before) return;
    const earlier = Object.assign(document.createElement("div"), { className: "log earlier" });
    earlier.append(...shown.filter((turn) => Number(turn.id.slice(2)) < Number(first)));
    for (const below of earlier.querySelectorAll(".below")) below.remove();
    element.before(earlier);
  }

  function grown(element) {
    restore(element);
    const all = element.parentElement.querySelectorAll(".turn");
    if (!element.querySelector('[aria-busy="true"]')) shown = [...element.querySelectorAll(".turn")].map((turn) => turn.cloneNode(true));
    if (all.length < turns) { opened.clear(); cameFrom.clear(); greeted.clear(); current = ""; }
    const last = all[all.length - 1];
    for (const passage of element.querySelectorAll(".passage")) if (opened.has(passage.id)) passage.open = true;
    if (last && last.getAttribute("aria-busy") === "false" && !greeted.has(last.id)) {
      greeted.add(last.id);
      const first = last.querySelector(".passage");
      if (first && wide.matches && !last.querySelector(".passage[open]")) first.open = true;
    }
    if (last && all.length > turns) last.scrollIntoView({ block: "start", behavior: behavior() });
    turns = all.length;
    markCurrent();
  }

  function said(button) {
    const { opinion, helpful, comment } = button.dataset;
    return { answer: opinion, helpful, comment: comment ? byId(comment).value : "" };
  }

  // A button that was pressed may be gone; who works by keyboard goes on where it was.
  function refocused(element) {
    const lost = document.activeElement === document.body ? left : null;
    left = null;
    if (lost) (element.querySelector(lost) || element.querySelector(".keep"))?.focus({ preventScroll: true });
  }

  // Put the last question back into the box, where it can be changed. Gradio listens for "input".
  function edit(element) {
    const box = input();
    const asked = element.querySelector(".turn:last-child .question span[dir]")?.textContent;
    if (!box || !asked) return;
    box.value = asked;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  function log(element, trigger, watch, [ask, again, country, choose, opinion]) {
    const around = element.parentElement; // holds the turns from before a restart too
    const busy = () => element.querySelector('.turn[aria-busy="true"]') !== null;
    document.addEventListener("click", (event) => {
      const asked = event.target.closest("[data-ask]");
      if (!asked || busy()) return;
      trigger(ask, { question: asked.dataset.ask });
      if (!touch.matches) input()?.focus({ preventScroll: true });
    });
    around.addEventListener("click", (event) => {
      const on = (selector) => event.target.closest(selector);
      const marker = on("a.marker");
      const wayBack = on("a.back");
      if (marker || wayBack) event.preventDefault();
      if (marker) open(marker);
      else if (wayBack) back(wayBack.closest(".passage"));
      else if (on("[data-copy]")) copy(on("[data-copy]"));
      else if (on("[data-keep]")) trigger(choose, { keep: on("[data-keep]").dataset.keep });
      else if (on("[data-opinion]")) trigger(opinion, said(on("[data-opinion]")));
      else if (busy()) return;
      else if (on("[data-again]")) trigger(again, {});
      else if (on("[data-edit]")) edit(element);
    });
    around.addEventListener("change", (event) => {
      if (event.target.matches("select[data-country]") && !busy()) trigger(country, { country: event.target.value });
    });
    around.addEventListener("keydown", (event) => {
      const passage = event.key === "Escape" && event.target.closest(".passage");
      if (passage) back(passage);
    });
    around.addEventListener("toggle", (event) => {
      const passage = event.target;
      if (!passage.classList?.contains("passage")) return;
      if (passage.open) opened.add(passage.id);
      else {
        opened.delete(passage.id);
        if (current === passage.id) current = "";
      }
      markCurrent();
    }, true);
    around.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-keep], [data-opinion]");
      if (pressed) left = pressed.dataset.opinion ? `[data-opinion="${pressed.dataset.opinion}"]` : ".keep";
    });
    watch("value", () => { grown(element); refocused(element); });
  }

  // Where the visitor is, and what language they read. The page's own language and direction follow.
  function places(element, props, watch, trigger, language) {
    const find = (id) => element.querySelector(id);
    const show = () => {
      const said = find(".places");
      find("#country").value = props.value.country || "";
      find("#language").value = props.value.language;
      Object.assign(document.documentElement, { lang: said.lang, dir: said.dir });
      document.title = said.dataset.title;
    };
    element.addEventListener("change", ({ target }) => {
      if (target.id === "country") props.value = { ...props.value, country: target.value };
      if (target.id === "language") trigger(language, { language: target.value });
    });
    watch(["value", "html"], show);
    show();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#new-chat")) setTimeout(() => input()?.focus(), 100);
    if (event.target.closest("#send") && touch.matches) input()?.blur();
  });

  window.restwell = { log, places };
})();
