// A phrase aloud: the line's recording, or the browser's own voice where there is none.

const speech = globalThis.speechSynthesis;
const player = new Audio();
let changed = () => {};

function voiceFor(language) {
  const all = speech?.getVoices() ?? [];
  const wanted = language.toLowerCase();
  return (
    all.find((each) => each.lang.replace("_", "-").toLowerCase() === wanted) ??
    all.find((each) => each.lang.toLowerCase().startsWith(wanted.split("-")[0]))
  );
}

/** How a phrase would be heard: "recorded", "browser" or "none". */
export function way(said, language) {
  if (said.sound) return "recorded";
  return voiceFor(language) ? "browser" : "none";
}

/** Calls `tell` when the browser has found its voices. */
export function onVoices(tell) {
  changed = tell;
}
speech?.addEventListener?.("voiceschanged", () => changed());

/** Be silent at once. */
export function hush() {
  player.pause();
  speech?.cancel();
}

/** Say a phrase; whatever was being said stops. */
export function say(phrase, said, language) {
  hush();
  if (said.sound) {
    player.src = `${document.body.dataset.map}/said/${language}/${phrase}.wav?sound=${said.sound}`;
    player.play().catch((error) => {
      // Stopped by the next one, or not allowed to make a sound.
      if (!(error instanceof DOMException)) throw error;
    });
    return;
  }
  const voice = voiceFor(language);
  if (!voice) return;
  const utterance = new SpeechSynthesisUtterance(said.words);
  utterance.voice = voice;
  utterance.lang = language;
  speech.speak(utterance);
}
