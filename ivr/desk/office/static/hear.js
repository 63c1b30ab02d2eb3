// Lets a topic be heard sentence by sentence: as it is recorded, else read by the browser.

const button = document.querySelector("[data-hears]");
const sentences = [...document.querySelectorAll("[data-words]")];
const player = new Audio();
const speech = globalThis.speechSynthesis;
let going = 0;

function voiceFor(language) {
  const named = (speech?.getVoices() ?? []).map((voice) => [voice.lang.replace("_", "-").toLowerCase(), voice]);
  const wanted = language.toLowerCase();
  const found = named.find(([name]) => name === wanted) ?? named.find(([name]) => name.startsWith(wanted.split("-")[0]));
  return found?.[1];
}

function played(path) {
  return new Promise((resolve, reject) => {
    player.onended = resolve;
    player.onerror = () => reject(new Error(path));
    player.src = path;
    player.play().catch(reject);
  });
}

function read(words, language) {
  return new Promise((resolve, reject) => {
    const voice = voiceFor(language);
    if (!voice) {
      reject(new Error(language));
      return;
    }
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.voice = voice;
    utterance.lang = language;
    utterance.onend = resolve;
    utterance.onerror = () => reject(new Error(language));
    speech.speak(utterance);
  });
}

function show(speaking) {
  button.textContent = speaking ? button.dataset.hushes : button.dataset.hears;
}

function hush() {
  going += 1;
  player.pause();
  speech?.cancel();
  show(false);
}

async function hear() {
  const mine = (going += 1);
  show(true);
  document.getElementById("no-voice").hidden = true;
  try {
    for (const { dataset } of sentences) {
      await (dataset.sound ? played(dataset.sound) : read(dataset.words, dataset.language));
      if (mine !== going) return;
    }
  } catch {
    if (mine === going) document.getElementById("no-voice").hidden = false;
  }
  if (mine === going) hush();
}

button.addEventListener("click", () => (button.textContent === button.dataset.hushes ? hush() : hear()));
// Some browsers find their voices only when first asked.
speech?.getVoices();
