// Reading an answer: from a marker to its passage and back, copying, which passage is open, following the conversation.

const wide = matchMedia("(min-width: 1024px)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const behavior = () => (calm.matches ? "auto" : "smooth");
const byId = (id) => document.getElementById(id);

const cameFrom = new Map(); // a passage's id -> the marker's that it was opened from
let current = "";

function markCurrent() {
  for (const old of document.querySelectorAll("#log .is-current")) old.classList.remove("is-current");
  byId(current)?.classList.add("is-current");
  byId(cameFrom.get(current))?.classList.add("is-current");
}

/** Opens the passage of a marker and goes there. */
export function open(marker) {
  const passage = byId(marker.hash.slice(1));
  if (!passage) return;
  cameFrom.set(passage.id, marker.id);
  current = passage.id;
  passage.open = true;
  markCurrent();
  passage.querySelector("summary").focus({ preventScroll: true });
  passage.scrollIntoView({ block: wide.matches ? "nearest" : "start", behavior: behavior() });
}

/** Back to the marker that a passage was opened from, or its first. */
export function back(passage) {
  const marker = byId(cameFrom.get(passage.id)) || document.querySelector(`#log a.marker[href="#${passage.id}"]`);
  if (!marker) return;
  marker.focus({ preventScroll: true });
  marker.scrollIntoView({ block: "center", behavior: behavior() });
}

/** A passage was opened or closed, by whatever means. */
export function toggled(passage) {
  if (!passage.open && current === passage.id) current = "";
  markCurrent();
}

/** A turn that is whole: beside a wide text its first passage stands open. */
export function settled(turn) {
  const first = turn.querySelector(".passage");
  if (first && wide.matches && !turn.querySelector(".passage[open]")) first.open = true;
}

/** A turn that begins comes into view. */
export function follow(turn) {
  turn.scrollIntoView({ block: "start", behavior: behavior() });
}

/** A new conversation has no way back into the old one. */
export function forget() {
  cameFrom.clear();
  current = "";
}

/** The text that a button stands for, to the clipboard; the button says so for a moment. */
export async function copy(button) {
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
