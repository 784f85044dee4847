// Comforts, none of them needed: Shift three times leaves, in every window; a page from the past hides itself; a page
// at rest goes out of sight and later to the lock; a button says "Reading"; a guess shows on its line; Back to a page
// that answered a form does not ask to send the form again; the list of spaces closes when one taps elsewhere.
"use strict";

const WITHIN_MS = 5000;
const LOOK_EVERY_MS = 1000;
const LOCK_MARGIN_MS = 2000; // the server's time began a little before the page's
const ONE_TAP_MS = 500;
const root = document.documentElement;
const windows = new BroadcastChannel("notes");

function blank() {
  document.title = "Notes";
  root.hidden = true;
}

function leave() {
  const form = document.querySelector(".leave-form");
  if (!form) return;
  blank();
  form.submit();
}

// Leaving: this window, and every other one that is open
let presses = [];

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    presses = [];
    return;
  }
  if (event.repeat) return;
  presses = presses.filter((at) => event.timeStamp - at < WITHIN_MS).concat(event.timeStamp);
  if (presses.length < 3) return;
  windows.postMessage("leave");
  leave();
});

windows.addEventListener("message", leave);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".leave-form")) {
    windows.postMessage("leave");
    blank();
  }
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

// Rest: out of sight after a while or in another tab; after longer, to the lock
let lastMs = Date.now();
let unveiledMs = 0;

// The form that was written in last: what stands in it goes along to the lock, and is there after unlocking
let written = null;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.closest("main") && form.method === "post") written = form;
});

function toTheLock() {
  const lock = document.querySelector('form[action="/lock"]');
  if (!lock) {
    location.replace("/");
    return;
  }
  if (!written || written.enctype === "multipart/form-data") {
    lock.submit();
    return;
  }
  const place = document.createElement("input");
  place.type = "hidden";
  place.name = "typed-for";
  place.value = written.getAttribute("action") || location.pathname;
  written.append(place);
  written.setAttribute("action", "/lock");
  written.submit();
}

const veiled = () => "veiled" in root.dataset;

function veil() {
  if (root.dataset.veilAfter) root.dataset.veiled = "";
}

const HELD = ["Shift", "Control", "Alt", "Meta"]; // held keys say nothing by themselves; Shift also leaves

function unveil(event) {
  if (veiled() && HELD.includes(event.key)) return;
  lastMs = Date.now();
  if (!veiled()) return;
  delete root.dataset.veiled;
  if (event.type === "keydown") event.preventDefault();
  if (event.type === "pointerdown") unveiledMs = lastMs;
}

function rest() {
  const idleMs = Date.now() - lastMs;
  const lockMs = Number(root.dataset.lockAfter) * 1000;
  if (lockMs && idleMs > lockMs + LOCK_MARGIN_MS) {
    blank();
    toTheLock();
  } else if (idleMs >= Number(root.dataset.veilAfter) * 1000) {
    veil();
  }
}

function onlyUnveils(event) {
  if (Date.now() - unveiledMs > ONE_TAP_MS || event.target.closest(".bar :is(.help, .leave)")) return;
  event.preventDefault();
  event.stopPropagation();
}

for (const name of ["keydown", "pointerdown"]) document.addEventListener(name, unveil, true);
for (const name of ["pointermove", "wheel", "scroll", "input"]) {
  document.addEventListener(name, () => { if (!veiled()) lastMs = Date.now(); }, { capture: true, passive: true });
}
document.addEventListener("click", onlyUnveils, true);
document.addEventListener("visibilitychange", () => { if (document.hidden) veil(); else rest(); });
if (document.hidden) veil();
if (root.dataset.veilAfter || root.dataset.lockAfter) setInterval(rest, LOOK_EVERY_MS);

// A guess on its line
for (const line of document.querySelectorAll(".guess-line")) {
  const field = document.getElementById(line.dataset.for);
  const mark = line.querySelector(".mark");
  const show = () => {
    const [low, high, value] = [Number(field.min), Number(field.max), field.valueAsNumber];
    const there = value >= low && value <= high;
    mark.setAttribute("visibility", there ? "visible" : "hidden");
    if (there) mark.setAttribute("cx", `${(4 + (92 * (value - low)) / (high - low)).toFixed(1)}%`);
  };
  field.addEventListener("input", show);
  show();
}

// The list of spaces
document.addEventListener("click", (event) => {
  const menu = document.querySelector(".space-menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".space-menu[open]");
  if (!menu || event.key !== "Escape") return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

const problems = document.getElementById("problems");
if (problems) problems.focus();

// A page that waits for work asks again by itself. Without scripts its <noscript> does.
const waiting = document.querySelector("main[data-again-s]");
if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.againS) * 1000);
