// The minutes that are left, in words: by the clock of the server, right again after sleep; no sound, nothing moves.
"use strict";

const LOOK_AGAIN_MS = 1000;
const MINUTE_MS = 60000;

for (const clock of document.querySelectorAll(".clock")) {
  const ahead = Date.parse(clock.dataset.now) - Date.now(); // how far the server's instants are from this page's
  const ends = Date.parse(clock.dataset.ends);
  const words = clock.querySelectorAll(".clock-left > span");
  const over = clock.querySelector(".clock-over > span");
  let before = -1;

  const show = () => {
    const left = Math.max(0, Math.ceil((ends - Date.now() - ahead) / MINUTE_MS));
    if (left === before) return;
    before = left;
    words.forEach((each, minutes) => { each.hidden = minutes !== Math.min(left, words.length - 1); });
    over.hidden = left > 0;
    for (const each of document.querySelectorAll("[data-when]")) each.hidden = (each.dataset.when === "over") !== (left === 0);
  };

  show();
  setInterval(show, LOOK_AGAIN_MS);
  document.addEventListener("visibilitychange", show);
}
