// The telephone's display: what is going on, how long, what was typed, how long the line waits.

import { hasWord, word } from "./words.js";

const stateText = document.getElementById("state");
const duration = document.getElementById("duration");
const typed = document.getElementById("typed");
const waitText = document.getElementById("wait");
const waitBar = document.getElementById("wait-bar");
const record = document.getElementById("record");
const recordTime = document.getElementById("record-time");
const announced = document.getElementById("announced");
// Phases that nothing else tells a listener; the others would talk into what is said.
const TOLD = new Set(["called", "dialling", "ringing", "joined", "recording", "over"]);
const called = document.body.dataset.called;

/** Show what has changed with a happening. */
export function show(state, lastKey) {
  const phase = word(`state.${state.phase}`, { called });
  write(stateText, phase);
  if (TOLD.has(state.phase)) write(announced, phase);
  const keys = state.typed.map((key, nth) =>
    lastKey && nth === state.typed.length - 1 ? lastKey : key,
  );
  write(typed, keys.join(""));
  record.hidden = !state.recording;
}

/** Show what changes by itself; `now` is the call's clock. */
export function tick(state, now) {
  write(duration, clock(now));
  if (state.recording) {
    const seconds = Math.floor(Math.max(0, now - state.recording.at));
    write(recordTime, word("record.time", { seconds, most: state.recording.most }));
  }
  const { listening } = state;
  write(waitText, listening ? waiting(listening, state.typed.length, now) : "");
  const left = listening?.until ? (listening.until - now) / listening.timeout : 0;
  waitBar.style.transform = `scaleX(${Math.min(1, Math.max(0, left))})`;
}

/** Minutes and seconds. */
export function clock(seconds) {
  const whole = Math.floor(Math.max(0, seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function waiting(listening, count, now) {
  const { most, finish, until } = listening;
  const slots = { most: most ?? "∞", finish: hasWord(finish) ? word(finish) : finish };
  if (until === null) return word(most === 1 ? "wait.speak_first" : "wait.number_first", slots);
  slots.seconds = Math.max(0, Math.ceil(until - now));
  if (most === 1) return word("wait.key", slots);
  const name = count ? "wait.typed" : "wait.number";
  return word(finish ? `${name}_end` : name, { ...slots, typed: count });
}

// A text that is written again, though it is the same, is read aloud again.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
