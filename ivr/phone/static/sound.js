// Key tones (ITU-T Q.23) and the ring of a telephone, made here; no file is fetched.

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = ["123", "456", "789", "*0#"];
const KEY_SECONDS = 0.14;
const RING = [450, 450]; // Chinese ringing tone
const RING_SECONDS = 0.8;

export const tones = { on: true };
let context = null;

/** The tone of a key. */
export function keyTone(key) {
  const row = KEYS.findIndex((keys) => keys.includes(key));
  if (row >= 0) play([ROWS[row], COLUMNS[KEYS[row].indexOf(key)]], KEY_SECONDS);
}

/** A telephone rings once. */
export function ring() {
  play(RING, RING_SECONDS);
}

function play(frequencies, seconds) {
  // A page that nobody has touched yet may not sound.
  if (!tones.on || !navigator.userActivation.hasBeenActive) return;
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume();
  const loudness = context.createGain();
  const begin = context.currentTime;
  // Without a ramp the beginning and the end would click.
  loudness.gain.setValueAtTime(0, begin);
  loudness.gain.linearRampToValueAtTime(0.08, begin + 0.01);
  loudness.gain.setValueAtTime(0.08, begin + seconds - 0.02);
  loudness.gain.linearRampToValueAtTime(0, begin + seconds);
  loudness.connect(context.destination);
  for (const frequency of frequencies) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(loudness);
    tone.start(begin);
    tone.stop(begin + seconds);
  }
}
