// Speaking into a recording: a button that counts seconds. There is no microphone.

import { word } from "./words.js";

const EVERY = 1; // seconds between two reports that somebody speaks
const OVERLAP = 1; // seconds; a late report must not sound like a silence

const button = document.getElementById("speak");
let timer = 0;
let speak = () => {};

/** Connect the button; `report` gets for how many seconds from now somebody speaks. */
export function connect(report) {
  speak = () => report(EVERY + OVERLAP);
  button.addEventListener("click", () => (timer ? stop() : start()));
}

/** Show the button as it is in `state`. */
export function show(state) {
  if (!state.recording && timer) stop();
  button.textContent = word(timer ? "record.stop" : "record.start");
}

function start() {
  speak();
  timer = setInterval(speak, EVERY * 1000);
  write();
}

function stop() {
  clearInterval(timer);
  timer = 0;
  write();
}

function write() {
  button.setAttribute("aria-pressed", String(Boolean(timer)));
  button.textContent = word(timer ? "record.stop" : "record.start");
}
