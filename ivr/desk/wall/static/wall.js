// The supervisor's pages: times run on, a board that has not changed stays, and an announcement can
// be heard before it is handed in.

// --- Times that run on ---

let ahead = 0; // How far this computer's clock is ahead of the line's, in seconds.

function spell(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function tick() {
  const now = Date.now() / 1000 - ahead;
  for (const each of document.querySelectorAll("[data-since]")) {
    each.textContent = spell(now - Number(each.dataset.since));
  }
}

setInterval(tick, 1000);
document.addEventListener("htmx:afterSwap", tick);

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  const said = Date.parse(xhr.getResponseHeader("Date") ?? "");
  if (!Number.isNaN(said)) ahead = Math.round((Date.now() - said) / 1000);
  // Nothing has changed: what is on the page stays.
  if (xhr.status === 304) event.detail.shouldSwap = false;
});

// --- Pieces that look again, while nobody is choosing anything in them ---

setInterval(() => {
  for (const each of document.querySelectorAll("[data-looks]")) {
    if (!each.matches(":focus-within") && !document.hidden) {
      each.dispatchEvent(new Event("look"));
    }
  }
}, Number(document.querySelector("[data-looks]")?.dataset.looks ?? 5) * 1000);

// --- To hear an announcement ---

function say(text, language) {
  const speech = globalThis.speechSynthesis;
  if (!speech || !text.trim()) return;
  speech.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = language;
  speech.speak(utterance);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-say], [data-say-field]");
  if (!button) return;
  const { say: words, sayField, lang } = button.dataset;
  say(words ?? document.getElementById(sayField).value, lang);
});

for (const player of document.querySelectorAll("[data-hears]")) {
  const field = document.getElementById(player.dataset.hears);
  field.addEventListener("change", () => {
    if (player.src) URL.revokeObjectURL(player.src);
    const [file] = field.files;
    player.hidden = !file;
    if (file) player.src = URL.createObjectURL(file);
    else player.removeAttribute("src");
  });
}
