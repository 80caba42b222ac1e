// What a screen reader is told of some part of the page: its sentences in order, each with its language. Buttons, markers and
// passages are for whoever goes there, and a card is an alert, which speaks for itself.

const SILENT = ".question, .passages, .quiet, .markers, .follow-ups, .choices, .helpful, .comment, .made, button, select, label, [role=alert], [aria-hidden=true]";
const APART = "p, li, h3, .limitation, .badge, .simpler > span";

/** The sentences of `element` that are shown, as `{ text, lang, dir, isHeading }`. */
export function sentences(element) {
  const said = [];
  let text = "";
  const flush = (from) => {
    const words = text.replace(/\s+/g, " ").trim();
    const { lang, dir } = from.closest("[lang]") || document.documentElement;
    if (words) said.push({ text: words, lang, dir, isHeading: from.matches("h3") });
    text = "";
  };
  const read = (node, within) => {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SILENT) || !node.getClientRects().length) return;
    const isApart = node.matches(APART);
    if (isApart) flush(within);
    for (const child of node.childNodes) read(child, node);
    if (isApart) flush(node);
  };
  read(element, element);
  flush(element);
  return said;
}
