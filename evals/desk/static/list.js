/* The queue: Enter starts with the next item. */
"use strict";

addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.closest("a, button, input, select, textarea")) return;
  document.getElementById("start")?.click();
});
