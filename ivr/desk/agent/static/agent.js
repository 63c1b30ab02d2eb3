// The agent's page: a caller who rings is seen in the title and heard softly; times count by
// themselves; Enter accepts. Everything else is done by the server, with and without this.

const own = document.title;
const icon = document.querySelector("link[rel=icon]");
const ownIcon = icon.href;
const RINGS = new Set(["ringing", "asked"]);
let rings = null;

// --- Ringing ---

function look() {
  const live = document.getElementById("live");
  const now = RINGS.has(live?.dataset.kind);
  if (now && !rings) rings = ring(live.dataset);
  if (!now && rings) rings = rings.stop();
  countFrom(document);
}

function ring({ rings: text, sound, icon: other }) {
  const audio = new Audio(sound);
  audio.loop = true;
  audio.play().catch(() => {}); // The browser allows no sound before the page was used.
  let odd = false;
  const blink = () => {
    odd = !odd;
    document.title = odd ? text : own;
    icon.href = odd ? other : ownIcon;
  };
  blink();
  const timer = setInterval(blink, 1000);
  return {
    stop() {
      clearInterval(timer);
      audio.pause();
      document.title = own;
      icon.href = ownIcon;
      return null;
    },
  };
}

// --- Times ---

const begun = new WeakMap();

function countFrom(root) {
  for (const clock of root.querySelectorAll("[data-counts], [data-gone-after]")) {
    if (!begun.has(clock)) begun.set(clock, performance.now());
  }
}

const secondsOf = (element) =>
  Math.floor((performance.now() - (begun.get(element) ?? performance.now())) / 1000);

function count() {
  // What may be seen no more goes, also when the line does not answer.
  for (const shown of document.querySelectorAll("[data-gone-after]")) {
    if (secondsOf(shown) > Number(shown.dataset.goneAfter)) shown.remove();
  }
  for (const clock of document.querySelectorAll("[data-counts]")) {
    const passed = secondsOf(clock);
    const seconds = Number(clock.dataset.seconds);
    const now = clock.dataset.counts === "up" ? seconds + passed : Math.max(seconds - passed, 0);
    const text = `${Math.floor(now / 60)}:${String(now % 60).padStart(2, "0")}`;
    if (clock.textContent !== text) clock.textContent = text;
  }
}

// --- Keys ---

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.repeat || event.isComposing) return;
  // Whoever types, or is about to press something else, means that.
  if (event.target.closest("a, button, input, textarea, select, summary, audio, dialog")) return;
  const accept = document.getElementById("accept");
  if (!accept) return;
  event.preventDefault();
  accept.click();
});

document.addEventListener("htmx:afterSettle", look);
setInterval(count, 1000);
look();
