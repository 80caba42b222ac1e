// Says when the connection is lost and when it is back, and keeps what was typed. Asks /healthz only while something waits.
(() => {
  "use strict";
  const PROBE_MS = 3000; // a guess: soon enough to be believed, seldom enough for a phone
  const line = () => document.querySelector("#link .link");
  const box = () => document.querySelector("#question textarea");
  const open = () => document.querySelector('#log .turn[aria-busy="true"]');
  let state = "";
  let started = "";
  let sent = "";
  let timer = 0;

  function say(name) {
    state = name;
    const said = line();
    if (said) said.textContent = name ? said.dataset[name] || "" : "";
  }

  async function health() {
    try {
      const reply = await fetch("healthz", { cache: "no-store" });
      return reply.ok ? (await reply.json()).started || "" : "";
    } catch {
      return "";
    }
  }

  // A turn that was open when the connection broke will not end any more: its question goes back into the box.
  function giveBack() {
    const area = box();
    if (!area || area.value || !sent) return;
    area.value = sent;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function probe() {
    clearTimeout(timer);
    const found = navigator.onLine ? await health() : "";
    if (!found) {
      say(navigator.onLine ? "lost" : "offline");
      timer = setTimeout(probe, PROBE_MS);
      return;
    }
    if (state === "lost" || state === "offline") {
      const isCut = open() !== null;
      if (isCut) giveBack();
      say(isCut ? "notSent" : started && found !== started ? "restarted" : "back");
    }
    started = found;
    if (open()) timer = setTimeout(probe, PROBE_MS);
  }

  // Gradio gives up for good on a question that it cannot hand over, so the way is tried first. What passed once passes now.
  let isClear = false;
  async function first(event, again) {
    if (isClear) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(timer);
    await probe();
    if (state === "lost" || state === "offline") return;
    isClear = true;
    sent = event.target.closest("[data-ask]")?.dataset.ask || box()?.value || sent;
    again();
    isClear = false;
    clearTimeout(timer);
    timer = setTimeout(probe, PROBE_MS);
  }

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("#send, [data-ask], [data-again]");
    if (pressed) first(event, () => pressed.click());
  }, true);
  document.addEventListener("keydown", (event) => {
    const area = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.closest?.("#question textarea");
    if (area) first(event, () => document.querySelector("#send").click());
  }, true);
  addEventListener("offline", probe);
  addEventListener("online", probe);
  addEventListener("load", async () => { started = await health(); });
})();
