/* One transcript: keys, autosave, undo, conflicts. What is typed is on the server as soon as it is typed. */
"use strict";

const root = document.getElementById("item");
const { base, item, mode } = root.dataset;
const count = Number(root.dataset.statements);
const token = document.querySelector("meta[name=csrf]").content;
const byId = (id) => document.getElementById(id);
const labels = new Map([...document.querySelectorAll("[data-label]")].map((b) => [b.dataset.set || b.dataset.call, b.dataset.label]));
const TYPING_MS = 500; // a pause in typing after which the note is saved

let revision = Number(root.dataset.revision);
let isFinal = JSON.parse(root.dataset.final);
let state = JSON.parse(root.dataset.state);
let at = count ? Number(location.hash.match(/^#s(\d+)$/)?.[1]) || firstOpen() : 0;
let queue = Promise.resolve();
let isUnsaved = false; // the last save did not reach the desk
let typing = 0;

/* The first statement without a verdict; when all have one, the first. */
function firstOpen() {
  for (let n = 1; n <= count; n += 1) if (!state.verdicts[n]) return n;
  return 1;
}

/* --- Showing ------------------------------------------------------------------------------------------------------ */
const pressed = (button, isOn) => button.setAttribute("aria-pressed", String(isOn));

function show() {
  for (const line of document.querySelectorAll("[data-verdict]")) {
    const said = state.verdicts[line.dataset.verdict];
    line.textContent = said ? labels.get(said) : "not judged yet";
    line.dataset.said = said || "";
  }
  for (const li of document.querySelectorAll(".statement")) li.classList.toggle("at", Number(li.dataset.n) === at);
  if (count) byId("which").textContent = `Statement ${at} of ${count}`;
  for (const button of document.querySelectorAll("[data-set]")) pressed(button, state.verdicts[at] === button.dataset.set);
  for (const button of document.querySelectorAll("[data-call]")) pressed(button, state.call === button.dataset.call);
  const cites = (byId(`s${at}`)?.dataset.cites || "").split(" ");
  for (const source of document.querySelectorAll(".source")) source.classList.toggle("at", cites.includes(source.dataset.c));
  byId("finish-words").textContent = isFinal ? "Next item" : "Hand in";
}

function fields() {
  if (document.activeElement !== byId("tags")) byId("tags").value = state.tags.join(", ");
  if (document.activeElement !== byId("note")) byId("note").value = state.note;
}

function go(to) {
  if (!count) return;
  at = Math.min(Math.max(to, 1), count);
  show();
  byId(`s${at}`).focus({ preventScroll: true });
  byId(`s${at}`).scrollIntoView({ block: "nearest" });
  document.querySelector(".source.at")?.scrollIntoView({ block: "nearest" });
}

function panel(name) {
  for (const button of document.querySelectorAll("[data-panel]")) {
    pressed(button, button.dataset.panel === name);
    byId(button.dataset.panel).hidden = button.dataset.panel !== name;
  }
  root.classList.toggle("comparing", name === "before");
}

const tell = (words) => { byId("status").textContent = words; };

/* --- Saving ------------------------------------------------------------------------------------------------------- */
async function send(path, body) {
  const answer = await fetch(`${base}/item/${item}/${path}`, {
    method: "POST",
    keepalive: true, // a save outlives the page
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": token },
    body: JSON.stringify({ mode, base: revision, ...body }),
  });
  return [answer.status, await answer.json()];
}

/* One request after the other: each is made from the revision the one before gave, with what held when its key was pressed,
   so that undo goes back by one key however fast they came. */
function save(isHandingIn = false) {
  tell("Saving…");
  const judgement = state;
  queue = queue.then(() => saveNow(judgement, isHandingIn)).catch(notSaved);
  return queue;
}

function notSaved() {
  isUnsaved = true;
  tell("Not saved: the desk cannot be reached. It is tried again with the next key");
}

async function saveNow(judgement, isHandingIn) {
  const [status, told] = await send("save", { judgement, final: isHandingIn });
  if (status === 409) return conflict(told);
  if (status !== 200) return tell(told.message);
  revision = told.revision;
  isFinal = told.final;
  isUnsaved = false;
  tell(isFinal ? `Handed in at ${told.at} UTC` : `Saved at ${told.at} UTC, revision ${revision}`);
  if (isHandingIn) location.reload();
  show();
}

function change(update) {
  state = { ...state, ...update };
  isFinal = false;
  show();
  return save();
}

function conflict(told) {
  const mine = state;
  const list = byId("conflict-parts");
  const rows = [["Yours", mine], [`By ${told.author}`, told.judgement]].flatMap(([who, said]) => {
    const name = document.createElement("dt");
    name.textContent = who;
    const words = document.createElement("dd");
    const verdicts = Object.entries(said.verdicts).map(([n, v]) => `${n} ${labels.get(v)}`).join(", ");
    words.textContent = [verdicts, labels.get(said.call), said.tags.join(", "), said.note].filter(Boolean).join(" · ") || "nothing";
    return [name, words];
  });
  list.replaceChildren(...rows);
  byId("conflict-who").textContent = `Saved at ${told.at} UTC.`;
  byId("conflict").hidden = false;
  revision = told.revision;
  tell("Changed elsewhere. Nothing is lost");
  byId("take-mine").onclick = () => {
    const notes = [...new Set([mine.note, told.judgement.note].filter(Boolean))];
    settle({ ...mine, note: notes.join("\n") });
    save();
  };
  byId("take-theirs").onclick = () => { settle(told.judgement); };
  byId("take-mine").focus();
}

function settle(chosen) {
  state = chosen;
  byId("conflict").hidden = true;
  document.activeElement.blur();
  fields();
  show();
}

function undo() {
  queue = queue.then(async () => {
    const [status, told] = await send("undo", {});
    if (status === 409) return conflict(told);
    if (status !== 200) return tell(told.message);
    revision = told.revision;
    state = told.judgement;
    isFinal = Boolean(told.final);
    fields();
    show();
    tell("Undone");
  });
}

function finish() {
  typed();
  if (isFinal) { location.href = byId("next").href; return; }
  const open = [];
  for (let n = 1; n <= count; n += 1) if (!state.verdicts[n]) open.push(`statement ${n}`);
  if (!state.call) open.push("the answer");
  if (mode === "adjudication" && !state.note.trim()) open.push("a reason");
  if (open.length) {
    tell(`Still needed: ${open.join(", ")}`);
    const first = open[0].match(/\d+/);
    if (first) go(Number(first[0]));
    return;
  }
  save(true);
}

/* --- Typing ------------------------------------------------------------------------------------------------------- */
const readTags = () => [...new Set(byId("tags").value.split(",").map((t) => t.trim().toLowerCase()).filter(Boolean))];

function typed() {
  clearTimeout(typing);
  const update = { tags: readTags(), note: byId("note").value };
  if (update.note !== state.note || update.tags.join() !== state.tags.join()) return change(update);
  return queue;
}

for (const id of ["tags", "note"]) {
  byId(id).addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(typed, TYPING_MS);
  });
  byId(id).addEventListener("blur", typed);
}

