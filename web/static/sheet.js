// The visit sheet in the browser: gathers what the page holds of the conversation, opens the sheet, prints it. No storage.
(() => {
  "use strict";
  function told() {
    const turns = [...document.querySelectorAll("[data-told]")].map((turn) => JSON.parse(turn.dataset.told));
    const country = document.querySelector("#country")?.value || "";
    return JSON.stringify({ turns, language: document.documentElement.lang.slice(0, 2), country });
  }

  // A form that is sent keeps the conversation out of every address, and the answer out of this page.
  function open() {
    const form = Object.assign(document.createElement("form"), { method: "post", action: "sheet", target: "_blank", hidden: true });
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "told", value: told() }));
    document.body.append(form);
    form.submit();
    form.remove();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-sheet]")) open();
    if (event.target.closest("[data-print]")) print();
  });
})();
