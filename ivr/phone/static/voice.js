// The browser's own voice. It reads along; the line's clock does not wait for it.

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

/** Read a line aloud, `speed` times as fast as usual. */
export function readAloud(text, language, speed) {
  const found = voice.on ? voiceFor(language) : undefined;
  if (!found) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = found;
  utterance.lang = language;
  utterance.rate = Math.min(3, Math.max(0.5, speed));
  speech.speak(utterance);
}

/** Be silent at once. */
export function hush() {
  speech?.cancel();
}