addEventListener("pagehide", typed);
addEventListener("beforeunload", (event) => { if (isUnsaved) event.preventDefault(); });

/* --- Keys --------------------------------------------------------------------------------------------------------- */
function verdict(value) {
  if (!count) return;
  change({ verdicts: { ...state.verdicts, [at]: value } });
  if (at < count) go(at + 1);
}

function take(which) {
  const line = byId(`s${at}`)?.querySelectorAll(".others strong")[which];
  const value = line && [...labels].find(([, label]) => label === line.textContent)?.[0];
  if (value) verdict(value);
}

const actions = {
  j: () => go(at + 1), ArrowDown: () => go(at + 1), k: () => go(at - 1), ArrowUp: () => go(at - 1),
  t: () => byId("tags").focus(), n: () => byId("note").focus(), u: undo,
  e: () => panel("evidence"), d: () => panel(root.classList.contains("comparing") ? "evidence" : "before"), s: () => panel("scores"),
  a: () => byId("adjudicate")?.click(), c: () => byId("promote").click(), r: () => byId("rerun-form").requestSubmit(),
  x: () => byId("next").click(), q: () => { location.href = `${base}/`; },
  "[": () => take(0), "]": () => take(1),
  "?": () => byId("sheet").showModal(), Enter: finish,
};

const KEYS_OFF = "restwell-review-keys-off";
byId("keys-on").checked = !localStorage.getItem(KEYS_OFF);
byId("keys-on").addEventListener("change", (event) => {
  if (event.target.checked) localStorage.removeItem(KEYS_OFF); else localStorage.setItem(KEYS_OFF, "1");
});

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("sheet").open) return;
  const field = event.target.closest("input, textarea, select");
  if (field) {
    if (event.key === "Escape" || (event.key === "Enter" && field.id === "tags")) { field.blur(); go(at || 1); event.preventDefault(); }
    return;
  }
  if (event.key !== "?" && event.key !== "Enter" && !byId("keys-on").checked) return;
  if (event.key === "Enter" && event.target.closest("button, a, summary")) return;
  const button = document.querySelector(`.bar [data-key="${CSS.escape(event.key)}"]`);
  const action = button ? () => button.click() : actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

for (const button of document.querySelectorAll("[data-set]")) button.addEventListener("click", () => verdict(button.dataset.set));
for (const button of document.querySelectorAll("[data-call]")) button.addEventListener("click", () => change({ call: button.dataset.call }));
for (const button of document.querySelectorAll("[data-panel]")) button.addEventListener("click", () => panel(button.dataset.panel));
for (const li of document.querySelectorAll(".statement")) li.addEventListener("click", () => { at = Number(li.dataset.n); show(); });
byId("undo").addEventListener("click", undo);
byId("finish").addEventListener("click", finish);
byId("keys").addEventListener("click", actions["?"]);

fields();
show();
root.dataset.ready = "true";
