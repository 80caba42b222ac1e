// Finds a quote in the page around the widget, and marks it there. Only an exact place is marked, or none:
// spaces, line ends and the shape of quotation marks may differ, words may not, and the place must be the only one.

const BLOCKS = "p,li,h1,h2,h3,h4,h5,h6,div,section,article,main,blockquote,td,th,dd,dt,figcaption,pre,body";
const SKIPPED = "script,style,noscript,template,textarea,select,restwell-chat";
const NAME = "restwell-quote";

/** Where `quote` stands within `root`, as a Range; null when that cannot be told exactly. */
export function found(root, quote, paragraph = "") {
  const page = readable(root);
  const wanted = plain(quote);
  const around = plain(paragraph);
  const start = inParagraph(page.text, wanted, around) ?? only(page.text, wanted);
  if (start === null) return null;
  const range = document.createRange();
  range.setStart(...page.at[start]);
  const [node, offset] = page.at[start + wanted.length - 1];
  range.setEnd(node, offset + 1);
  return range.getClientRects().length ? range : null;
}

/** Marks a range and brings it into view, without a change of the page's elements. */
export function mark(range, isCalm) {
  if (globalThis.CSS?.highlights && globalThis.Highlight) {
    sheet();
    CSS.highlights.set(NAME, new Highlight(range));
  } else {
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
  block(range).scrollIntoView({ block: "center", behavior: isCalm ? "auto" : "smooth" });
}

/** Takes the mark away again. */
export function unmark() {
  globalThis.CSS?.highlights?.delete(NAME);
}

/** The paragraph, heading or list item that a range begins in. */
export const block = (range) => range.startContainer.parentElement.closest(BLOCKS);

let isStyled = false;

function sheet() {
  if (isStyled) return;
  const style = new CSSStyleSheet();
  style.replaceSync(`::highlight(${NAME}) { background-color: #fbe6a2; color: #20242a; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  isStyled = true;
}

function inParagraph(text, quote, paragraph) {
  const within = paragraph.indexOf(quote);
  if (within < 0 || paragraph === quote) return null;
  const at = only(text, paragraph);
  return at === null ? null : at + within;
}

/** The one place where `part` stands in `text`; null for none and for several. */
function only(text, part) {
  const at = part ? text.indexOf(part) : -1;
  return at >= 0 && text.indexOf(part, at + 1) < 0 ? at : null;
}

/** The text below `root` in plain form, and for each of its characters the node and offset it stands at. */
function readable(root) {
  let text = "";
  const at = [];
  let before = null;
  const add = (character, node, offset) => {
    if (character === " " && (text === "" || text.endsWith(" "))) return;
    text += character;
    at.push([node, offset]);
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node.nodeType === Node.TEXT_NODE || node.localName === "br") return NodeFilter.FILTER_ACCEPT;
    return node.matches(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = node.parentElement.closest(BLOCKS);
    if (own !== before || node.nodeType !== Node.TEXT_NODE) add(" ", node, 0);
    before = own;
    if (node.nodeType !== Node.TEXT_NODE) continue;
    node.data.split("").forEach((character, offset) => {
      if (folded(character)) add(folded(character), node, offset);
    });
  }
  return { text, at };
}

const plain = (text) => text.split("").map(folded).join("").replace(/ +/g, " ").trim();

/** A character as it is compared: any space is one space, quotation marks are straight, invisible ones are gone. */
function folded(character) {
  if (/[\s\u00a0]/.test(character)) return " ";
  if (/[\u00ad\u200b-\u200d\u2060\ufeff]/.test(character)) return "";
  if (/[‘’‚‛′]/.test(character)) return "'";
  return /[“”„‟″]/.test(character) ? '"' : character;
}
