// Builds elements. Text only ever becomes a text node or a plain attribute, so nothing in it can run.

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;

/**
 * An element. `props` are attributes (false and null leave one out), `on…` functions listen;
 * children are elements, texts, lists of both, or nothing.
 */
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) {
      if (typeof value === "function") made.addEventListener(name.slice(2), value);
    } else made.setAttribute(name, value === true ? "" : clean(value));
  }
  const present = children.flat(9).filter((child) => child instanceof Node || (typeof child === "string" && child));
  made.append(...present.map((child) => (typeof child === "string" ? clean(child) : child)));
  return made;
}

export const button = (label, onclick, props = {}) => el("button", { type: "button", onclick, ...props }, label);

/** `text` without control and direction-override characters. */
export const clean = (text) => String(text).replace(CONTROL, "");

/** Blocks of `text` as paragraphs; a single line end is kept. */
export function paragraphs(text) {
  return text.split(/\n\s*\n/).map((block) => block.trim()).filter(Boolean).map((block) =>
    el("p", {}, block.split("\n").flatMap((line, at) => (at ? [el("br"), line] : [line]))));
}

/** `url` when a visitor may follow it: http(s) with a host, or a path of the chat's own site; else nothing. */
export function linkTarget(url, base) {
  if (/^\/(?![/\\])[^\s\\]*$/.test(url)) return new URL(url.slice(1), base).href;
  try {
    const { protocol, hostname, href } = new URL(url);
    return ["http:", "https:"].includes(protocol) && hostname ? href : "";
  } catch {
    return "";
  }
}

/** A link that opens a new tab and says so. */
export function outward(href, label, words) {
  const told = el("span", { class: "unseen" }, ` (${words.say("page.new_tab")})`);
  return el("a", { class: "out", href, target: "_blank", rel: "noopener noreferrer" }, label, told);
}

/** 128 random bits in hexadecimal: a number that nobody else knows. */
export const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
