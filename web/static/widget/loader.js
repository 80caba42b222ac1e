// The one script that a site names. It knows its own address and settings, and loads the widget as modules from there.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script) return console.error("Restwell: name widget.js in a plain script tag, without type=module.");
  const base = new URL(".", script.src).href;
  import(new URL("widget/__VERSION__/main.js", base).href)
    .then(({ start }) => start({ ...script.dataset, base }))
    .catch(() => console.error(
      "Restwell: the chat could not be loaded. Is this site listed in RESTWELL_EMBED__ORIGINS, and does its own " +
      `Content-Security-Policy let scripts and connections reach ${base} ?`));
})();
