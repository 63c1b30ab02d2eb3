// What is heard: the line's recordings, and the browser's own voice for what is not recorded. The
// line's clock does not wait for either.

import { fetchAhead, hushRecordings, playRecording } from "./recordings.js";

const LATE = 2; // seconds after which a recording that was announced is no longer news
const speech = globalThis.speechSynthesis;
export const voice = { on: false };

/** A voice for a language, or undefined. */
function voiceFor(language) {
  const wanted = language.toLowerCase();
  const all = speech?.getVoices() ?? [];
  return (
    all.find((each) => each.lang.replace("_", "-").toLowerCase() === wanted) ??
    all.find((each) => each.lang.toLowerCase().startsWith(wanted.split("-")[0]))
  );
}

/** Calls `tell` with whether there is a voice for `language()`, now and when it changes. */
export function watchVoices(language, tell) {
  const look = () => tell(Boolean(voiceFor(language())));
  look();
  speech?.addEventListener?.("voiceschanged", look);
  document.addEventListener("language", look);
}

/** A recording that the carrier has fetched at `event.at`. */
export function announced(event, now) {
  if (voice.on && now < event.at + LATE) fetchAhead(event.sound);
}

/** Let a sentence be heard, `speed` times as fast as usual. */
export function sayAloud(event, speed) {
  if (!voice.on) return;
  const aloud = () => readAloud(event.text, event.language, speed);
  if (event.sound) playRecording(event.sound, speed, aloud);
  else aloud();
}

function readAloud(text, language, speed) {
  const found = voiceFor(language);
  if (!found) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = found;
  utterance.lang = language;
  utterance.rate = Math.min(3, Math.max(0.5, speed));
  speech.speak(utterance);
}

/** Be silent at once. */
export function hush() {
  hushRecordings();
  speech?.cancel();
}
