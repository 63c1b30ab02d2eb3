// Recordings of the line, heard when the carrier plays them. They are fetched when the carrier
// fetches them: before the question they belong to, so that no pause is heard between two.

const FASTEST = 16; // what a browser's player can do
const fetched = new Map(); // by address
let playing = null;

/** Fetch a recording that will be played soon. */
export function fetchAhead(address) {
  const player = new Audio(address);
  player.preload = "auto";
  fetched.set(address, player);
  return player;
}

/** Play one now, instead of any other; `otherwise` is called when it cannot be played. */
export function playRecording(address, speed, otherwise) {
  const player = fetched.get(address) ?? fetchAhead(address);
  stop();
  playing = player;
  player.currentTime = 0;
  player.playbackRate = Math.min(FASTEST, speed);
  player.play().catch(() => {
    // Whoever was stopped before they began has nothing to make up for.
    if (playing === player) otherwise();
  });
}

/** Be silent at once, and forget what was fetched for this answer. */
export function hushRecordings() {
  stop();
  fetched.clear();
}

function stop() {
  playing?.pause();
  playing = null;
}
