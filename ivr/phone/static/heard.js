// What is said, line by line: whole for a screen reader, and uncovered at the pace of speech.

import { word } from "./words.js";

const log = document.getElementById("log");
const lines = document.getElementById("lines");
const empty = document.getElementById("empty");
const caption = document.getElementById("caption");
const still = matchMedia("(prefers-reduced-motion: reduce)");

let uncovering = null; // { spoken, rest, text, from, seconds }

/** Begin a new call. */
export function clear() {
  lines.replaceChildren();
  log.tabIndex = 0; // it scrolls: the keyboard must reach it
  caption.textContent = document.body.dataset.called;
  uncovering = null;
  empty.hidden = true;
}

/** Nobody is on the line: show its number. */
export function rest() {
  finish();
  caption.lang = "";
  caption.textContent = document.body.dataset.called;
}

/** The line itself says nothing any more. */
export function uncaption() {
  caption.textContent = "";
}

/** A line was said to the caller, beginning at `at`; `now` is the call's clock. */
export function said(event, now) {
  finish();
  const item = add("said", event.language);
  if (event.sound) item.classList.add("recorded");
  const whole = document.createElement("span");
  whole.className = "unseen";
  whole.textContent = event.text;
  const seen = document.createElement("span");
  seen.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("span");
  const rest = document.createElement("span");
  rest.className = "to-come";
  seen.append(spoken, rest);
  item.append(whole, seen);
  caption.lang = event.language;
  uncovering = { item, spoken, rest, text: event.text, from: event.at, seconds: event.seconds };
  uncover(now);
  follow();
}

/** A key has cut the line short. */
export function interrupted(now) {
  if (!uncovering) return;
  uncover(now, true);
  const { item, rest } = uncovering;
  if (!rest.textContent) return void finish();
  const mark = document.createElement("span");
  mark.className = "mark";
  mark.dataset.word = "cut_off_here";
  mark.textContent = word("cut_off_here");
  item.append(" ", mark);
  uncovering = null;
}

/** What the caller, the agent or the carrier did. `name` is of a word; `slots` are its slots. */
export function noted(kind, name, slots = {}) {
  finish();
  const item = add(kind);
  item.textContent = word(name, slots);
  follow();
}

/** Text messages that have come to the registered mobile; those on show already stay. */
export function texted(texts) {
  for (const text of texts) {
    if (lines.querySelector(`[data-text="${text.id}"]`)) continue;
    const item = add("texted");
    item.dataset.text = text.id;
    const to = document.createElement("p");
    to.className = "texted-to";
    to.textContent = word("texted", { ending: text.ending });
    const words = document.createElement("p");
    words.lang = text.language;
    words.textContent = text.words;
    item.append(to, words);
    follow();
  }
}

/** Uncover what has been spoken by `now`. */
export function uncover(now, exactly = false) {
  if (!uncovering) return;
  const { spoken, rest, text, from, seconds } = uncovering;
  const part = seconds > 0 ? Math.min(1, Math.max(0, (now - from) / seconds)) : 1;
  const count = still.matches && !exactly ? text.length : Math.round(text.length * part);
  if (spoken.textContent.length === count && count) return;
  spoken.textContent = text.slice(0, count);
  rest.textContent = text.slice(count);
  caption.textContent = text.slice(0, count);
}

function finish() {
  if (!uncovering) return;
  uncovering.spoken.textContent = uncovering.text;
  uncovering.rest.textContent = "";
  uncovering = null;
}

function add(kind, language) {
  const item = document.createElement("li");
  item.className = kind;
  if (language) item.lang = language;
  lines.append(item);
  return item;
}

function follow() {
  log.scrollTop = log.scrollHeight;
}
