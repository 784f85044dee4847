// Four comforts, none of them needed: Shift three times leaves, a page from the past hides itself, a button says "Reading",
// and Back to a page that answered a form does not ask to send the form again.
"use strict";

const WITHIN_MS = 5000;
let presses = [];

function blank() {
  document.title = "Notes";
  document.documentElement.hidden = true;
}

function leave() {
  const form = document.querySelector(".leave-form");
  if (!form) return;
  blank();
  form.submit();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    presses = [];
    return;
  }
  if (event.repeat) return;
  presses = presses.filter((at) => event.timeStamp - at < WITHIN_MS).concat(event.timeStamp);
  if (presses.length >= 3) leave();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".leave-form")) blank();
  const button = form.querySelector("button.primary");
  if (!form.dataset.busy || !button) return;
  button.textContent = form.dataset.busy;
  button.setAttribute("aria-disabled", "true");
  form.addEventListener("submit", (again) => again.preventDefault());
});

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  blank();
  location.reload();
});

history.replaceState(null, "", location.href);

const problems = document.getElementById("problems");
if (problems) problems.focus();
