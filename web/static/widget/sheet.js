// The visit sheet: tells the server which questions were asked and where the quotes stand, in a form that is sent to a
// new tab. So no word of the conversation is in an address, and nothing is kept.
import { el } from "./dom.js";

const CARE = ["emergency", "urgent", "crisis"];
const ON_SHEET = ["answered", "not_covered", ...CARE];
const MAX_QUOTES = 24;
const MAX_QUESTION = 2000;

/** Opens the sheet of these answers in a new tab. `place` is where in the widget a form can stand for a moment. */
export function openSheet(answers, { address, language, country, place }) {
  const turns = answers.filter((answer) => ON_SHEET.includes(answer.outcome)).map(told);
  const form = el("form", { method: "post", action: address, target: "_blank", rel: "noopener", hidden: true },
    el("input", { type: "hidden", name: "told", value: JSON.stringify({ turns, language, country }) }));
  place.append(form);
  form.submit();
  form.remove();
}

/** Of a turn that needed help only that it did. */
function told(answer) {
  if (CARE.includes(answer.outcome)) return { outcome: answer.outcome };
  return {
    question: answer.question.slice(0, MAX_QUESTION),
    outcome: answer.outcome,
    quotes: answer.citations.slice(0, MAX_QUOTES).map(({ passage_id: passage, start, end }) => ({ passage, start, end })),
    notices: [...new Set(answer.notices.map((notice) => notice.kind))],
  };
}
