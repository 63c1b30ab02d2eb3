// Calls of the line's own: asked after while one is expected, ringing until somebody answers.
//
// A browser is rung for what was booked in its own calls, and knows them by their tokens.

import { calls, keepCalls } from "./memory.js";
import { post } from "./server.js";
import { ring } from "./sound.js";

const ASK_EVERY = 3000;
const RING_EVERY = 3000;

export class Incoming extends EventTarget {
  #onHook;
  #rings = null;
  #asked = 0;
  #timer = 0;
  #bell = 0;

  /** `onHook` tells whether the telephone could ring now. */
  constructor(onHook) {
    super();
    this.#onHook = onHook;
  }

  /** The token of the call in which was booked what rings now, or null. */
  get rings() {
    return this.#rings;
  }

  /** Ask, and go on asking as long as a call is expected and the telephone is on the hook. */
  async look() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    const mine = this.#asked;
    const known = calls();
    if (!known.length || !this.#onHook()) return;
    try {
      const told = await post(document.body.dataset.expected, { calls: known });
      if (mine !== this.#asked || !this.#onHook()) return;
      // Another tab may have called meanwhile.
      keepCalls(calls().filter((each) => told.expected.includes(each) || !known.includes(each)));
      this.#ring(told.ringing);
    } catch {
      if (mine !== this.#asked) return; // Whatever it was: it is asked again.
    }
    if (calls().length) this.#timer = setTimeout(() => this.look(), ASK_EVERY);
  }

  /** Stop ringing and asking: it is answered, or the telephone is wanted for something else. */
  stop() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#ring(null);
  }

  /** Do not answer. The line is told, and may try again later. */
  async decline() {
    const call = this.#rings;
    this.stop();
    try {
      await post(document.body.dataset.decline, { call });
    } catch {
      // Then it rings on, until it has rung long enough.
    }
    this.look();
  }

  #ring(call) {
    if (call === this.#rings) return;
    this.#rings = call;
    clearInterval(this.#bell);
    if (call) {
      ring();
      this.#bell = setInterval(ring, RING_EVERY);
    }
    this.dispatchEvent(new Event("change"));
  }
}
